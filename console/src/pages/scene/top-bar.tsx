// The composer's top bar: where one is, whether it is saved, and what one does with the whole scene.

import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { useStore } from 'zustand'
import { describeError } from '../../kit/errors'
import { useConsole } from '../../kit/context'
import { paths } from '../../kit/paths'
import { useIntent } from '../../panels/actions'
import { agoWords } from '../../panels/binding/words'
import { useComposer, useEditor } from '../../panels/context'
import { IconButton, TextButton } from '../../panels/kit/controls'
import { Icon } from '../../panels/kit/icon'
import { AddMenu } from './add-menu'
import type { Saving } from './saving'
import { ShareButton } from './share'
import { ActionButton } from './toolbar'
import { showShortcuts } from './shortcuts'

export interface TopBarProps {
  readonly saving: Saving
  readonly isNarrow: boolean
  readonly openSides: { readonly left: boolean; readonly right: boolean }
  readonly onToggleSide: (side: 'left' | 'right') => void
  readonly onVersions: () => void
  readonly onProblems: () => void
  /** Models and pictures that cannot be shown. */
  readonly modelProblems: number
}

export function TopBar({
  saving,
  isNarrow,
  openSides,
  onToggleSide,
  onVersions,
  onProblems,
  modelProblems,
}: TopBarProps): ReactNode {
  const { workspaceId, sceneId } = useComposer()
  const navigate = useNavigate()
  const problems = useEditor((it) => it.problems.length) + modelProblems
  const { setTheme, theme } = useConsole()
  return (
    <header className="c-top">
      <IconButton
        icon="back"
        label="Back to the scenes"
        kind="quiet"
        onClick={() => void navigate(paths.scenes(workspaceId))}
      />
      <div className="c-title">
        <h1 title={sceneId}>{sceneId}</h1>
        <SavedState saving={saving} />
      </div>
      <IconButton
        icon="tree"
        label={openSides.left ? 'Fold the hierarchy' : 'Show the hierarchy'}
        isOn={openSides.left}
        kind="quiet"
        onClick={() => onToggleSide('left')}
      />
      <AddMenu />
      <ActionButton id="undo" icon="undo" />
      <ActionButton id="redo" icon="redo" />
      <span className="c-grow" />
      {problems > 0 && (
        <button
          type="button"
          className="c-button c-quiet c-warn"
          onClick={onProblems}
          title="What was wrong in the document, and what was done about it"
        >
          <Icon name="warning" />
          {problems}
        </button>
      )}
      {!isNarrow && (
        <IconButton
          icon={theme === 'dark' ? 'sun' : 'moon'}
          label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
          kind="quiet"
          onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
        />
      )}
      <IconButton icon="help" label="Keyboard shortcuts" keys="?" kind="quiet" onClick={showShortcuts} />
      <IconButton icon="history" label="Versions" kind="quiet" onClick={onVersions} />
      <ShareButton />
      <IconButton
        icon="play"
        label="View mode for operators"
        {...(isNarrow ? {} : { text: 'View' })}
        onClick={() => void navigate(`${paths.scene(workspaceId, sceneId)}/view`)}
      />
      <SaveButton saving={saving} />
      <IconButton
        icon="sliders"
        label={openSides.right ? 'Fold the inspector' : 'Show the inspector'}
        isOn={openSides.right}
        kind="quiet"
        onClick={() => onToggleSide('right')}
      />
    </header>
  )
}

function SaveButton({ saving }: { readonly saving: Saving }): ReactNode {
  const { notify } = useComposer()
  const isDirty = useEditor((it) => it.isDirty)
  const isReadOnly = useEditor((it) => it.isReadOnly)
  const isSaving = useStore(saving.store, (it) => it.isSaving)
  const save = useCallback(() => {
    void saving.save().then((isDone) => {
      const { error } = saving.store.getState()
      if (!isDone && error) notify(`Not saved: ${describeError(error).message}`, 'error')
    })
  }, [saving, notify])
  useIntent('save', save)
  return (
    <TextButton
      kind="primary"
      isDisabled={!isDirty || isSaving || isReadOnly}
      title="Save (Ctrl+S)"
      onClick={save}
    >
      {isSaving ? 'Saving…' : 'Save'}
    </TextButton>
  )
}

function SavedState({ saving }: { readonly saving: Saving }): ReactNode {
  const isDirty = useEditor((it) => it.isDirty)
  const isReadOnly = useEditor((it) => it.isReadOnly)
  const { isSaving, savedAt_ms, draftAt_ms, error } = useStore(saving.store)
  const [now_ms, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [])
  const words = isReadOnly
    ? 'Read only'
    : isSaving
      ? 'Saving…'
      : error
        ? 'Not saved'
        : isDirty
          ? draftAt_ms !== null
            ? 'Unsaved · draft kept in this browser'
            : 'Unsaved changes'
          : savedAt_ms === null
            ? 'Saved'
            : `Saved ${agoWords(savedAt_ms, Math.max(now_ms, savedAt_ms))}`
  return (
    <span
      className={`c-saved${error ? ' c-bad' : isDirty ? ' c-warn' : ''}`}
      role="status"
      title={error ? describeError(error).message : undefined}
    >
      {words}
    </span>
  )
}
