// 3D models: which file, in which unit, with which shadows.

import { type LengthUnit, LENGTH_UNITS, METRES_IN, type ModelRef, modelTypeOf, type Vec3 } from '@gemel/scene'
import type { ReactNode } from 'react'
import { nameOf, parseS3Uri } from '../../objects/uri'
import { useComposer } from '../context'
import { Row, Select, Switch, TextButton, TextField } from '../kit/controls'
import { NumberField } from '../kit/number-field'
import { common, type Edited, withMembers } from './edit'

export function ModelEditor({ component, all, change }: Edited<ModelRef>): ReactNode {
  const { pickAsset } = useComposer()
  const name = parseS3Uri(component.uri)
  const own = component.localScale
  const setUri = (uri: string) => change('uri', (it) => ({ ...it, uri, modelType: modelTypeOf(uri) }))
  return (
    <>
      <Row
        label="File"
        hint={component.modelType === 'Tiles3D' ? '3D tiles: parts are loaded as one comes near.' : undefined}
      >
        <div className="c-inline">
          <span className="c-grow c-file" title={component.uri}>
            {name ? nameOf(name.key) : component.uri || 'no file chosen'}
          </span>
          <TextButton
            onClick={() =>
              void pickAsset('model').then((uri) => {
                if (uri !== null) setUri(uri)
              })
            }
          >
            {component.uri ? 'Replace' : 'Choose'}
          </TextButton>
        </div>
        <TextField
          label="Address of the model"
          isMono
          value={common(all, (it) => it.uri)}
          placeholder="s3://bucket/model.glb"
          onChange={setUri}
        />
      </Row>
      <Row label="Unit" hint={own ? 'An own scale is used instead of the unit.' : undefined}>
        <Select
          label="Unit of the model"
          value={own ? 'own' : common(all, (it) => it.unitOfMeasure ?? 'meters')}
          options={[
            ...LENGTH_UNITS.map((it) => ({ value: it as string, label: it })),
            { value: 'own', label: 'own scale…' },
          ]}
          onChange={(unit) =>
            change('unit', (it) =>
              unit === 'own'
                ? withMembers(it, {
                    localScale: it.localScale ?? even(METRES_IN[it.unitOfMeasure ?? 'meters']),
                  })
                : withMembers(it, { unitOfMeasure: unit as LengthUnit, localScale: undefined }),
            )
          }
        />
      </Row>
      {own && (
        <Row isWide label="Scale">
          <div className="c-inline">
            {(['x', 'y', 'z'] as const).map((axis, i) => (
              <NumberField
                key={axis}
                label={axis.toUpperCase()}
                name={`Scale of the model ${axis}`}
                color={axis}
                step={0.01}
                digits={4}
                value={common(all, (it) => it.localScale?.[i] ?? 1)}
                onChange={(value) =>
                  change(`localScale.${axis}`, (it) => ({
                    ...it,
                    localScale: [0, 1, 2].map((at) =>
                      at === i ? value : (it.localScale?.[at] ?? 1),
                    ) as unknown as Vec3,
                  }))
                }
              />
            ))}
          </div>
        </Row>
      )}
      <Row label="Shadows">
        <Switch
          label="Casts"
          value={common(all, (it) => it.castShadow ?? false)}
          onChange={(castShadow) => change('castShadow', (it) => ({ ...it, castShadow }))}
        />{' '}
        <Switch
          label="Receives"
          value={common(all, (it) => it.receiveShadow ?? false)}
          onChange={(receiveShadow) => change('receiveShadow', (it) => ({ ...it, receiveShadow }))}
        />
      </Row>
    </>
  )
}

function even(factor: number): Vec3 {
  return [factor, factor, factor]
}
