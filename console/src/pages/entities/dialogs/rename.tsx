// Another name or description for an entity, with its undo.

import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Textarea from '@cloudscape-design/components/textarea'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { keys } from '../../../kit/query'
import { getEntity, type Place, updateEntity } from '../operations'
import { treeOf } from '../tree/store'
import { Dialog } from './dialog'
import { descriptionProblem, entityNameProblem } from './names'

export function RenameEntity({ place, entityId, onClose }: { readonly place: Place; readonly entityId: string; readonly onClose: () => void }): ReactNode {
  const { notify } = useConsole()
  const query = useQuery({ queryKey: keys.entity(place.workspaceId, entityId), queryFn: () => getEntity(place, entityId) })
  const [typedName, setName] = useState<string | null>(null)
  const [typedDescription, setDescription] = useState<string | null>(null)
  const before = { name: query.data?.entityName ?? treeOf(place.clients, place.workspaceId).nameOf(entityId), description: query.data?.description ?? '' }
  const name = typedName ?? before.name
  const description = typedDescription ?? before.description
  const problems = { name: entityNameProblem(name), description: descriptionProblem(description) }
  const save = async () => {
    if (name === before.name && description === before.description) return
    await updateEntity(place, { entityId, entityName: name.trim(), description })
    notify({
      type: 'success', text: name === before.name ? `The description of “${name}” is changed.` : `“${before.name}” is now “${name.trim()}”.`,
      undo: async () => { await updateEntity(place, { entityId, entityName: before.name, description: before.description }) },
    })
  }
  return (
    <Dialog title="Rename entity" confirm="Save" onClose={onClose} onConfirm={save} isBlocked={problems.name !== null || problems.description !== null || !query.data}>
      <FormField label="Name" errorText={problems.name} constraintText="The id stays the same, so that bindings and scenes still find it.">
        <Input value={name} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label={<>Description <i>– optional</i></>} errorText={problems.description}>
        <Textarea value={description} onChange={({ detail }) => setDescription(detail.value)} rows={3} disabled={!query.data} />
      </FormField>
    </Dialog>
  )
}
