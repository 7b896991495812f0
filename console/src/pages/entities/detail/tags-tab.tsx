// The tags of a resource: read, added, changed, removed.

import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import TagEditor, { type TagEditorProps } from '@cloudscape-design/components/tag-editor'
import { ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-iottwinmaker'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { ErrorAlert } from '../../../kit/error-alert'
import type { Place } from '../operations'

export function TagsTab({ place, arn }: { readonly place: Place; readonly arn: string }): ReactNode {
  const { notify } = useConsole()
  const query = useQuery({
    queryKey: ['workspace', place.workspaceId, 'tags', arn],
    queryFn: async () => (await place.clients.twinmaker.send(new ListTagsForResourceCommand({ resourceARN: arn }))).tags ?? {},
  })
  const [edited, edit] = useState<readonly TagEditorProps.Tag[] | null>(null)
  const [isGood, setGood] = useState(true)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  if (query.error) return <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Spinner />
  const before = query.data
  const tags: readonly TagEditorProps.Tag[] = edited ?? Object.entries(before).map(([key, value]) => ({ key, value, existing: true }))
  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      const kept = tags.filter((it) => !it.markedForRemoval)
      const gone = Object.keys(before).filter((key) => !kept.some((it) => it.key === key))
      const changed = kept.filter((it) => before[it.key] !== it.value)
      if (gone.length > 0) await place.clients.twinmaker.send(new UntagResourceCommand({ resourceARN: arn, tagKeys: gone }))
      if (changed.length > 0) await place.clients.twinmaker.send(new TagResourceCommand({ resourceARN: arn, tags: Object.fromEntries(changed.map((it) => [it.key, it.value])) }))
      await query.refetch()
      edit(null)
      notify({ type: 'success', text: 'Tags saved.' })
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Container
      header={
        <Header
          description="Words of your own on the entity, for costs, owners and permissions."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={edited === null} variant="link" onClick={() => edit(null)}>Discard</Button>
              <Button disabled={edited === null || !isGood} loading={isBusy} onClick={() => void save()}>Save</Button>
            </SpaceBetween>
          }
        >Tags</Header>
      }
    >
      <SpaceBetween size="m">
        <TagEditor tags={tags} tagLimit={50} onChange={({ detail }) => { edit(detail.tags); setGood(detail.valid) }} i18nStrings={WORDS} />
        <ErrorAlert error={error} />
      </SpaceBetween>
    </Container>
  )
}

const WORDS: TagEditorProps.I18nStrings = {
  keyPlaceholder: 'Key', valuePlaceholder: 'Value', addButton: 'Add tag', removeButton: 'Remove', undoButton: 'Undo', undoPrompt: 'This tag is removed when you save',
  loading: 'Loading', keyHeader: 'Key', valueHeader: 'Value', optional: 'optional', keySuggestion: 'Key', valueSuggestion: 'Value',
  emptyTags: 'No tags yet.', tooManyKeysSuggestion: 'Too many keys', tooManyValuesSuggestion: 'Too many values', keysSuggestionLoading: 'Loading',
  keysSuggestionError: 'Could not be read', valuesSuggestionLoading: 'Loading', valuesSuggestionError: 'Could not be read',
  emptyKeyError: 'A tag needs a key.', maxKeyCharLengthError: 'A key has at most 128 characters.', maxValueCharLengthError: 'A value has at most 256 characters.',
  duplicateKeyError: 'There is a tag of this key already.', invalidKeyError: 'Letters, digits, spaces and _ . : / = + - @ are allowed.', invalidValueError: 'Letters, digits, spaces and _ . : / = + - @ are allowed.',
  awsPrefixError: 'Keys must not begin with aws:.', tagLimit: (left) => `${left} more can be added.`, tagLimitReached: () => 'No more can be added.', tagLimitExceeded: () => 'There are too many tags.',
  enteredKeyLabel: (key) => `Use “${key}”`, enteredValueLabel: (value) => `Use “${value}”`,
}
