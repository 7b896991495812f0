// One-click optimise: what should be done, how far it is, what came of it side by side, and where it goes.

import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { ErrorAlert } from '../../../kit/error-alert'
import { copyObject, isPreconditionFailed, type StoredObject, writeObject } from '../../../objects/bucket'
import { folderOf, nameOf, type ObjectName } from '../../../objects/uri'
import { makeInWorker } from '../../../optimise/client'
import { OPTIMISE_DEFAULTS, type OptimiseOptions, type Step } from '../../../optimise/options'
import type { Made } from '../../../optimise/work'
import { existing } from '../moves'
import { freeName } from '../uploads/plan'
import { readModelFile } from '../preview/model-file'
import { OptimiseFields } from './optimise-fields'
import { Figures } from './optimise-figures'

const ModelStage = lazy(async () => ({ default: (await import('../preview/model-stage')).ModelStage }))

export interface OptimiseDialogProps {
  readonly name: ObjectName
  readonly object: StoredObject
  readonly onStored: (key: string) => void
  readonly onClose: () => void
}

export function OptimiseDialog({ name, object, onStored, onClose }: OptimiseDialogProps): ReactNode {
  const { clients } = useConsole()
  const [options, setOptions] = useState<OptimiseOptions>(OPTIMISE_DEFAULTS)
  const [step, setStep] = useState<Step | null>(null)
  const [made, setMade] = useState<Made | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [saving, setSaving] = useState<'beside' | 'replace' | null>(null)
  const control = useRef<AbortController | null>(null)
  useEffect(() => () => control.current?.abort(), [])

  const run = async () => {
    const own = new AbortController()
    control.current = own
    setError(null)
    setMade(null)
    setStep({ label: 'Reading', done: 0 })
    try {
      const { bytes, files } = await readModelFile(clients, name, own.signal)
      setMade(await makeInWorker({ kind: 'optimise', bytes, files, options }, { signal: own.signal, onStep: setStep }))
    } catch (failure) {
      if (!own.signal.aborted) setError(failure)
    } finally {
      setStep(null)
    }
  }
  const save = async (how: 'beside' | 'replace') => {
    if (!made) return
    setSaving(how)
    setError(null)
    try {
      const key = how === 'replace' ? await replace() : await besideName(clients.s3, name)
      await writeObject(clients.s3, { bucket: name.bucket, key }, made.glb, how === 'replace' ? { ifMatch: object.etag } : { isNew: true })
      onStored(key)
      onClose()
    } catch (failure) {
      setError(isPreconditionFailed(failure) ? new Error('Somebody changed the model meanwhile. Close this, look at it again, and optimise the new one.') : failure)
      setSaving(null)
    }
  }
  /** Keeps the original as a copy first. */
  const replace = async () => {
    const folder = folderOf(name.key)
    const ending = /\.[^.]+$/.exec(name.key)?.[0] ?? ''
    const wanted = nameOf(name.key).replace(/\.[^.]+$/, `.original${ending}`)
    const taken = await existing(clients.s3, name.bucket, candidates(folder, wanted))
    await copyObject(clients.s3, name, { bucket: name.bucket, key: `${folder}${freeName(wanted, new Set(taken.map(nameOf)))}` }, object.etag)
    return name.key
  }
  const isGlb = /\.glb$/i.test(name.key)
  return (
    <Modal visible size="large" header={`Optimise “${nameOf(name.key)}”`} onDismiss={onClose} closeAriaLabel="Close" footer={<Footer {...{ step, made, saving, isGlb }} onRun={() => void run()} onStop={() => control.current?.abort()} onSave={(how) => void save(how)} onBack={() => setMade(null)} onClose={onClose} />}>
      <SpaceBetween size="l">
        {!made && <OptimiseFields options={options} onChange={setOptions} isDisabled={step !== null} />}
        {step && <ProgressBar value={Math.round(step.done * 100)} label={`${step.label}…`} ariaLabel="Optimising" />}
        {made?.before && <Figures before={made.before} after={made.after} />}
        {made && (
          <div className="lib-compare">
            <div><h3>Before</h3><Suspense><ModelStage name={name} etag={object.etag} height_px={240} /></Suspense></div>
            <div><h3>After</h3><Suspense><ModelStage name={name} etag={`${object.etag} optimised`} bytes={made.glb} height_px={240} /></Suspense></div>
          </div>
        )}
        {made && made.before && made.after.size_bytes >= made.before.size_bytes && <Alert type="info">There was nothing to gain: the model is as small as these settings make it.</Alert>}
        <ErrorAlert error={error} />
      </SpaceBetween>
    </Modal>
  )
}

async function besideName(s3: Parameters<typeof existing>[0], name: ObjectName): Promise<string> {
  const folder = folderOf(name.key)
  const wanted = `${nameOf(name.key).replace(/\.[^.]+$/, '')}.optimised.glb`
  const taken = await existing(s3, name.bucket, candidates(folder, wanted))
  return `${folder}${freeName(wanted, new Set(taken.map(nameOf)))}`
}

/** The first hundred names that `freeName` would try. */
function candidates(folder: string, wanted: string): readonly string[] {
  const taken = new Set<string>()
  for (let count = 0; count < 100; count += 1) taken.add(freeName(wanted, taken))
  return [...taken].map((it) => `${folder}${it}`)
}

interface FooterProps {
  readonly step: Step | null
  readonly made: Made | null
  readonly saving: 'beside' | 'replace' | null
  readonly isGlb: boolean
  readonly onRun: () => void
  readonly onStop: () => void
  readonly onSave: (how: 'beside' | 'replace') => void
  readonly onBack: () => void
  readonly onClose: () => void
}

function Footer({ step, made, saving, isGlb, onRun, onStop, onSave, onBack, onClose }: FooterProps): ReactNode {
  return (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        {made ? <Button variant="link" onClick={onBack}>Other settings</Button> : <Button variant="link" onClick={onClose}>Close</Button>}
        {step && <Button onClick={onStop}>Stop</Button>}
        {!made && <Button variant="primary" onClick={onRun} loading={step !== null}>Optimise</Button>}
        {made && isGlb && <Button onClick={() => onSave('replace')} loading={saving === 'replace'} disabled={saving === 'beside'}>Replace, and keep a copy of the original</Button>}
        {made && <Button variant="primary" onClick={() => onSave('beside')} loading={saving === 'beside'} disabled={saving === 'replace'}>Save beside the original</Button>}
      </SpaceBetween>
    </Box>
  )
}
