// Editors of few fields: plane, animation, entity, model part, and what nobody knows.

import {
  type Animation,
  componentOf,
  type EntityBinding,
  type PlaneGeometry,
  type SubModelRef,
  type UnknownComponent,
} from '@gemel/scene'
import type { ReactNode } from 'react'
import { EntityPicker } from '../binding/entity-picker'
import { useTwinEntity } from '../binding/use-twin-property'
import { describeError } from '../../kit/errors'
import { useComposer, useEditor } from '../context'
import { ColorField } from '../kit/color-field'
import { Row, Switch, TextButton, TextField } from '../kit/controls'
import { METRES } from '../kit/expression'
import { NumberField } from '../kit/number-field'
import { common, type Edited, withMembers } from './edit'

export function PlaneEditor({ component, all, change }: Edited<PlaneGeometry>): ReactNode {
  const { pickAsset } = useComposer()
  return (
    <>
      <Row label="Size">
        <div className="c-inline">
          <NumberField
            label="Width"
            unit="m"
            factors={METRES}
            min={0.01}
            value={common(all, (it) => it.width)}
            onChange={(width) => change('width', (it) => ({ ...it, width }))}
          />
          <NumberField
            label="Height"
            unit="m"
            factors={METRES}
            min={0.01}
            value={common(all, (it) => it.height)}
            onChange={(height) => change('height', (it) => ({ ...it, height }))}
          />
        </div>
      </Row>
      <Row label="Colour">
        <ColorField
          label="Colour of the plane"
          value={common(all, (it) => it.color)}
          onChange={(color) => change('color', (it) => ({ ...it, color }))}
          onClear={() => change('color', (it) => withMembers(it, { color: undefined }))}
        />
      </Row>
      <Row label="Picture">
        <div className="c-inline">
          <span className="c-grow c-file" title={component.textureUri}>
            {component.textureUri?.split('/').pop() ?? 'none'}
          </span>
          <TextButton
            onClick={() =>
              void pickAsset('texture').then((textureUri) => {
                if (textureUri !== null) change('texture', (it) => ({ ...it, textureUri }))
              })
            }
          >
            Choose
          </TextButton>
          {component.textureUri !== undefined && (
            <TextButton
              kind="quiet"
              onClick={() => change('texture', (it) => withMembers(it, { textureUri: undefined }))}
            >
              None
            </TextButton>
          )}
        </div>
      </Row>
    </>
  )
}

export function AnimationEditor({ component, nodes, change }: Edited<Animation>): ReactNode {
  const { handle } = useComposer()
  const [node] = nodes
  const clips = node && nodes.length === 1 ? (handle()?.clipsOf(node.id) ?? []) : []
  const names = [...new Set([...clips, ...component.currentAnimations])]
  const set = (name: string, isOn: boolean) =>
    change('clips', (it) => ({
      ...it,
      currentAnimations: isOn
        ? [...it.currentAnimations, name]
        : it.currentAnimations.filter((other) => other !== name),
    }))
  return (
    <>
      {names.map((name) => (
        <Switch
          key={name}
          label={clips.includes(name) || clips.length === 0 ? name : `${name} (not in this model)`}
          value={component.currentAnimations.includes(name)}
          onChange={(isOn) => set(name, isOn)}
        />
      ))}
      {names.length === 0 && <div className="c-hint">This model has no animation clips.</div>}
    </>
  )
}

export function EntityBindingEditor({ all, change }: Edited<EntityBinding>): ReactNode {
  const entityId = common(all, (it) => it.valueDataBinding.dataBindingContext?.entityId ?? '')
  const { data, error } = useTwinEntity(entityId ?? undefined)
  return (
    <Row
      isWide
      label="Entity"
      hint={error ? <span className="c-bad">{describeError(error).message}</span> : data?.entityName}
    >
      <EntityPicker
        label="Entity"
        value={entityId ?? ''}
        onPick={(id) =>
          change('entity', (it) => ({
            ...it,
            valueDataBinding: {
              ...it.valueDataBinding,
              dataBindingContext: { ...it.valueDataBinding.dataBindingContext, entityId: id },
            },
          }))
        }
      />
    </Row>
  )
}

export function SubModelEditor({ component, nodes, change }: Edited<SubModelRef>): ReactNode {
  const [node] = nodes
  const parent = useEditor((it) => (node?.parentId ? it.document.nodes.get(node.parentId) : undefined))
  const isBelowModel = parent && componentOf(parent, 'ModelRef')
  return (
    <>
      <Row label="Part" hint="The name of a mesh inside the model of the node above.">
        <TextField
          label="Name of the part"
          isMono
          value={String(component.selector)}
          onChange={(selector) => change('selector', (it) => ({ ...it, selector }))}
        />
      </Row>
      {!isBelowModel && (
        <div className="c-note c-error">This node must hang under the node of the model its part is in.</div>
      )}
    </>
  )
}

export function UnknownEditor({ component }: Edited<UnknownComponent>): ReactNode {
  return (
    <>
      <div className="c-hint">Gemel does not know this component. It is kept and saved as it is.</div>
      <pre className="c-json" tabIndex={0}>
        {JSON.stringify(component.original, null, 2)}
      </pre>
    </>
  )
}
