// A new entity: its name, and what else one may say already.

import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Textarea from '@cloudscape-design/components/textarea'
import { type ReactNode, useState } from 'react'
import { EntityPicker } from '../../../component-form/entity-picker'
import { createEntity, type Entity, type Place } from '../operations'
import { ROOT } from '../tree/model'
import { Dialog } from './dialog'
import { descriptionProblem, entityIdProblem, entityNameProblem, idFromName } from './names'

export interface CreateEntityProps {
  readonly place: Place
  readonly parentId: string
  readonly onCreated: (entity: Entity) => void
  readonly onClose: () => void
}

export const TOP_LEVEL = { value: ROOT, label: 'Top level', description: 'Not below another entity' }

export function CreateEntity({ place, parentId, onCreated, onClose }: CreateEntityProps): ReactNode {
  const [name, setName] = useState('')
  const [id, setId] = useState('')
  const [description, setDescription] = useState('')
  const [parent, setParent] = useState(parentId)
  const [isTried, setTried] = useState(false)
  const problems = { name: entityNameProblem(name), id: entityIdProblem(id), description: descriptionProblem(description), parent: parent === '' ? 'Choose where it belongs.' : null }
  const isGood = Object.values(problems).every((it) => it === null)
  return (
    <Dialog
      title="Create entity" confirm="Create" onClose={onClose} isBlocked={isTried && !isGood}
      onConfirm={async () => {
        setTried(true)
        if (!isGood) throw new Error('Something above is not right yet.')
        onCreated(await createEntity(place, {
          entityName: name.trim(), parentEntityId: parent, ...(id === '' ? {} : { entityId: id }), ...(description === '' ? {} : { description }),
        }))
      }}
    >
      <FormField label="Name" errorText={isTried || name.length > 256 ? problems.name : null}>
        <Input value={name} onChange={({ detail }) => setName(detail.value)} placeholder="Mixer 3" ariaRequired />
      </FormField>
      <FormField
        label={<>ID <i>– optional</i></>} errorText={problems.id}
        constraintText={`Cannot be changed later. Left empty, a random one is made.${id === '' && idFromName(name).length > 1 ? ` Press Tab in an empty field to take “${idFromName(name)}”.` : ''}`}
      >
        <Input
          value={id} onChange={({ detail }) => setId(detail.value)} placeholder={idFromName(name) || 'mixer-3'} spellcheck={false}
          onKeyDown={({ detail }) => { if (detail.key === 'Tab' && !detail.shiftKey && id === '' && idFromName(name).length > 1) setId(idFromName(name)) }}
        />
      </FormField>
      <FormField label="Parent" errorText={isTried ? problems.parent : null}>
        <EntityPicker value={parent} onChange={setParent} extra={[TOP_LEVEL]} ariaLabel="Parent" />
      </FormField>
      <FormField label={<>Description <i>– optional</i></>} errorText={problems.description}>
        <Textarea value={description} onChange={({ detail }) => setDescription(detail.value)} rows={3} />
      </FormField>
    </Dialog>
  )
}
