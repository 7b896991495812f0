// Somebody else saved in the meantime: shows what they changed, and merges, forks, or overwrites knowingly.

import { type Conflict, diffScenes, mergeScenes, parseScene, printScene, replaceDocument } from '@gemel/scene'
import { type ReactNode, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { useStore } from 'zustand'
import { describeError } from '../../kit/errors'
import { paths } from '../../kit/paths'
import type { SceneConflict } from '../../objects/scene-file'
import { useComposer } from '../../panels/context'
import { TextButton, TextField } from '../../panels/kit/controls'
import { Dialog } from './dialog'
import { DiffList } from './diff-list'
import { forkScene, whyNotSceneId } from './fork'
import type { Saving } from './saving'

export function ConflictDialog({ saving }: { readonly saving: Saving }): ReactNode {
  const conflict = useStore(saving.store, (it) => it.conflict)
  return conflict ? <Open conflict={conflict} saving={saving} /> : null
}

function Open({
  conflict,
  saving,
}: {
  readonly conflict: SceneConflict
  readonly saving: Saving
}): ReactNode {
  const { editor, notify } = useComposer()
  const { stored } = conflict
  const [isForking, setForking] = useState(stored === null)
  const [prefer, setPrefer] = useState<'mine' | 'theirs'>('mine')
  const [isSure, setSure] = useState(false)
  const plan = useMemo(() => {
    if (!stored) return null
    const base = parseScene(saving.base).document
    const theirs = parseScene(stored.text).document
    return {
      theirs,
      diff: diffScenes(base, theirs),
      merged: mergeScenes(base, editor.store.getState().document, theirs, { prefer }),
    }
  }, [stored, saving, editor, prefer])
  const finish = (isDone: boolean, words: string) => {
    if (isDone) notify(words, 'success')
  }
  if (isForking || !stored || !plan)
    return <Fork saving={saving} isDeleted={stored === null} onClose={saving.closeConflict} />
  const merge = () => {
    editor.run(replaceDocument(plan.merged.document, 'Merge with what was saved'))
    saving.acceptStored(stored.text, stored.etag)
    void saving
      .save('Merged')
      .then((isDone) => finish(isDone, 'Both changes are in the scene now, and saved'))
  }
  const overwrite = () => {
    saving.acceptStored(stored.text, stored.etag)
    void saving
      .save('Saved over another change')
      .then((isDone) => finish(isDone, 'Saved. Their version stays in the list of versions'))
  }
  return (
    <Dialog
      title="Somebody else saved this scene"
      width_px={640}
      onClose={saving.closeConflict}
      footer={
        <>
          <TextButton kind="quiet" onClick={() => setForking(true)}>
            Save mine as a copy…
          </TextButton>
          {isSure ? (
            <TextButton kind="danger" onClick={overwrite}>
              Yes, save mine over theirs
            </TextButton>
          ) : (
            <TextButton kind="quiet" onClick={() => setSure(true)}>
              Overwrite theirs…
            </TextButton>
          )}
          <span className="c-grow" />
          <TextButton onClick={saving.closeConflict}>Keep editing</TextButton>
          <TextButton kind="primary" onClick={merge}>
            Merge and save
          </TextButton>
        </>
      }
    >
      <p>
        {stored.savedBy ? <b>{nameOfArn(stored.savedBy)}</b> : 'Somebody'} saved at{' '}
        {stored.modified_at.toLocaleTimeString()}. Nothing of yours is lost, and nothing was overwritten. They
        changed:
      </p>
      <DiffList diff={plan.diff} />
      {plan.merged.conflicts.length > 0 ? (
        <Conflicts conflicts={plan.merged.conflicts} prefer={prefer} onPrefer={setPrefer} />
      ) : (
        <p className="c-good">You changed other things, so both go together.</p>
      )}
    </Dialog>
  )
}

function Conflicts({
  conflicts,
  prefer,
  onPrefer,
}: {
  readonly conflicts: readonly Conflict[]
  readonly prefer: 'mine' | 'theirs'
  readonly onPrefer: (it: 'mine' | 'theirs') => void
}): ReactNode {
  return (
    <div className="c-note c-caution">
      <b>Both of you changed the same {conflicts.length === 1 ? 'thing' : `${conflicts.length} things`}:</b>
      <ul>
        {conflicts.slice(0, 12).map((it) => (
          <li key={`${it.where} ${it.what}`}>
            {it.where}: {it.what} <span className="c-mono">{short(it.mine)}</span> (yours),{' '}
            <span className="c-mono">{short(it.theirs)}</span> (theirs)
          </li>
        ))}
      </ul>
      <div className="c-inline" role="radiogroup" aria-label="Whose change to keep">
        <label className="c-switch">
          <input
            type="radio"
            name="prefer"
            checked={prefer === 'mine'}
            onChange={() => onPrefer('mine')}
            style={{ appearance: 'auto', background: 'none', inlineSize: 'auto', blockSize: 'auto' }}
          />
          <span>Keep mine there</span>
        </label>
        <label className="c-switch">
          <input
            type="radio"
            name="prefer"
            checked={prefer === 'theirs'}
            onChange={() => onPrefer('theirs')}
            style={{ appearance: 'auto', background: 'none', inlineSize: 'auto', blockSize: 'auto' }}
          />
          <span>Keep theirs there</span>
        </label>
      </div>
    </div>
  )
}

function Fork({
  saving,
  isDeleted,
  onClose,
}: {
  readonly saving: Saving
  readonly isDeleted: boolean
  readonly onClose: () => void
}): ReactNode {
  const { editor, clients, workspaceId, sceneId } = useComposer()
  const navigate = useNavigate()
  const [name, setName] = useState(`${sceneId}-copy`)
  const [error, setError] = useState<unknown>(null)
  const why = whyNotSceneId(name)
  const fork = async () => {
    try {
      await forkScene(clients, workspaceId, name, saving.file, printScene(editor.store.getState().document))
      // What was changed lives in the copy now; leaving asks nothing.
      editor.saved()
      saving.dropDraft()
      onClose()
      void navigate(paths.scene(workspaceId, name))
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <Dialog
      title="Save yours as a copy"
      width_px={440}
      onClose={onClose}
      footer={
        <>
          <TextButton onClick={onClose}>Cancel</TextButton>
          <TextButton kind="primary" isDisabled={why !== null} onClick={() => void fork()}>
            Save the copy
          </TextButton>
        </>
      }
    >
      {isDeleted && (
        <p>The document of this scene was deleted while you worked on it. Save yours under another name.</p>
      )}
      <TextField label="Name of the copy" isEager value={name} onChange={setName} autoFocus />
      {why && <p className="c-hint c-bad">{why}</p>}
      {error ? <p className="c-bad">{describeError(error).message}</p> : null}
    </Dialog>
  )
}

function short(value: unknown): string {
  const text = value === undefined ? 'none' : JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 38)}…` : text
}

export function nameOfArn(arn: string): string {
  return arn.split(/[/:]/).at(-1) ?? arn
}
