// Tags and model shaders: what they look like, what they are bound to, which rule changes them.

import {
  COLOR_PREFIX,
  type ModelShader,
  resolveBinding,
  type RuleGroup,
  type Tag,
  TAG_OFFSET,
  templateOf,
} from '@gemel/scene'
import type { ReactNode } from 'react'
import { BindingPicker } from '../binding/binding-picker'
import { useEditor } from '../context'
import { ColorField } from '../kit/color-field'
import { Row, TextField } from '../kit/controls'
import { METRES } from '../kit/expression'
import { NumberField } from '../kit/number-field'
import { common, type Edited, withMembers } from './edit'
import { IconPicker } from './icon-picker'
import { Parameters } from './parameters'
import { RuleSelect } from './rule-select'

export function TagEditor({ component, all, near, change }: Edited<Tag>): ReactNode {
  const document = useEditor((it) => it.document)
  const ref = resolveBinding(component.valueDataBinding, templateOf(document))
  const isCustom = component.icon?.endsWith(':Custom') ?? false
  const offset = component.offset ?? TAG_OFFSET
  return (
    <>
      <Row isWide label="Icon">
        <IconPicker
          icon={component.icon}
          custom={component.customIcon}
          onChange={(icon, customIcon) =>
            change('icon', (it) => withMembers(it, { icon, customIcon: customIcon ?? it.customIcon }))
          }
        />
      </Row>
      {isCustom && (
        <Row label="Colour">
          <ColorField
            label="Colour of the icon"
            hasPalette
            value={common(all, (it) => it.chosenColor)}
            onChange={(chosenColor) => change('chosenColor', (it) => ({ ...it, chosenColor }))}
            onClear={() => change('chosenColor', (it) => withMembers(it, { chosenColor: undefined }))}
          />
        </Row>
      )}
      <Row isWide label="Value">
        <BindingPicker
          label="Property the tag shows"
          binding={component.valueDataBinding}
          near={near}
          onChange={(binding) => change('binding', (it) => withMembers(it, { valueDataBinding: binding }))}
        />
      </Row>
      <Row isWide label="Rule">
        <RuleSelect
          label="Rule of the tag"
          use="icon"
          value={common(all, (it) => it.ruleBasedMapId ?? '')}
          propertyRef={ref}
          onChange={(id) => change('rule', (it) => withMembers(it, { ruleBasedMapId: id }))}
        />
      </Row>
      <Row label="Link" hint="Opened from the tag’s panel; https:// only.">
        <TextField
          label="Address the tag links to"
          placeholder="https://…"
          value={common(all, (it) => it.navLink?.destination ?? '')}
          check={(text) =>
            text === '' || /^https?:\/\/\S+$|^\$\{.+\}$/.test(text)
              ? null
              : 'Write a whole address: https://example.org/page'
          }
          onChange={(text) =>
            change('link', (it) =>
              withMembers(it, {
                navLink:
                  text === '' && !it.navLink?.params
                    ? undefined
                    : withMembers(it.navLink ?? {}, { destination: text || undefined }),
              }),
            )
          }
        />
      </Row>
      <Row isWide label="Parameters">
        <Parameters
          value={component.navLink?.params ?? {}}
          onChange={(params) =>
            change('params', (it) =>
              withMembers(it, {
                navLink: withMembers(it.navLink ?? {}, {
                  params: Object.keys(params).length > 0 ? params : undefined,
                }),
              }),
            )
          }
        />
      </Row>
      <Row isWide label="Offset">
        <div className="c-inline">
          {(['x', 'y', 'z'] as const).map((axis, i) => (
            <NumberField
              key={axis}
              label={axis.toUpperCase()}
              name={`Offset ${axis}`}
              color={axis}
              factors={METRES}
              value={common(all, (it) => (it.offset ?? offset)[i] ?? 0)}
              onChange={(value) =>
                change(`offset.${axis}`, (it) => ({
                  ...it,
                  offset: [0, 1, 2].map((at) =>
                    at === i ? value : ((it.offset ?? offset)[at] ?? 0),
                  ) as unknown as [number, number, number],
                }))
              }
            />
          ))}
        </div>
      </Row>
    </>
  )
}

export function ShaderEditor({ component, all, near, change }: Edited<ModelShader>): ReactNode {
  const document = useEditor((it) => it.document)
  const rule = component.ruleBasedMapId ? document.rules[component.ruleBasedMapId] : undefined
  return (
    <>
      <div className="c-hint">Colours every model below this node by a rule.</div>
      <Row isWide label="Value">
        <BindingPicker
          label="Property the colour follows"
          binding={component.valueDataBinding}
          near={near}
          onChange={(binding) => change('binding', (it) => withMembers(it, { valueDataBinding: binding }))}
        />
      </Row>
      <Row isWide label="Rule">
        <RuleSelect
          label="Rule of the colour"
          use="color"
          value={common(all, (it) => it.ruleBasedMapId ?? '')}
          propertyRef={resolveBinding(component.valueDataBinding, templateOf(document))}
          onChange={(id) => change('rule', (it) => withMembers(it, { ruleBasedMapId: id }))}
        />
      </Row>
      {rule && (
        <div className="c-palette" aria-hidden="true">
          {colorsOf(rule).map((it) => (
            <span key={it} className="c-swatch" style={{ background: it }} />
          ))}
        </div>
      )}
    </>
  )
}

function colorsOf(rule: RuleGroup): readonly string[] {
  return [
    ...new Set(
      rule.statements
        .filter((it) => it.target.startsWith(COLOR_PREFIX))
        .map((it) => it.target.slice(COLOR_PREFIX.length)),
    ),
  ]
}
