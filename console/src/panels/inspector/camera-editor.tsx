// Saved views: lens, how near and far one sees, and taking over the present view.

import { type Camera, type CameraSettings, transformNodes } from '@gemel/scene'
import type { ReactNode } from 'react'
import { useComposer, useRun } from '../context'
import { Row, Select, TextButton } from '../kit/controls'
import { DEGREES, METRES } from '../kit/expression'
import { NumberField } from '../kit/number-field'
import { localOfPose, poseOf } from '../pose'
import { common, type Edited } from './edit'

/** Height of the film the focal lengths mean, millimetres. */
const FILM_MM = 24
const FOCAL_MM = [15, 20, 35, 45, 50, 60, 75] as const

export function fovOf(focal_mm: number): number {
  return (2 * Math.atan(FILM_MM / 2 / focal_mm) * 180) / Math.PI
}

export function focalOf(fov_deg: number): number {
  return FILM_MM / 2 / Math.tan((fov_deg * Math.PI) / 360)
}

export function CameraEditor({ component, all, nodes, change }: Edited<Camera>): ReactNode {
  const { handle, editor } = useComposer()
  const run = useRun()
  const { camera } = component
  const set = (member: keyof CameraSettings, value: number | string) =>
    change(`camera.${String(member)}`, (it) => ({ ...it, camera: { ...it.camera, [member]: value } }))
  const near = FOCAL_MM.find((mm) => Math.abs(focalOf(camera.fov) - mm) < 0.3)
  const [node] = nodes
  return (
    <>
      <div className="c-inline">
        <TextButton
          kind="primary"
          isDisabled={nodes.length !== 1}
          onClick={() => {
            const pose = handle()?.pose()
            if (pose && node)
              run(
                transformNodes(
                  new Map([[node.id, localOfPose(editor.store.getState().document, node, pose)]]),
                  { label: 'Set the view to what is seen' },
                ),
              )
          }}
        >
          Use current view
        </TextButton>
        <TextButton
          isDisabled={nodes.length !== 1}
          onClick={() => {
            if (node) handle()?.flyTo(poseOf(editor.store.getState().document, node), 700)
          }}
        >
          Look through it
        </TextButton>
      </div>
      <Row label="Kind">
        <Select
          label="Kind of camera"
          value={common(all, (it) => it.camera.cameraType)}
          options={[
            { value: 'Perspective', label: 'Perspective' },
            { value: 'Orthographic', label: 'Orthographic' },
          ]}
          onChange={(value) => set('cameraType', value)}
        />
      </Row>
      {camera.cameraType === 'Perspective' && (
        <Row label="Lens">
          <div className="c-inline">
            <Select
              label="Focal length"
              value={near === undefined ? `${Math.round(focalOf(camera.fov))} mm` : String(near)}
              options={FOCAL_MM.map((mm) => ({ value: String(mm), label: `${mm} mm` }))}
              onChange={(mm) => set('fov', Number(fovOf(Number(mm)).toFixed(2)))}
            />
            <NumberField
              label="View"
              unit="°"
              factors={DEGREES}
              min={10}
              max={170}
              step={1}
              digits={1}
              value={common(all, (it) => it.camera.fov)}
              onChange={(value) => set('fov', value)}
            />
          </div>
        </Row>
      )}
      <Row label="Sees">
        <div className="c-inline">
          <NumberField
            label="from"
            unit="m"
            factors={METRES}
            min={0.001}
            step={0.05}
            value={common(all, (it) => it.camera.near)}
            onChange={(value) => set('near', value)}
          />
          <NumberField
            label="to"
            unit="m"
            factors={METRES}
            min={0.1}
            step={10}
            value={common(all, (it) => it.camera.far)}
            onChange={(value) => set('far', value)}
          />
        </div>
      </Row>
      <Row label="Zoom">
        <NumberField
          label="×"
          name="Zoom"
          min={0.1}
          max={20}
          value={common(all, (it) => it.camera.zoom)}
          onChange={(value) => set('zoom', value)}
        />
      </Row>
    </>
  )
}
