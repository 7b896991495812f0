// Overlay panels and annotations: Markdown with live values, each value a named binding.

import {
  type DataOverlay,
  fillOverlay,
  resolveBinding,
  templateOf,
  unboundNames,
  whyNotBindingName,
} from '@gemel/scene'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import Markdown from 'react-markdown'
import { BindingPicker } from '../binding/binding-picker'
import { useComposer, useEditor } from '../context'
import { IconButton, Row, Select, TextButton, TextField } from '../kit/controls'
import { keyOf } from '@gemel/scene'
import type { Edited } from './edit'

export function OverlayEditor({ component, nodes, near, change }: Edited<DataOverlay>): ReactNode {
  const { dataRows, valueDataBindings: bindings } = component
  const setRow = (index: number, content: string) =>
    change(`row.${index}`, (it) => ({
      ...it,
      dataRows: it.dataRows.map((row, at) => (at === index ? { ...row, content } : row)),
    }))
  const setBindings = (next: DataOverlay['valueDataBindings'], field = 'bindings') =>
    change(field, (it) => ({ ...it, valueDataBindings: next }))
  const text = useRef<HTMLTextAreaElement>(null)
  const insert = (name: string) => {
    const row = dataRows[0]?.content ?? ''
    const at = text.current?.selectionStart ?? row.length
    setRow(0, `${row.slice(0, at)}\${${name}}${row.slice(at)}`)
  }
  if (nodes.length > 1) return <div className="c-hint">Select one node to change its text.</div>
  const missing = unboundNames(component)
  return (
    <>
      <Row label="Kind">
        <Select
          label="Kind of overlay"
          value={component.subType}
          options={[
            { value: 'OverlayPanel', label: 'Panel' },
            { value: 'TextAnnotation', label: 'Annotation: text in the scene' },
          ]}
          onChange={(subType) => change('subType', (it) => ({ ...it, subType }))}
        />
      </Row>
      {dataRows.map((row, index) => (
        // Rows have no names; their place is who they are.
        // oxlint-disable-next-line react/no-array-index-key
        <div className="c-stack" key={index}>
          <textarea
            ref={index === 0 ? text : undefined}
            className="c-input c-mono"
            aria-label={`Text ${index + 1}, Markdown`}
            rows={Math.min(10, row.content.split('\n').length + 1)}
            value={row.content}
            spellCheck={false}
            placeholder={'### Mixer\n**${temperature}** °C'}
            onChange={(event) => setRow(index, event.target.value)}
          />
          {dataRows.length > 1 && (
            <TextButton
              kind="quiet"
              onClick={() =>
                change('rows', (it) => ({ ...it, dataRows: it.dataRows.filter((_, at) => at !== index) }))
              }
            >
              Remove this text
            </TextButton>
          )}
        </div>
      ))}
      <div className="c-hint">Markdown. {'${name}'} shows the value bound to that name.</div>
      <Preview component={component} />
      {bindings.map((it, index) => (
        <div className="c-note c-stack" key={it.bindingName}>
          <div className="c-inline">
            <TextField
              label="Name of the value"
              isMono
              value={it.bindingName}
              check={(name) =>
                whyNotBindingName(
                  name,
                  bindings.filter((other) => other !== it).map((other) => other.bindingName),
                )
              }
              onChange={(name) => change('rename', (overlay) => renamed(overlay, it.bindingName, name))}
            />
            <IconButton
              icon="text"
              label={`Insert \${${it.bindingName}} into the text`}
              kind="quiet"
              onClick={() => insert(it.bindingName)}
            />
            <IconButton
              icon="trash"
              label={`Remove the value ${it.bindingName}`}
              kind="quiet"
              onClick={() => setBindings(bindings.filter((_, at) => at !== index))}
            />
          </div>
          <BindingPicker
            label={`Property of ${it.bindingName}`}
            binding={it.valueDataBinding}
            near={near}
            onChange={(binding) =>
              setBindings(
                bindings.map((other, at) =>
                  at === index
                    ? {
                        ...other,
                        ...(binding ? { valueDataBinding: binding } : {}),
                        ...(binding ? {} : { valueDataBinding: {} }),
                      }
                    : other,
                ),
              )
            }
          />
        </div>
      ))}
      {missing.length > 0 && (
        <div className="c-hint c-warn">
          Not bound yet:{' '}
          {missing.map((name) => (
            <TextButton
              key={name}
              kind="quiet"
              onClick={() => setBindings([...bindings, { bindingName: name }])}
            >
              bind {name}
            </TextButton>
          ))}
        </div>
      )}
      <AddValue component={component} near={near} onAdd={(next) => change('add', () => next)} />
    </>
  )
}

/** Adds a binding under the property's own name, and shows it in the text at once. */
function AddValue({
  component,
  near,
  onAdd,
}: {
  readonly component: DataOverlay
  readonly near: readonly string[]
  readonly onAdd: (next: DataOverlay) => void
}): ReactNode {
  return (
    <Row isWide label="Add value">
      <BindingPicker
        label="Property to add"
        binding={undefined}
        near={near}
        onChange={(binding, property) => {
          if (!binding || !property) return
          const name = freeName(
            property.ref.propertyName.replaceAll(/[$[\]{}.]/g, '_'),
            component.valueDataBindings.map((it) => it.bindingName),
          )
          const [first, ...others] = component.dataRows
          const line = `${first?.content ? '\n\n' : ''}${property.label}: **\${${name}}**${property.unit ? ` ${property.unit}` : ''}`
          onAdd({
            ...component,
            dataRows: [{ rowType: 'Markdown', ...first, content: (first?.content ?? '') + line }, ...others],
            valueDataBindings: [
              ...component.valueDataBindings,
              { bindingName: name, valueDataBinding: binding },
            ],
          })
        }}
      />
    </Row>
  )
}

function freeName(name: string, others: readonly string[]): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${number}`
    if (!others.includes(candidate)) return candidate
  }
}

function renamed(overlay: DataOverlay, from: string, to: string): DataOverlay {
  return {
    ...overlay,
    valueDataBindings: overlay.valueDataBindings.map((it) =>
      it.bindingName === from ? { ...it, bindingName: to } : it,
    ),
    dataRows: overlay.dataRows.map((row) => ({
      ...row,
      content: row.content.replaceAll(`\${${from}}`, `\${${to}}`),
    })),
  }
}

/** The text as it will be seen, with the values of now. */
function Preview({ component }: { readonly component: DataOverlay }): ReactNode {
  const { live } = useComposer()
  const document = useEditor((it) => it.document)
  const [, redraw] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => redraw((it) => it + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  const values = new Map(
    component.valueDataBindings.map((it) => {
      const ref = resolveBinding(it.valueDataBinding, templateOf(document))
      return [it.bindingName, ref ? live.get(keyOf(ref))?.value : undefined] as const
    }),
  )
  const text = component.dataRows
    .map((it) =>
      fillOverlay(
        it.content,
        values,
        component.valueDataBindings.map((it) => it.bindingName),
      ),
    )
    .join('\n\n')
  return (
    <div className="c-preview" aria-label="Preview">
      <Markdown skipHtml disallowedElements={['img']}>
        {text || '*No text yet*'}
      </Markdown>
    </div>
  )
}
