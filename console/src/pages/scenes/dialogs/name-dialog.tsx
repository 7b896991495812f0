// Another name, and another description.

import Alert from '@cloudscape-design/components/alert'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Textarea from '@cloudscape-design/components/textarea'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { Dialog } from '../../library/dialogs/frame'
import type { SceneRow } from '../data'
import { describeScene, duplicateScene, renameScene } from '../operations'
import { freeSceneId, sceneIdProblem } from '../scene-id'

export interface NameDialogProps {
  readonly workspaceId: string
  readonly row: SceneRow
  readonly taken: readonly string[]
  readonly onDone: (text: string) => void
  readonly onClose: () => void
}

export function DuplicateDialog({ workspaceId, row, taken, onDone, onClose }: NameDialogProps): ReactNode {
  const { clients } = useConsole()
  const used = new Set(taken)
  const [id, setId] = useState(freeSceneId(`${row.sceneId}-copy`, used))
  const problem = sceneIdProblem(id, used)
  const run = async () => {
    await duplicateScene(clients, workspaceId, row.sceneId, id)
    onDone(`“${row.sceneId}” is copied to “${id}”.`)
  }
  return (
    <Dialog title={`Duplicate “${row.sceneId}”`} action="Duplicate" isReady={problem === null} onRun={run} onClose={onClose}>
      <FormField label="Name of the copy" errorText={problem ?? ''}><Input value={id} onChange={({ detail }) => setId(detail.value)} spellcheck={false} /></FormField>
    </Dialog>
  )
}

export function RenameDialog({ workspaceId, row, taken, onDone, onClose }: NameDialogProps): ReactNode {
  const { clients } = useConsole()
  const used = new Set(taken.filter((it) => it !== row.sceneId))
  const [id, setId] = useState(row.sceneId)
  const problem = sceneIdProblem(id, used)
  const run = async () => {
    await renameScene(clients, workspaceId, row.sceneId, id)
    onDone(`“${row.sceneId}” is now “${id}”. The old one is among the deleted scenes.`)
  }
  return (
    <Dialog title={`Rename “${row.sceneId}”`} action="Rename" isReady={problem === null && id !== row.sceneId} onRun={run} onClose={onClose}>
      <FormField label="New name" errorText={problem ?? ''}><Input value={id} onChange={({ detail }) => setId(detail.value)} spellcheck={false} /></FormField>
      <Alert type="info">
        The name of a scene is its id, which never changes: the scene is copied under the new name, and the old one is deleted. Links to the
        old name and dashboards that show it must be changed. Versions stay with the old scene, which can be brought back for thirty days.
      </Alert>
    </Dialog>
  )
}

export function DescribeDialog({ workspaceId, row, onDone, onClose }: NameDialogProps): ReactNode {
  const { clients } = useConsole()
  const [text, setText] = useState(row.description)
  const run = async () => {
    await describeScene(clients, workspaceId, row.sceneId, text)
    onDone(`The description of “${row.sceneId}” is changed.`)
  }
  return (
    <Dialog title={`Description of “${row.sceneId}”`} action="Save" isReady={text !== row.description} onRun={run} onClose={onClose}>
      <FormField label="Description" errorText={text.length > 2048 ? 'Up to 2,048 characters.' : ''}><Textarea value={text} onChange={({ detail }) => setText(detail.value)} rows={4} /></FormField>
    </Dialog>
  )
}
