// Lights: kind, colour, strength, shadow, reach.

import { type Light, LIGHT_DEFAULTS, type LightSettings } from '@gemel/scene'
import type { ReactNode } from 'react'
import { ColorField } from '../kit/color-field'
import { Row, Select, Switch } from '../kit/controls'
import { METRES } from '../kit/expression'
import { NumberField } from '../kit/number-field'
import { common, type Edited } from './edit'

const KINDS = [
  { value: 'Ambient', label: 'Ambient: from everywhere' },
  { value: 'Directional', label: 'Directional: like the sun' },
  { value: 'Hemisphere', label: 'Hemisphere: sky and ground' },
  { value: 'Point', label: 'Point: like a lamp' },
] as const satisfies readonly { readonly value: Light['lightType']; readonly label: string }[]

export function LightEditor({ component, all, change }: Edited<Light>): ReactNode {
  const kind = component.lightType
  const set = (member: keyof LightSettings, value: LightSettings[keyof LightSettings]) =>
    change(`light.${member}`, (it) => ({ ...it, lightSettings: { ...it.lightSettings, [member]: value } }))
  const get = <K extends keyof LightSettings>(member: K) =>
    common(all, (it) => it.lightSettings[member] ?? LIGHT_DEFAULTS[it.lightType][member])
  const number = (member: 'intensity' | 'distance' | 'decay') => Number(get(member) ?? 0)
  return (
    <>
      <Row label="Kind">
        <Select
          label="Kind of light"
          value={common(all, (it) => it.lightType)}
          options={KINDS}
          onChange={(lightType) =>
            change('light.kind', (it) => ({
              ...it,
              lightType,
              lightSettings: { ...LIGHT_DEFAULTS[lightType], ...it.lightSettings },
            }))
          }
        />
      </Row>
      <Row label={kind === 'Hemisphere' ? 'Sky' : 'Colour'}>
        <ColorField
          label="Colour of the light"
          value={get('color')}
          onChange={(color) => set('color', color)}
        />
      </Row>
      {kind === 'Hemisphere' && (
        <Row label="Ground">
          <ColorField
            label="Colour from the ground"
            value={get('groundColor')}
            onChange={(color) => set('groundColor', color)}
          />
        </Row>
      )}
      <Row label="Intensity">
        <div className="c-inline">
          <input
            className="c-range"
            type="range"
            aria-label="Intensity"
            min={0}
            max={5}
            step={0.05}
            value={number('intensity')}
            onChange={(event) => set('intensity', event.target.valueAsNumber)}
          />
          <NumberField
            label=""
            name="Intensity"
            min={0}
            value={get('intensity') === null ? null : number('intensity')}
            onChange={(value) => set('intensity', value)}
          />
        </div>
      </Row>
      {(kind === 'Directional' || kind === 'Point') && (
        <Row label="Shadow">
          <Switch
            label="Casts shadows"
            value={common(all, (it) => it.lightSettings.castShadow ?? true)}
            onChange={(value) => set('castShadow', value)}
          />
        </Row>
      )}
      {kind === 'Point' && (
        <Row label="Reach" hint="Distance 0: without a limit.">
          <div className="c-inline">
            <NumberField
              label="Distance"
              unit="m"
              factors={METRES}
              min={0}
              step={0.5}
              value={number('distance')}
              onChange={(value) => set('distance', value)}
            />
            <NumberField
              label="Decay"
              min={0}
              value={number('decay')}
              onChange={(value) => set('decay', value)}
            />
          </div>
        </Row>
      )}
    </>
  )
}
