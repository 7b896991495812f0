// The editor of a component type: form, JSON and changes over one draft.

import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { usePaletteActions, useWorkspaceId } from '../../../kit/context'
import { JsonEditor } from '../../../kit/json-editor'
import { useFunctions } from '../../functions/data'
import { useLineage, useTypes } from '../data'
import { isPredefined, type TypeDraft } from '../model/draft'
import { effectiveOf, inherited } from '../model/effective'
import { diff } from '../model/diff'
import { prefixOf } from '../model/names'
import { schemaOf } from '../model/schema'
import { type Problem, validate } from '../model/validate'
import { TagsEditor } from '../tags'
import { Basics } from './basics'
import { Functions } from './functions'
import { Composites, Groups } from './groups'
import { Properties } from './properties'
import type { EditorProps } from './props'
import { ChangesTable } from './review'
import { type DraftStore, useDraft } from './state'
import { useLeaveGuard } from './leave-guard'

export interface TypeEditorProps {
  readonly first: TypeDraft
  /** The type as it is; absent for a new one. */
  readonly before?: TypeDraft
  readonly saveLabel: string
  readonly isBusy: boolean
  readonly notice?: ReactNode
  /** Called when nothing is wrong. */
  readonly onSave: (draft: TypeDraft) => void
  readonly onCancel: () => void
  /** It has been saved; leaving loses nothing. */
  readonly isSaved: boolean
  readonly footer?: ReactNode
}

export function TypeEditor(props: TypeEditorProps): ReactNode {
  const store = useDraft(props.first)
  const { draft, broken } = store.state
  const editor = useEditor(store, props.before === undefined)
  const [tab, setTab] = useState('form')
  const [isTried, setTried] = useState(false)
  const changes = useMemo(() => diff(props.before ?? props.first, draft), [props.before, props.first, draft])
  useLeaveGuard(changes.length > 0 && !props.isSaved)
  useUndoKeys(store, tab === 'form')
  const errors = editor.problems.filter((it) => it.severity === 'error')
  const save = () => {
    setTried(true)
    if (errors.length === 0 && !broken) props.onSave(draft)
  }
  const canSave = props.before === undefined || changes.length > 0
  useSaveAction(props.saveLabel, () => { if (canSave && !props.isBusy) save() })
  return (
    <SpaceBetween size="l">
      {props.notice}
      <Tabs
        ariaLabel="Ways to edit" activeTabId={tab} onChange={({ detail }) => setTab(detail.activeTabId)}
        actions={(
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              iconName="undo" ariaLabel="Undo" disabled={store.state.past.length === 0} onClick={store.undo}
            />
            <Button
              iconName="redo" ariaLabel="Redo" disabled={store.state.future.length === 0} onClick={store.redo}
            />
            <Button variant="link" onClick={props.onCancel}>Cancel</Button>
            <Button
              variant="primary" loading={props.isBusy} disabled={!canSave} onClick={save}
            >
              {props.saveLabel}
            </Button>
          </SpaceBetween>
        )}
        tabs={[
          {
            id: 'form', label: 'Form',
            content: broken ? <Broken why={broken} onText={() => setTab('json')} onMend={store.mend} /> : <FormTab {...editor} isTried={isTried} />,
          },
          { id: 'json', label: 'JSON', content: <JsonTab store={store} editor={editor} /> },
          ...(props.before ? [{ id: 'changes', label: `Changes (${changes.length})`, content: <Container header={<Header variant="h2">Changes</Header>}><ChangesTable changes={changes} /></Container> }] : []),
        ]}
      />
      {(isTried || tab === 'json') && !broken && <Problems problems={editor.problems} />}
      {props.footer}
    </SpaceBetween>
  )
}

