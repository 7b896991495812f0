// The axes in the corner as an element: the mouse clicks its balls, the keyboard has a button for each side.

import { useEffect, type MouseEvent, type RefObject } from 'react'
import type { Stage } from './stage'
import { drawCube, SIDES, sideAt } from './view-cube'

interface ViewCubeProps {
  readonly stage: Stage
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly isDark: boolean
}

export function ViewCube({ stage, canvas, isDark }: ViewCubeProps) {
  useEffect(() => {
    if (canvas.current) drawCube(canvas.current, stage.screen().camera, isDark)
  }, [canvas, stage, isDark])
  const click = (event: MouseEvent<HTMLCanvasElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    const side = sideAt(event.clientX - left, event.clientY - top, stage.screen().camera)
    if (side) stage.handle.lookFrom(side.direction)
  }
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events,
        jsx-a11y/no-static-element-interactions */}
      <canvas ref={canvas} className="gs-cube" onClick={click} aria-hidden="true" title="Look along an axis" />
      <fieldset className="gs-cube-keys" aria-label="Look along an axis">
        {SIDES.map(({ name, direction }) => (
          <button key={name} type="button" onClick={() => stage.handle.lookFrom(direction)}>{`View from the ${name}`}</button>
        ))}
      </fieldset>
    </>
  )
}
