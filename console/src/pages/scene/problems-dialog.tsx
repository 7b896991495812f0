// What was wrong in the document or with its models, and what was done about it.

import type { Problem } from '@gemel/scene'
import type { ReactNode } from 'react'
import { useComposer, useEditor } from '../../panels/context'
import { TextButton } from '../../panels/kit/controls'
import { Icon } from '../../panels/kit/icon'
import { Dialog } from './dialog'

export function ProblemsDialog({
  modelProblems,
  onClose,
}: {
  readonly modelProblems: readonly Problem[]
  readonly onClose: () => void
}): ReactNode {
  const { editor, handle } = useComposer()
  const problems = useEditor((it) => it.problems)
  const all = [...problems, ...modelProblems]
  return (
    <Dialog
      title={`${all.length} ${all.length === 1 ? 'problem' : 'problems'} in this scene`}
      onClose={onClose}
    >
      <p className="c-hint">What could not be understood is kept as it is, and saved again.</p>
      <ul className="c-list">
        {all.map((it) => (
          <li key={it.pointer + it.message}>
            <span className={it.severity === 'error' ? 'c-bad' : 'c-warn'}>
              <Icon name={it.severity === 'error' ? 'error' : 'warning'} />
            </span>
            <span className="c-grow">
              {it.message}
              <small className="c-mono c-quiet-text"> {it.pointer}</small>
            </span>
            {it.nodeId && (
              <TextButton
                onClick={() => {
                  if (it.nodeId) {
                    editor.select([it.nodeId])
                    handle()?.frame([it.nodeId])
                  }
                  onClose()
                }}
              >
                Show
              </TextButton>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
