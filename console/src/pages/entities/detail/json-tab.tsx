// An entity as JSON: as the service answers, or edited and saved after a look at what changes.

import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { JsonEditor } from '../../../kit/json-editor'
import { formatJson, parseJson } from '../../../kit/json-editor-check'
import { Dialog } from '../dialogs/dialog'
import { type Entity, type Place, updateEntity } from '../operations'
import { Guard } from '../guard'
import { docFromJson, docOf, ENTITY_SCHEMA, type EntityDoc, entityUpdate } from './entity-json'

export function JsonTab({ place, entity }: { readonly place: Place; readonly entity: Entity }): ReactNode {
  const [text, setText] = useState<string | null>(null)
  const [isReviewing, review] = useState(false)
  const before = docOf(entity)
  const parsed = text === null ? null : parseJson(text)
  const after = parsed?.ok ? docFromJson(parsed.value) : null
  const isChanged = text !== null && text !== formatJson(before)
  const { $metadata: _, ...answer } = entity
  const edit = () => setText(formatJson(before))
  return (
    <Container
      header={
        <Header
          description={text === null ? 'As the service answers.' : 'What may be changed; the rest comes from the types and the service.'}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {text === null ? <Button onClick={edit} disabled={Boolean(entity.syncSource)}>Edit</Button> : (
                <>
                  <Button variant="link" onClick={() => setText(null)}>Discard</Button>
                  <Button variant="primary" disabled={!isChanged || typeof after === 'string' || after === null} onClick={() => review(true)}>Review changes</Button>
                </>
              )}
            </SpaceBetween>
          }
        >JSON</Header>
      }
    >
      <SpaceBetween size="s">
        {typeof after === 'string' && <Alert type="error">{after}</Alert>}
        {text === null
          ? <JsonEditor value={formatJson(answer)} isReadOnly label="Entity as JSON" height="60vh" />
          : <JsonEditor value={text} onChange={setText} schema={ENTITY_SCHEMA} label="Entity as JSON, editable" height="60vh" />}
      </SpaceBetween>
      <Guard isChanged={isChanged} what="the entity’s JSON" />
      {isReviewing && after !== null && typeof after !== 'string' && <Review place={place} entity={entity} before={before} after={after} onClose={() => review(false)} onSaved={() => setText(null)} />}
    </Container>
  )
}

interface ReviewProps {
  readonly place: Place
  readonly entity: Entity
  readonly before: EntityDoc
  readonly after: EntityDoc
  readonly onClose: () => void
  readonly onSaved: () => void
}

function Review({ place, entity, before, after, onClose, onSaved }: ReviewProps): ReactNode {
  const { notify } = useConsole()
  const { input, lines, problem } = entityUpdate(before, after)
  const save = async () => {
    const saved = await updateEntity(place, { entityId: entity.entityId, ...input })
    const back = entityUpdate(docOf(saved), before)
    notify({ type: 'success', text: `“${saved.entityName}” is changed.`, undo: async () => { await updateEntity(place, { entityId: entity.entityId, ...back.input }) } })
    onSaved()
  }
  return (
    <Dialog title={`Change “${before.entityName}”?`} confirm="Save" isBlocked={problem !== null || lines.length === 0} onConfirm={save} onClose={onClose} size="large">
      {problem && <Alert type="error">{problem}</Alert>}
      {lines.length === 0 ? <Box>Nothing changes.</Box> : (
        <ul className="g-diff">
          {lines.map(({ sign, text }) => <li key={sign + text} data-sign={sign}><b aria-label={sign === '+' ? 'added' : sign === '−' ? 'removed' : 'changed'}>{sign}</b> {text}</li>)}
        </ul>
      )}
    </Dialog>
  )
}
