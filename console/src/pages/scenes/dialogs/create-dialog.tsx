// A new scene: its name, and what it begins with.

import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FileUpload from '@cloudscape-design/components/file-upload'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import Textarea from '@cloudscape-design/components/textarea'
import Tiles from '@cloudscape-design/components/tiles'
import { parseScene, printScene, type Problem } from '@gemel/scene'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { Dialog } from '../../library/dialogs/frame'
import { createScene, duplicateScene } from '../operations'
import { freeSceneId, sceneIdFrom, sceneIdProblem } from '../scene-id'
import { TEMPLATES } from '../templates'

export interface CreateDialogProps {
  readonly workspaceId: string
  readonly taken: readonly string[]
  /** Begins with a file to import. */
  readonly isImport: boolean
  readonly onDone: (sceneId: string, isImported: boolean) => void
  readonly onClose: () => void
}

interface Imported {
  readonly file: File
  readonly text: string
  readonly problems: readonly Problem[]
  /** It cannot be used at all. */
  readonly isBroken: boolean
}

export function CreateDialog({ workspaceId, taken, isImport, onDone, onClose }: CreateDialogProps): ReactNode {
  const { clients } = useConsole()
  const used = new Set(taken)
  const [id, setId] = useState('')
  const [description, setDescription] = useState('')
  const [begin, setBegin] = useState(isImport ? 'file' : 'blank')
  const [source, setSource] = useState<string | null>(null)
  const [imported, setImported] = useState<Imported | null>(null)
  const [proposed, setProposed] = useState('')
  const problem = sceneIdProblem(id, used)
  const isReady = problem === null && (begin !== 'copy' || source !== null) && (begin !== 'file' || (imported !== null && !imported.isBroken))
  const run = async () => {
    if (begin === 'copy' && source !== null) await duplicateScene(clients, workspaceId, source, id, description)
    else {
      const text = begin === 'file' ? imported?.text : printScene((TEMPLATES.find((it) => it.id === begin) ?? TEMPLATES[0])?.make() ?? parseScene('{}').document)
      await createScene(clients, { workspaceId, sceneId: id, description, text: text ?? '', comment: begin === 'file' ? `Imported from ${imported?.file.name ?? 'a file'}` : 'Created' })
    }
    onDone(id, begin === 'file')
  }
  const choose = async (file: File | undefined) => {
    if (!file) {
      setImported(null)
      return
    }
    setImported(await readImported(file))
    const name = freeSceneId(sceneIdFrom(file.name.replace(/\.json$/i, '').replace(/\.scene$/i, '')), used)
    // A name that was typed stays; one that was proposed follows the file.
    if (id === '' || id === proposed) setId(name)
    setProposed(name)
  }
  return (
    <Dialog title={isImport ? 'Import a scene' : 'Create a scene'} action={isImport ? 'Import' : 'Create'} isReady={isReady} onRun={run} onClose={onClose} size={isImport ? 'medium' : 'large'}>
      {isImport && <ImportField imported={imported} onChoose={(it) => void choose(it)} />}
      <FormField label="Name" constraintText="Letters, digits, “_” and “-”. It is the scene’s id and is part of links." errorText={id === '' ? '' : (problem ?? '')}>
        <Input value={id} onChange={({ detail }) => setId(detail.value)} placeholder="packing-line-2" spellcheck={false} />
      </FormField>
      <FormField label={<span>Description <i>– optional</i></span>}>
        <Textarea value={description} onChange={({ detail }) => setDescription(detail.value)} rows={2} placeholder="What it shows, and for whom" />
      </FormField>
      {!isImport && (
        <FormField label="Begin with" stretch>
          <Tiles
            value={begin} onChange={({ detail }) => setBegin(detail.value)} columns={4} ariaLabel="Begin with"
            items={[...TEMPLATES.map((it) => ({ value: it.id, label: it.label, description: it.description })), ...(taken.length > 0 ? [{ value: 'copy', label: 'Copy of a scene', description: 'Everything another scene has.' }] : [])]}
          />
        </FormField>
      )}
      {begin === 'copy' && (
        <FormField label="Which scene">
          <Select selectedOption={source === null ? null : { value: source }} options={taken.map((value) => ({ value }))} filteringType="auto" placeholder="Choose a scene" onChange={({ detail }) => setSource(detail.selectedOption.value ?? null)} ariaLabel="Which scene" />
        </FormField>
      )}
    </Dialog>
  )
}

function ImportField({ imported, onChoose }: { readonly imported: Imported | null; readonly onChoose: (file: File | undefined) => void }): ReactNode {
  const problems = imported?.problems ?? []
  return (
    <div className="sc-import">
      <FormField label="Scene document" description="A JSON file as AWS IoT TwinMaker, the App Kit composer and Gemel write it.">
        <FileUpload
          value={imported ? [imported.file] : []} onChange={({ detail }) => onChoose(detail.value[0])} accept=".json,application/json" showFileSize
          i18nStrings={{ uploadButtonText: () => 'Choose file', dropzoneText: () => 'Drop the file here', removeFileAriaLabel: () => 'Remove file', limitShowFewer: 'Fewer', limitShowMore: 'More', errorIconAriaLabel: 'Error' }}
        />
      </FormField>
      {imported?.isBroken && <Alert type="error" header="This is no scene that can be opened">{problems[0]?.message ?? 'The file is not JSON.'}</Alert>}
      {imported && !imported.isBroken && problems.length === 0 && <Alert type="success">The document is in order.</Alert>}
      {imported && !imported.isBroken && problems.length > 0 && (
        <Alert type="warning" header={problems.length === 1 ? 'One thing is wrong in the document' : `${problems.length} things are wrong in the document`}>
          It is imported as it is; what is wrong is kept and shown in the composer.
          <ExpandableSection headerText="What is wrong">
            <ul style={{ margin: 0, paddingLeft: 18 }}>
              {problems.slice(0, 30).map((it) => <li key={`${it.pointer} ${it.message}`}>{it.message} <Box variant="code">{it.pointer || '/'}</Box></li>)}
            </ul>
          </ExpandableSection>
        </Alert>
      )}
    </div>
  )
}

async function readImported(file: File): Promise<Imported> {
  const text = await file.text()
  const { problems, isReadOnly } = parseScene(text)
  return { file, text, problems, isBroken: isReadOnly }
}
