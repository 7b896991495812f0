// One draft as form and as JSON; saved with its undo, refused with the field that is wrong.

import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { ComponentForm, DOCUMENTS_TYPE } from '../../../component-form/component-form'
import { type ComponentDraft, draftFromJson, type DraftPart, updateOf } from '../../../component-form/draft'
import { componentSchema } from '../../../component-form/schema'
import { type PartProblem, problemsOfPart, propertyNamed } from '../../../component-form/validate'
import { useConsole } from '../../../kit/context'
import { ErrorAlert } from '../../../kit/error-alert'
import { describeError } from '../../../kit/errors'
import { JsonEditor } from '../../../kit/json-editor'
import { formatJson, parseJson } from '../../../kit/json-editor-check'
import { addresses } from '../addresses'
import { Guard } from '../guard'
import { type Entity, type Place, updateEntity } from '../operations'
import type { ComponentType } from '../use-types'
import { addComponent, changeComponent } from './save-component'

export interface DraftEditorProps {
  readonly place: Place
  readonly entity: Entity
  readonly name: string
  readonly type: ComponentType
  readonly parts: Readonly<Record<string, ComponentType>>
  /** What is saved; `null` for a new component. */
  readonly saved: ComponentDraft | null
  readonly first: ComponentDraft
  readonly isBlocked: boolean
}

export function DraftEditor(props: DraftEditorProps): ReactNode {
  const { place, entity, name, parts, saved, type } = props
  const navigate = useNavigate()
  const it = useDraft(props)
  const schema = useMemo(() => componentSchema(type, parts), [type, parts])
  return (
    <>
      <SpaceBetween size="m">
        <Guard isChanged={it.isChanged} what={saved ? `component “${name}”` : 'the new component'} isOpen={it.isLeaving} />
        <Container>
          <Tabs
            ariaLabel="Ways to write the component"
            tabs={[
              { id: 'form', label: 'Form', content: <FormTab {...props} it={it} /> },
              { id: 'json', label: 'JSON', content: <JsonEditor value={it.text ?? formatJson(it.draft)} onChange={it.edited} schema={schema} label="Component as JSON" height="52vh" /> },
            ]}
          />
        </Container>
        <ErrorAlert error={it.error} header={saved ? 'The component could not be saved' : 'The component could not be added'} />
        {it.isTried && it.count > 0 && <Alert type="error">{it.count === 1 ? 'One field is not right yet.' : `${it.count} fields are not right yet.`}</Alert>}
      </SpaceBetween>
      <div className="g-editor-foot">
        <span>{saved ? changeWords(updateOf(saved, it.draft).changes.length) : ''}</span>
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" onClick={() => void navigate(saved ? it.back : addresses.entity(place.workspaceId, entity.entityId ?? ''))}>Cancel</Button>
          <Button variant="primary" loading={it.isBusy} disabled={props.isBlocked || (saved !== null && !it.isChanged)} onClick={() => void it.save()}>{saved ? 'Save' : 'Add component'}</Button>
        </SpaceBetween>
      </div>
    </>
  )
}

/** The draft, what is wrong with it, and how it is saved. */
function useDraft({ place, entity, name, type, parts, saved, first }: DraftEditorProps) {
  const { notify } = useConsole()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(first)
  /** The text of the JSON tab while it says something the form cannot hold. */
  const [text, setText] = useState<string | null>(null)
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const isLeaving = useRef(false)
  const own = problemsOfPart(draft, type.propertyDefinitions ?? {})
  const ofParts = Object.entries(parts).map(([path, it]) => [path, problemsOfPart(draft.compositeComponents?.[path] ?? EMPTY, it.propertyDefinitions ?? {})] as const)
  const count = own.length + ofParts.reduce((sum, [, it]) => sum + it.length, 0)
  const textProblem = text === null ? null : brokenWords(text)
  const back = addresses.component(place.workspaceId, entity.entityId ?? '', name)
  const change = (next: ComponentDraft) => {
    setDraft(next)
    setText(null)
    setError(null)
  }
  const edited = (next: string) => {
    const parsed = parseJson(next)
    const read = parsed.ok ? draftFromJson(parsed.value) : null
    setText(next)
    setError(null)
    if (read !== null && typeof read !== 'string') setDraft(read)
  }
  const save = async () => {
    setTried(true)
    if (count > 0 || textProblem !== null) return focusProblem()
    setBusy(true)
    setError(null)
    try {
      await saveDraft(place, entity, name, saved, draft, notify)
      isLeaving.current = true
      void navigate(back)
    } catch (failure) {
      setError(failure)
      setBusy(false)
      focusProblem()
    }
  }
  const isChanged = textProblem !== null || JSON.stringify(draft) !== JSON.stringify(first)
  return { draft, text, textProblem, problems: [...own, ...refusal(error, type)], ofParts, count, isTried, isBusy, isChanged, isLeaving, error, back, change, edited, save }
}

