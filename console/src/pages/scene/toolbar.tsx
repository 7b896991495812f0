// The floating toolbar of the picture: tools, how one looks, snapping, and what the next click places.

import { actionOf } from '@gemel/scene'
import type { ReactNode } from 'react'
import { contextOf } from '../../panels/actions'
import { useComposer, useEditor } from '../../panels/context'
import { keysOf } from '../../panels/hierarchy/node-menu'
import { IconButton, TextButton } from '../../panels/kit/controls'
import type { IconName } from '../../panels/kit/icon'

const GROUPS: readonly (readonly (readonly [id: string, icon: IconName])[])[] = [
  [
    ['tool-select', 'cursor'],
    ['tool-translate', 'move'],
    ['tool-rotate', 'rotate'],
    ['tool-scale', 'scale'],
  ],
  [
    ['toggle-space', 'cube'],
    ['toggle-snapping', 'magnet'],
  ],
  [
    ['camera-orbit', 'orbit'],
    ['camera-pan', 'pan'],
    ['camera-walk', 'walk'],
    ['frame-all', 'frame'],
  ],
]

export function Toolbar({ isView }: { readonly isView: boolean }): ReactNode {
  const groups = isView ? GROUPS.slice(2) : GROUPS
  return (
    <div className="c-floating" role="toolbar" aria-label="Tools">
      {groups.map((ids) => (
        <div key={ids[0]?.[0]} className="c-floating-group">
          {ids.map(([id, icon]) => (
            <ActionButton key={id} id={id} icon={icon} />
          ))}
        </div>
      ))}
    </div>
  )
}

/** A button that is an action: its label, its keys, whether it is on or can be used. */
export function ActionButton({
  id,
  icon,
  kind = 'quiet',
}: {
  readonly id: string
  readonly icon: IconName
  readonly kind?: 'plain' | 'quiet'
}): ReactNode {
  const composer = useComposer()
  const action = actionOf(id)
  const isEnabled = useEditor((it) => action?.isEnabled(it) ?? false)
  const isOn = useEditor((it) => action?.isOn?.(it))
  const label = useEditor((it) => action?.labelNow?.(it) ?? action?.label ?? id)
  return (
    <IconButton
      icon={icon}
      label={label}
      keys={keysOf(action)}
      kind={kind}
      isDisabled={!isEnabled}
      {...(isOn === undefined ? {} : { isOn })}
      onClick={() => action?.run(contextOf(composer))}
    />
  )
}

/** Says that the next click places something, and how to stop. */
export function PlacementBar(): ReactNode {
  const { editor } = useComposer()
  const placement = useEditor((it) => it.placement)
  if (placement === null) return null
  return (
    <div className="c-placement" role="status">
      <span>
        Click where <b>{placement.label.charAt(0).toLowerCase() + placement.label.slice(1)}</b> shall stand; it lands on the surface under the
        pointer.
      </span>
      <TextButton onClick={() => editor.set({ placement: null })}>Cancel (Esc)</TextButton>
    </div>
  )
}
