// The tags of a component type: shown, and changed in place.

import { TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-iottwinmaker'
import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../kit/context'
import { ErrorAlert } from '../../kit/error-alert'
import { useTags } from './data'

export interface Tag { readonly key: string; readonly value: string }

export function TagsPanel({ arn }: { readonly arn: string }): ReactNode {
  const tags = useTags(arn)
  const [draft, setDraft] = useState<readonly Tag[] | null>(null)
  const entries = Object.entries(tags.data ?? {})
  const start = () => setDraft(entries.map(([key, value]) => ({ key, value })))
  return (
    <Container
      header={(
        <Header
          variant="h2" counter={`(${entries.length})`}
          actions={draft ? null : <Button onClick={start} disabled={!tags.data}>Manage tags</Button>}
        >
          Tags
        </Header>
      )}
    >
      <ErrorAlert error={tags.error} onRetry={() => void tags.refetch()} />
      {draft ? <Editing arn={arn} before={tags.data ?? {}} draft={draft} onChange={setDraft} />
        : entries.length === 0 ? <Box color="text-body-secondary">No tags. Tags group and find resources across workspaces.</Box>
          : <KeyValuePairs columns={4} items={entries.map(([label, value]) => ({ label, value: value || '–' }))} />}
    </Container>
  )
}

function Editing({ arn, before, draft, onChange }: {
  readonly arn: string; readonly before: Readonly<Record<string, string>>
  readonly draft: readonly Tag[]; readonly onChange: (it: readonly Tag[] | null) => void
}): ReactNode {
  const { clients, notify } = useConsole()
  const client = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      await writeTags(arn, before, draft)
      await client.invalidateQueries({ queryKey: ['tags', arn] })
      notify({ type: 'success', text: 'Tags saved' })
      onChange(null)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  const writeTags = async (resourceARN: string, old: Readonly<Record<string, string>>, next: readonly Tag[]) => {
    const gone = Object.keys(old).filter((key) => !next.some((it) => it.key === key))
    const changed = next.filter((it) => it.key !== '' && old[it.key] !== it.value)
    if (changed.length > 0) {
      const tags = Object.fromEntries(changed.map((it) => [it.key, it.value]))
      await clients.twinmaker.send(new TagResourceCommand({ resourceARN, tags }))
    }
    if (gone.length > 0) await clients.twinmaker.send(new UntagResourceCommand({ resourceARN, tagKeys: gone }))
  }
  const problem = tagsProblem(draft)
  return (
    <SpaceBetween size="m">
      <TagsEditor tags={draft} onChange={onChange} />
      <ErrorAlert error={error} />
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={() => onChange(null)}>Cancel</Button>
        <Button
          variant="primary" loading={isBusy} disabled={problem !== undefined} onClick={() => void save()}
        >
          Save tags
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  )
}

export function TagsEditor({ tags, onChange }: {
  readonly tags: readonly Tag[]; readonly onChange: (it: readonly Tag[]) => void
}): ReactNode {
  const change = (index: number, it: Partial<Tag>) => onChange(tags.map((tag, n) => (n === index ? { ...tag, ...it } : tag)))
  return (
    <AttributeEditor<Tag>
      items={tags} addButtonText="Add tag" removeButtonText="Remove"
      disableAddButton={tags.length >= 50}
      empty="No tags."
      onAddButtonClick={() => onChange([...tags, { key: '', value: '' }])}
      onRemoveButtonClick={({ detail }) => onChange(tags.filter((_, index) => index !== detail.itemIndex))}
      definition={[
        {
          label: 'Key', errorText: (it) => keyProblem(it.key, tags),
          control: (it, index) => (
            <Input
              value={it.key} placeholder="site"
              onChange={({ detail }) => change(index, { key: detail.value })}
            />
          ),
        },
        {
          label: 'Value', errorText: (it) => (it.value.length > 256 ? 'At most 256 characters.' : null),
          control: (it, index) => (
            <Input
              value={it.value} placeholder="hamburg"
              onChange={({ detail }) => change(index, { value: detail.value })}
            />
          ),
        },
      ]}
    />
  )
}

function keyProblem(key: string, tags: readonly Tag[]): string | null {
  if (key === '') return 'A tag needs a key.'
  if (key.length > 128) return 'At most 128 characters.'
  if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key)) return 'Letters, digits, spaces and _ . : / = + - @ only.'
  return tags.filter((it) => it.key === key).length > 1 ? 'This key is there twice.' : null
}

export function tagsProblem(tags: readonly Tag[]): string | undefined {
  return tags.map((it) => keyProblem(it.key, tags)).find((it) => it !== null) ?? undefined
}
