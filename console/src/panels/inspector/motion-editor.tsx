// Motion indicators: shape, arrows, speed and colours, fixed or by rules.

import { type MotionBinding, type MotionIndicator, resolveBinding, templateOf } from '@gemel/scene'
import type { ReactNode } from 'react'
import { BindingPicker } from '../binding/binding-picker'
import { useEditor } from '../context'
import { ColorField } from '../kit/color-field'
import { Row, Section, Select } from '../kit/controls'
import { NumberField } from '../kit/number-field'
import { common, type Edited, withMembers } from './edit'
import { RuleSelect } from './rule-select'

type Slot = keyof MotionIndicator['valueDataBindings']
type Config = MotionIndicator['config']

const SHAPES = [
  { value: 'LinearPlane', label: 'Flat band' },
  { value: 'LinearCylinder', label: 'Tube' },
  { value: 'CircularCylinder', label: 'Ring' },
] as const

export function MotionEditor({ component, all, near, change }: Edited<MotionIndicator>): ReactNode {
  const { config } = component
  const set = (member: keyof Config, value: Config[keyof Config] | undefined) =>
    change(`config.${member}`, (it) => ({ ...it, config: withMembers(it.config, { [member]: value }) }))
  const range = (
    member: 'numOfRepeatInY' | 'backgroundColorOpacity' | 'defaultSpeed',
    title: string,
    max: number,
    step: number,
  ) => (
    <div className="c-inline">
      <input
        className="c-range"
        type="range"
        aria-label={title}
        min={0}
        max={max}
        step={step}
        value={Number(config[member] ?? 0)}
        onChange={(event) => set(member, event.target.valueAsNumber)}
      />
      <NumberField
        label=""
        name={title}
        min={0}
        step={step}
        value={common(all, (it) => Number(it.config[member] ?? 0))}
        onChange={(value) => set(member, value)}
      />
    </div>
  )
  const rule = (slot: Slot, use: 'number' | 'color') => (
    <Bound slot={slot} use={use} component={component} near={near} change={change} />
  )
  return (
    <>
      <Row label="Shape">
        <Select
          label="Shape"
          value={common(all, (it) => it.shape)}
          options={SHAPES}
          onChange={(shape) => change('shape', (it) => ({ ...it, shape }))}
        />
      </Row>
      <Row label="Arrows">{range('numOfRepeatInY', 'Number of arrows', 10, 1)}</Row>
      <Section id="motion.speed" title="Speed">
        <Row label="Fixed" hint="Used while no rule gives a number.">
          {range('defaultSpeed', 'Speed', 10, 0.1)}
        </Row>
        {rule('speed', 'number')}
      </Section>
      <Section id="motion.foreground" title="Arrow colour">
        <Row label="Fixed">
          <ColorField
            label="Colour of the arrows"
            value={common(all, (it) => it.config.defaultForegroundColor)}
            onChange={(value) => set('defaultForegroundColor', value)}
            onClear={() => set('defaultForegroundColor', undefined)}
          />
        </Row>
        {rule('foregroundColor', 'color')}
      </Section>
      <Section id="motion.background" title="Background">
        <Row label="Fixed">
          <ColorField
            label="Colour behind the arrows"
            value={common(all, (it) => it.config.defaultBackgroundColor)}
            onChange={(value) => set('defaultBackgroundColor', value)}
            onClear={() => set('defaultBackgroundColor', undefined)}
          />
        </Row>
        <Row label="Opacity">{range('backgroundColorOpacity', 'Opacity of the background', 1, 0.05)}</Row>
        {rule('backgroundColor', 'color')}
      </Section>
    </>
  )
}

function Bound({
  slot,
  use,
  component,
  near,
  change,
}: Pick<Edited<MotionIndicator>, 'component' | 'near' | 'change'> & {
  readonly slot: Slot
  readonly use: 'number' | 'color'
}): ReactNode {
  const document = useEditor((it) => it.document)
  const bound = component.valueDataBindings[slot]
  const set = (changes: Partial<Record<keyof MotionBinding, unknown>>) =>
    change(`bound.${slot}`, (it) => {
      const next = withMembers(it.valueDataBindings[slot] ?? {}, changes)
      return {
        ...it,
        valueDataBindings: withMembers(it.valueDataBindings, {
          [slot]: Object.keys(next).length > 0 ? next : undefined,
        }),
      }
    })
  return (
    <>
      <Row isWide label="Value">
        <BindingPicker
          label={`Property of ${slot}`}
          binding={bound?.valueDataBinding}
          near={near}
          onChange={(binding) => set({ valueDataBinding: binding })}
        />
      </Row>
      <Row isWide label="Rule">
        <RuleSelect
          label={`Rule of ${slot}`}
          use={use}
          value={bound?.ruleBasedMapId ?? ''}
          propertyRef={resolveBinding(bound?.valueDataBinding, templateOf(document))}
          onChange={(id) => set({ ruleBasedMapId: id })}
        />
      </Row>
    </>
  )
}