function useEditor(store: DraftStore, isNew: boolean): EditorProps & { readonly prefix: string } {
  const workspaceId = useWorkspaceId()
  const { draft } = store.state
  const types = useTypes(workspaceId).data
  const functions = useFunctions().data
  const known = useMemo(() => new Set((types ?? []).map((it) => it.componentTypeId ?? '')), [types])
  const composites = Object.values(draft.compositeComponentTypes ?? {}).flatMap((it) => it.componentTypeId ?? [])
  const wanted = [...draft.extendsFrom ?? [], ...composites].filter((id) => known.has(id))
  const { typeOf } = useLineage(workspaceId, [...new Set(wanted)].toSorted())
  return useMemo(() => {
    const effective = effectiveOf(draft, typeOf)
    const problems = types ? validate(draft, { typeOf, taken: known, ids: known, effective, isNew }) : []
    const own = (types ?? []).filter((it) => !isPredefined(it)).map((it) => it.componentTypeId ?? '')
    return {
      draft, change: store.change, types: types ?? [], functions: functions ?? [], typeOf, effective, problems, isNew,
      below: inherited(draft.extendsFrom ?? [], typeOf), prefix: prefixOf(own, workspaceId),
    }
  }, [draft, store.change, types, functions, typeOf, known, isNew, workspaceId])
}

function FormTab(props: EditorProps & { readonly prefix: string; readonly isTried: boolean }): ReactNode {
  const { draft, change, isNew } = props
  const tags = Object.entries(draft.tags ?? {}).map(([key, value]) => ({ key, value }))
  return (
    <SpaceBetween size="l">
      <Basics {...props} />
      <Properties {...props} />
      <Functions {...props} />
      <Groups {...props} />
      <Composites {...props} />
      {isNew && (
        <Container
          header={<Header variant="h2" description="Key and value, for finding resources.">Tags</Header>}
        >
          <TagsEditor
            tags={tags}
            onChange={(next) => change({ tags: Object.fromEntries(next.map((it) => [it.key, it.value])) }, 'tags')}
          />
        </Container>
      )}
    </SpaceBetween>
  )
}

function JsonTab({ store, editor }: { readonly store: DraftStore; readonly editor: EditorProps }): ReactNode {
  const { types, functions, effective } = editor
  const names = Object.keys(effective.propertyDefinitions).join('\n')
  const schema = useMemo(() => schemaOf({
    typeIds: types.map((it) => it.componentTypeId ?? ''),
    functionArns: functions.map((it) => it.FunctionArn ?? ''),
    propertyNames: names === '' ? [] : names.split('\n'),
  }), [types, functions, names])
  return (
    <Container
      header={<Header variant="h2" description="The same draft as text, as CreateComponentType takes it. What you change here shows in the form.">JSON</Header>}
    >
      <JsonEditor
        value={store.state.text} onChange={store.type} schema={schema} label="Component type as JSON"
        height="520px"
      />
    </Container>
  )
}

function Broken({ why, onText, onMend }: { readonly why: string; readonly onText: () => void; readonly onMend: () => void }): ReactNode {
  return (
    <Alert
      type="warning" header="The JSON cannot be shown as a form"
      action={<SpaceBetween direction="horizontal" size="xs"><Button onClick={onText}>Mend the JSON</Button><Button onClick={onMend}>Go back to the last that could</Button></SpaceBetween>}
    >
      {why}
    </Alert>
  )
}

export function Problems({ problems }: { readonly problems: readonly Problem[] }): ReactNode {
  const errors = problems.filter((it) => it.severity === 'error')
  const warnings = problems.filter((it) => it.severity === 'warning')
  const list = (items: readonly Problem[]) => <ul>{items.map((it) => <li key={`${it.path} ${it.message}`}>{it.message} <Box variant="small" display="inline" color="text-body-secondary">{it.path}</Box></li>)}</ul>
  return (
    <SpaceBetween size="s">
      {errors.length > 0 && <Alert type="error" header="The service would refuse this">{list(errors)}</Alert>}
      {warnings.length > 0 && <Alert type="warning" header="Worth a look">{list(warnings)}</Alert>}
    </SpaceBetween>
  )
}

function useSaveAction(label: string, save: () => void): void {
  const now = useRef(save)
  useEffect(() => {
    now.current = save
  })
  usePaletteActions(useMemo(() => [{
    id: 'component-type.save', label, group: 'Component type', keys: 'mod+s', run: () => now.current(),
  }], [label]))
}

/** Ctrl+Z and Ctrl+Shift+Z, where no field has its own. */
function useUndoKeys({ undo, redo }: DraftStore, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return undefined
    const press = (event: KeyboardEvent) => {
      const isField = event.target instanceof HTMLElement && event.target.matches('input, textarea, [contenteditable]')
      if (isField || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return
      event.preventDefault()
      if (event.shiftKey) redo()
      else undo()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [undo, redo, isOn])
}