function FormTab({ type, parts, saved, it }: DraftEditorProps & { readonly it: ReturnType<typeof useDraft> }): ReactNode {
  const isDocuments = type.componentTypeId === DOCUMENTS_TYPE || (type.extendsFrom ?? []).includes(DOCUMENTS_TYPE)
  const isMissingShown = it.isTried || saved !== null
  return (
    <SpaceBetween size="l">
      {it.textProblem !== null && <Alert type="warning">The JSON has an error, so the form shows what was right last. {it.textProblem}</Alert>}
      <ComponentForm definitions={type.propertyDefinitions ?? {}} draft={it.draft} onChange={it.change} problems={it.problems} saved={saved ?? undefined} isDocuments={isDocuments} isMissingShown={isMissingShown} />
      {it.ofParts.map(([path, found]) => (
        <Container key={path} header={<Header variant="h2" description={parts[path]?.componentTypeId}>{`Part ${path}`}</Header>}>
          <ComponentForm
            definitions={parts[path]?.propertyDefinitions ?? {}} draft={it.draft.compositeComponents?.[path] ?? EMPTY} problems={found} saved={saved?.compositeComponents?.[path] ?? (saved ? EMPTY : undefined)} isMissingShown={isMissingShown}
            onChange={(part) => it.change({ ...it.draft, compositeComponents: { ...it.draft.compositeComponents, [path]: part } })}
          />
        </Container>
      ))}
    </SpaceBetween>
  )
}

const EMPTY: DraftPart = { properties: {} }

function changeWords(count: number): string {
  return count === 0 ? 'Nothing is changed.' : count === 1 ? 'One change is not saved.' : `${count} changes are not saved.`
}

function brokenWords(text: string): string | null {
  const parsed = parseJson(text)
  if (!parsed.ok) return parsed.problem.message
  const read = draftFromJson(parsed.value)
  return typeof read === 'string' ? read : null
}

/** A refusal of the service at the field its words name. */
function refusal(error: unknown, type: ComponentType): readonly PartProblem[] {
  if (error === null) return []
  const { message } = describeError(error)
  const property = propertyNamed(message, Object.keys(type.propertyDefinitions ?? {}))
  return property === null ? [] : [{ property, path: [], message }]
}

function focusProblem(): void {
  setTimeout(() => document.querySelector<HTMLElement>('.g-detail [aria-invalid="true"]')?.focus())
}

async function saveDraft(place: Place, entity: Entity, name: string, saved: ComponentDraft | null, draft: ComponentDraft, notify: ReturnType<typeof useConsole>['notify']): Promise<void> {
  const entityId = entity.entityId ?? ''
  if (saved === null) {
    await addComponent(place, entityId, name, draft)
    notify({ type: 'success', text: `Component “${name}” is added to “${entity.entityName}”.`, undo: async () => { await updateEntity(place, { entityId, componentUpdates: { [name]: { updateType: 'DELETE' } } }) } })
  } else if (await changeComponent(place, entityId, name, saved, draft)) {
    notify({ type: 'success', text: `Component “${name}” is changed.`, undo: async () => { await changeComponent(place, entityId, name, draft, saved) } })
  }
}
