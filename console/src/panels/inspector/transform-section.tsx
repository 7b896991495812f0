// Where the selected nodes stand: position in metres, rotation in degrees, scale; typed, calculated or dragged.

import {
  IDENTITY,
  type SceneNode,
  setSnapToFloor,
  type Transform,
  transformNodes,
  type Vec3,
} from '@gemel/scene'
import { type ReactNode, useState } from 'react'
import { useRun } from '../context'
import { IconButton, Section, Switch } from '../kit/controls'
import { DEGREES, METRES } from '../kit/expression'
import { NumberField } from '../kit/number-field'
import { common } from './edit'

const AXES = ['x', 'y', 'z'] as const
const DEGREE = Math.PI / 180

export function TransformSection({ nodes }: { readonly nodes: readonly SceneNode[] }): ReactNode {
  const run = useRun()
  const [isEven, setEven] = useState(true)
  const ids = nodes.map((it) => it.id)
  const isFlat = nodes.every((it) =>
    it.components.some((component) => component.type === 'Tag' || component.type === 'Camera'),
  )
  const isOnFloor = common(nodes, (it) => it.snapToFloor)
  const set = (member: keyof Transform, axis: 0 | 1 | 2, value: number) => {
    const mergeKey = `inspector:${member}.${axis}:${ids.join()}`
    run(
      transformNodes(
        new Map(
          nodes.map((node) => [
            node.id,
            { [member]: changed(node.transform[member], axis, value, member === 'scale' && isEven) },
          ]),
        ),
        { mergeKey },
      ),
    )
  }
  const reset = (member: keyof Transform) =>
    run(transformNodes(new Map(ids.map((id) => [id, { [member]: IDENTITY[member] }]))))
  const canSnap = nodes.every((it) =>
    it.components.some((component) => component.type === 'ModelRef' || component.type === 'PlaneGeometry'),
  )
  return (
    <Section id="transform" title="Transform" icon="move">
      <Triple
        title="Position"
        nodes={nodes}
        member="position"
        unit="m"
        step={0.1}
        factors={METRES}
        locked={isOnFloor ? 1 : undefined}
        onChange={(axis, value) => set('position', axis, value)}
        onReset={() => reset('position')}
      />
      {!nodes.every((it) => it.components.some((component) => component.type === 'Tag')) && (
        <Triple
          title="Rotation"
          nodes={nodes}
          member="rotation"
          unit="°"
          step={1}
          factors={DEGREES}
          shown={1 / DEGREE}
          digits={2}
          onChange={(axis, value) => set('rotation', axis, value * DEGREE)}
          onReset={() => reset('rotation')}
        />
      )}
      {!isFlat && (
        <>
          <Triple
            title="Scale"
            nodes={nodes}
            member="scale"
            unit="×"
            step={0.1}
            onChange={(axis, value) => set('scale', axis, value)}
            onReset={() => reset('scale')}
          />
          <Switch label="Same scale on all axes" value={isEven} onChange={setEven} />
        </>
      )}
      {canSnap && (
        <Switch
          label="Snap to floor"
          value={isOnFloor}
          onChange={(value) => run(setSnapToFloor(ids, value))}
        />
      )}
    </Section>
  )
}

/** A vector with one part changed; evenly: the others by the same factor. */
export function changed(before: Vec3, axis: 0 | 1 | 2, value: number, isEven: boolean): Vec3 {
  const factor = before[axis] === 0 ? null : value / before[axis]
  if (isEven && factor !== null && value !== 0)
    return [before[0] * factor, before[1] * factor, before[2] * factor]
  return [axis === 0 ? value : before[0], axis === 1 ? value : before[1], axis === 2 ? value : before[2]]
}

interface TripleProps {
  readonly title: string
  readonly nodes: readonly SceneNode[]
  readonly member: keyof Transform
  readonly unit: string
  readonly step: number
  readonly factors?: Readonly<Record<string, number>>
  /** What one of the document's unit is in the unit that is shown. */
  readonly shown?: number
  readonly digits?: number
  readonly locked?: number | undefined
  readonly onChange: (axis: 0 | 1 | 2, value: number) => void
  readonly onReset: () => void
}

function Triple({
  title,
  nodes,
  member,
  unit,
  step,
  factors,
  shown = 1,
  digits = 3,
  locked,
  onChange,
  onReset,
}: TripleProps): ReactNode {
  const isDefault = nodes.every((it) =>
    it.transform[member].every((part, axis) => part === IDENTITY[member][axis]),
  )
  return (
    <div className="c-triple" role="group" aria-label={title}>
      <div className="c-triple-head">
        <span>{title}</span>
        <span className="c-unit">{unit}</span>
        <IconButton
          icon="reset"
          label={`Reset ${title.toLowerCase()}`}
          kind="quiet"
          isDisabled={isDefault}
          onClick={onReset}
        />
      </div>
      <div className="c-inline">
        {AXES.map((axis, i) => {
          const at = i as 0 | 1 | 2
          const value = common(nodes, (it) => it.transform[member][at])
          return (
            <NumberField
              key={axis}
              label={axis.toUpperCase()}
              name={`${title} ${axis.toUpperCase()}`}
              color={axis}
              value={value === null ? null : value * shown}
              step={step}
              digits={digits}
              {...(factors ? { factors } : {})}
              isDisabled={locked === at}
              onChange={(next) => onChange(at, next)}
            />
          )
        })}
      </div>
    </div>
  )
}
