// What the scene as a whole says: surroundings, tags, units, templates, snapping; and how large it is.

import { type Json, LENGTH_UNITS, type SceneProperties, setSceneProperties, setUnit } from '@gemel/scene'
import { type ReactNode, useEffect, useState } from 'react'
import { useComposer, useEditor, useRun } from '../context'
import { withMembers } from '../inspector/edit'
import { Parameters } from '../inspector/parameters'
import { ColorField } from '../kit/color-field'
import { Row, Section, Select, Switch, TextButton } from '../kit/controls'
import { DEGREES, METRES } from '../kit/expression'
import { NumberField } from '../kit/number-field'

const PRESETS = [
  { value: '', label: 'None' },
  { value: 'neutral', label: 'Neutral: a bright studio' },
  { value: 'directional', label: 'Directional: sun from above' },
  { value: 'chromatic', label: 'Chromatic: coloured lights' },
] as const

type Group = 'fogSettings' | 'sceneBackgroundSettings' | 'groundPlaneSettings'

export function SettingsPanel(): ReactNode {
  const properties = useEditor((it) => it.document.properties)
  const isReadOnly = useEditor((it) => it.isReadOnly)
  return (
    <div className="c-panel-body c-scroll">
      <fieldset disabled={isReadOnly} className="c-fieldset">
        <Surroundings properties={properties} />
        <Tags properties={properties} />
        <Editing />
        <Templates properties={properties} />
      </fieldset>
      <Statistics />
    </div>
  )
}

function useSet(): (
  changes: { readonly [member in keyof SceneProperties]?: Json | undefined },
  field: string,
) => void {
  const run = useRun()
  return (changes, field) => run(setSceneProperties(changes, 'Change scene settings', `settings:${field}`))
}

function Surroundings({ properties }: { readonly properties: SceneProperties }): ReactNode {
  const { pickAsset } = useComposer()
  const set = useSet()
  const { fogSettings: fog, sceneBackgroundSettings: background, groundPlaneSettings: ground } = properties
  const part = (group: Group, changes: Readonly<Record<string, unknown>>) => {
    const next = withMembers(properties[group] ?? {}, changes) as Json
    set({ [group]: next }, `${group}.${Object.keys(changes).join()}`)
  }
  const picture = (group: 'sceneBackgroundSettings' | 'groundPlaneSettings', uri: string | undefined) => (
    <div className="c-inline">
      <span className="c-grow c-file" title={uri}>
        {uri?.split('/').pop() ?? 'none'}
      </span>
      <TextButton
        onClick={() =>
          void pickAsset('texture').then((textureUri) => {
            if (textureUri !== null) part(group, { textureUri })
          })
        }
      >
        Choose
      </TextButton>
      {uri !== undefined && (
        <TextButton kind="quiet" onClick={() => part(group, { textureUri: undefined })}>
          None
        </TextButton>
      )}
    </div>
  )
  return (
    <>
      <Section id="settings.environment" title="Surroundings" icon="globe">
        <Row label="Environment">
          <Select
            label="Environment"
            value={properties.environmentPreset ?? ''}
            options={PRESETS}
            onChange={(value) => set({ environmentPreset: value === '' ? undefined : value }, 'environment')}
          />
        </Row>
        <Row label="Background">
          <ColorField
            label="Background colour"
            value={background?.color}
            onChange={(color) => part('sceneBackgroundSettings', { color })}
            onClear={() => part('sceneBackgroundSettings', { color: undefined })}
          />
        </Row>
        <Row label="Picture">{picture('sceneBackgroundSettings', background?.textureUri)}</Row>
      </Section>
      <Section id="settings.ground" title="Ground" icon="plane">
        <Switch
          label="Show a ground"
          value={ground !== undefined}
          onChange={(isOn) =>
            set({ groundPlaneSettings: isOn ? { color: '#9aa59a', opacity: 1 } : undefined }, 'ground')
          }
        />
        {ground && (
          <>
            <Row label="Colour">
              <ColorField
                label="Colour of the ground"
                value={ground.color}
                onChange={(color) => part('groundPlaneSettings', { color })}
              />
            </Row>
            <Row label="Picture">{picture('groundPlaneSettings', ground.textureUri)}</Row>
            <Row label="Opacity">
              <NumberField
                label=""
                name="Opacity of the ground"
                min={0}
                max={1}
                step={0.05}
                value={ground.opacity ?? 1}
                onChange={(opacity) => part('groundPlaneSettings', { opacity })}
              />
            </Row>
          </>
        )}
      </Section>
      <Section id="settings.fog" title="Fog" icon="eye-off">
        <Switch
          label="Show fog"
          value={fog !== undefined}
          onChange={(isOn) =>
            set({ fogSettings: isOn ? { color: '#cccccc', near: 50, far: 300 } : undefined }, 'fog')
          }
        />
        {fog && (
          <>
            <Row label="Colour">
              <ColorField
                label="Colour of the fog"
                value={fog.color}
                onChange={(color) => part('fogSettings', { color })}
              />
            </Row>
            <Row label="Reach">
              <div className="c-inline">
                <NumberField
                  label="from"
                  unit="m"
                  factors={METRES}
                  min={0}
                  step={1}
                  value={fog.near ?? 1}
                  onChange={(near) => part('fogSettings', { near })}
                />
                <NumberField
                  label="to"
                  unit="m"
                  factors={METRES}
                  min={1}
                  step={10}
                  value={fog.far ?? 1000}
                  onChange={(far) => part('fogSettings', { far })}
                />
              </div>
            </Row>
          </>
        )}
      </Section>
    </>
  )
}

