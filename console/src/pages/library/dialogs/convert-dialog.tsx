// OBJ and STL, which scenes cannot show, turned into GLB: in which unit, and which way is up.

import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import Select from '@cloudscape-design/components/select'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { makeInWorker } from '../../../optimise/client'
import type { MeshOptions } from '../../../optimise/mesh-data'
import type { Bytes } from '../../../optimise/work'
import type { Dropped } from '../uploads/dropped'
import { Dialog } from './frame'

const UNITS = [
  { value: '0.001', label: 'Millimetres' }, { value: '0.01', label: 'Centimetres' }, { value: '1', label: 'Metres' },
  { value: '0.0254', label: 'Inches' }, { value: '0.3048', label: 'Feet' },
]
const AXES = [
  { value: 'z', label: 'Z is up', description: 'Most CAD programs' },
  { value: 'y', label: 'Y is up', description: 'Most 3D and game programs' },
]

export interface ConvertDialogProps {
  /** The OBJ and STL files. */
  readonly models: readonly Dropped[]
  /** All that came with them: materials and pictures are among them. */
  readonly beside: readonly Dropped[]
  /** The files to be stored in place of the models. */
  readonly onDone: (files: readonly Dropped[]) => Promise<void>
  readonly onClose: () => void
}

export function ConvertDialog({ models, beside, onDone, onClose }: ConvertDialogProps): ReactNode {
  const hasStl = models.some((it) => /\.stl$/i.test(it.path))
  // STL has no units; nearly all of it is in millimetres and of CAD.
  const [unit, setUnit] = useState(hasStl ? '0.001' : '1')
  const [up, setUp] = useState<MeshOptions['up']>(hasStl ? 'z' : 'y')
  const [keepsOriginal, setKeepsOriginal] = useState(false)
  const [progress, setProgress] = useState<number | null>(null)
  const control = useRef(new AbortController())
  useEffect(() => {
    const own = new AbortController()
    control.current = own
    return () => own.abort()
  }, [])
  const run = async () => {
    const options = { unit_m: Number(unit), up }
    const made: Dropped[] = []
    for (const [index, model] of models.entries()) {
      setProgress((index / models.length) * 100)
      made.push(await convert(model, beside, options, control.current.signal, (done) => setProgress(((index + done) / models.length) * 100)))
      if (keepsOriginal) made.push(model)
    }
    await onDone(made)
  }
  const what = models.length === 1 ? `“${models[0]?.file.name}”` : `${models.length} models`
  return (
    <Dialog title={`Convert ${what} to GLB`} action={models.length === 1 ? 'Convert' : `Convert ${models.length}`} onRun={run} onClose={onClose}>
      <Box>Scenes show glTF models. OBJ and STL files are turned into GLB here in your browser, with their colours where they have some.</Box>
      <ColumnLayout columns={2}>
        <FormField label="Unit of the file" description="Scenes are in metres.">
          <Select selectedOption={UNITS.find((it) => it.value === unit) ?? null} options={UNITS} onChange={({ detail }) => setUnit(detail.selectedOption.value ?? '1')} ariaLabel="Unit of the file" />
        </FormField>
        <FormField label="Which way is up" description="In scenes, Y is up.">
          <Select selectedOption={AXES.find((it) => it.value === up) ?? null} options={AXES} onChange={({ detail }) => setUp(detail.selectedOption.value === 'y' ? 'y' : 'z')} ariaLabel="Which way is up" />
        </FormField>
      </ColumnLayout>
      <Checkbox checked={keepsOriginal} onChange={({ detail }) => setKeepsOriginal(detail.checked)}>Keep the original file too</Checkbox>
      {progress !== null && <ProgressBar value={progress} label="Converting" />}
    </Dialog>
  )
}

async function convert(model: Dropped, beside: readonly Dropped[], options: MeshOptions, signal: AbortSignal, onDone: (done: number) => void): Promise<Dropped> {
  const folder = model.path.slice(0, model.path.lastIndexOf('/') + 1)
  const files = new Map<string, Bytes>()
  for (const { path, file } of beside) {
    if (path.startsWith(folder) && /\.(mtl|png|jpe?g)$/i.test(path)) files.set(path.slice(folder.length), new Uint8Array(await file.arrayBuffer()))
  }
  const bytes = new Uint8Array(await model.file.arrayBuffer())
  const name = model.file.name.replace(/\.[^.]+$/, '')
  const format = /\.stl$/i.test(model.path) ? 'stl' : 'obj'
  try {
    const { glb } = await makeInWorker({ kind: 'convert', format, name, bytes, files, options }, { signal, onStep: (it) => onDone(it.done) })
    return { path: `${folder}${name}.glb`, file: new File([glb], `${name}.glb`, { type: 'model/gltf-binary' }) }
  } catch (error) {
    throw new Error(`${model.file.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