function Tags({ properties }: { readonly properties: SceneProperties }): ReactNode {
  const set = useSet()
  const tag = properties.componentSettings?.Tag ?? {}
  const overlay = properties.componentSettings?.DataOverlay ?? {}
  const change = (group: 'Tag' | 'DataOverlay', changes: Readonly<Record<string, unknown>>) => {
    const before = properties.componentSettings ?? {}
    set(
      { componentSettings: { ...before, [group]: { ...before[group], ...changes } } as Json },
      `${group}.${Object.keys(changes).join()}`,
    )
  }
  return (
    <Section id="settings.tags" title="Tags and overlays" icon="tag">
      <Row label="Tag size">
        <div className="c-inline">
          <input
            className="c-range"
            type="range"
            aria-label="Size of tags"
            min={0.1}
            max={10}
            step={0.1}
            value={tag.scale ?? 1}
            onChange={(event) => change('Tag', { scale: event.target.valueAsNumber })}
          />
          <NumberField
            label="×"
            name="Size of tags"
            min={0}
            max={10}
            value={tag.scale ?? 1}
            onChange={(scale) => change('Tag', { scale })}
          />
        </div>
      </Row>
      <Switch
        label="Tags keep their size on the screen"
        value={tag.autoRescale ?? false}
        onChange={(autoRescale) => change('Tag', { autoRescale })}
      />
      <Switch
        label="Tags hide behind things"
        value={tag.enableOcclusion ?? false}
        onChange={(enableOcclusion) => change('Tag', { enableOcclusion })}
      />
      <Switch
        label="Overlay panels are always open"
        value={overlay.overlayPanelVisible ?? false}
        onChange={(overlayPanelVisible) => change('DataOverlay', { overlayPanelVisible })}
      />
    </Section>
  )
}

function Editing(): ReactNode {
  const { editor } = useComposer()
  const run = useRun()
  const unit = useEditor((it) => it.document.unit)
  const snapping = useEditor((it) => it.snapping)
  const shows = useEditor((it) => it.shows)
  const snap = (changes: Partial<typeof snapping>) => editor.set({ snapping: { ...snapping, ...changes } })
  const show = (kind: keyof typeof shows, label: string) => (
    <Switch
      key={kind}
      label={label}
      value={shows[kind]}
      onChange={(value) => editor.set({ shows: { ...shows, [kind]: value } })}
    />
  )
  return (
    <>
      <Section id="settings.units" title="Units and snapping" icon="magnet">
        <Row label="Unit" hint="Written in the document; one unit of the scene is one metre on the screen.">
          <Select
            label="Unit of the scene"
            value={unit}
            options={LENGTH_UNITS.map((it) => ({ value: it, label: it }))}
            onChange={(next) => run(setUnit(next))}
          />
        </Row>
        <Switch label="Snap while moving" value={snapping.isOn} onChange={(isOn) => snap({ isOn })} />
        <Row label="Steps">
          <div className="c-inline">
            <NumberField
              label="Move"
              unit="m"
              digits={2}
              factors={METRES}
              min={0.001}
              value={snapping.translate_m}
              onChange={(translate_m) => snap({ translate_m })}
            />
            <NumberField
              label="Turn"
              unit="°"
              factors={DEGREES}
              min={0.1}
              step={1}
              value={snapping.rotate_deg}
              onChange={(rotate_deg) => snap({ rotate_deg })}
            />
          </div>
          <div className="c-inline" style={{ marginBlockStart: 4 }}>
            <NumberField
              label="Scale"
              min={0.001}
              step={0.05}
              value={snapping.scale}
              onChange={(scale) => snap({ scale })}
            />
          </div>
        </Row>
      </Section>
      <Section id="settings.shows" title="Show while editing" icon="eye">
        {show('grid', 'Grid')}
        {show('tags', 'Tags')}
        {show('overlays', 'Overlays and annotations')}
        {show('motion', 'Motion indicators')}
        {show('helpers', 'Lights and cameras')}
      </Section>
    </>
  )
}

function Templates({ properties }: { readonly properties: SceneProperties }): ReactNode {
  const set = useSet()
  const config = properties.dataBindingConfig ?? {}
  return (
    <Section id="settings.templates" title="Binding templates" icon="link">
      <div className="c-hint">
        Bindings may say <span className="c-mono">{'${name}'}</span>; here each name has the value used in
        this scene. Dashboards fill in their own.
      </div>
      <Parameters
        noun="template"
        value={config.template ?? {}}
        onChange={(template) => set({ dataBindingConfig: { ...config, template } as Json }, 'template')}
      />
    </Section>
  )
}

function Statistics(): ReactNode {
  const { handle } = useComposer()
  const nodes = useEditor((it) => it.document.nodes.size)
  const [seen, setSeen] = useState(() => handle()?.statistics())
  useEffect(() => {
    const timer = setInterval(() => setSeen(handle()?.statistics()), 1000)
    return () => clearInterval(timer)
  }, [handle])
  const rows: readonly (readonly [string, number | undefined])[] = [
    ['Nodes', nodes],
    ['Draw calls', seen?.drawCalls],
    ['Triangles', seen?.triangles],
    ['Textures', seen?.textures],
  ]
  return (
    <Section id="settings.statistics" title="Statistics" icon="chart">
      <dl className="c-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value?.toLocaleString() ?? '–'}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
