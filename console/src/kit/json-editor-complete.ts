// What the editor offers: names a schema has and the object has not yet, values it allows.

import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { formatJson } from './json-editor-check'
import { type JsonSchema, schemasAt, stubOf, valuesOf } from './json-editor-schema'
import { pathAt, placeAt } from './json-editor-tree'

/** Completion at a place of the text. Pure. */
export function offersAt(text: string, at: number, schema: JsonSchema): { readonly from: number; readonly to: number; readonly options: readonly Completion[] } | null {
  const place = placeAt(text, at)
  if (!place) return null
  const schemas = schemasAt(schema, place.path)
  if (place.kind === 'value') {
    const values = valuesOf(schemas)
    const stubs = values.length === 0 && schemas.length > 0 ? [stubOf(schemas.find((it) => it.type !== undefined || it.oneOf) ?? schemas[0])] : values
    const options = stubs.map((it): Completion => ({ label: JSON.stringify(it), apply: formatJson(it), type: 'constant' }))
    return options.length === 0 ? null : { ...place.replace, options }
  }
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))?.[0] ?? ''
  const names = new Map<string, { readonly schema: JsonSchema; readonly isRequired: boolean }>()
  for (const it of schemas) {
    for (const [name, own] of Object.entries(it.properties ?? {})) names.set(name, { schema: own, isRequired: it.required?.includes(name) ?? false })
  }
  const options = [...names].filter(([name]) => !place.taken.includes(name)).map(([name, it]): Completion => ({
    label: `"${name}"`, type: 'property', boost: it.isRequired ? 10 : 0,
    ...(it.schema.title || it.isRequired ? { detail: [it.schema.title, it.isRequired ? 'required' : ''].filter(Boolean).join(' · ') } : {}),
    ...(it.schema.description ? { info: it.schema.description } : {}),
    apply: place.hasColon ? JSON.stringify(name) : `${JSON.stringify(name)}: ${formatJson(stubOf(it.schema)).replaceAll('\n', `\n${indent}`)}`,
  }))
  return options.length === 0 ? null : { ...place.replace, options }
}

function insertable(offer: Completion): Completion {
  const insert = typeof offer.apply === 'string' ? offer.apply : offer.label
  return {
    ...offer, label: offer.label.replace(/^"(.*)"$/, '$1'), displayLabel: offer.label,
    apply: (view, _completion, from, to) => {
      const { from: start, to: end } = placeAt(view.state.doc.toString(), to)?.replace ?? { from, to }
      view.dispatch({ changes: { from: start, to: end, insert }, selection: { anchor: start + insert.length }, userEvent: 'input.complete', scrollIntoView: true })
    },
  }
}

export function completionSource(schemaOf: () => JsonSchema | undefined) {
  return (context: CompletionContext): CompletionResult | null => {
    const schema = schemaOf()
    if (!schema) return null
    const isAsked = context.explicit || /["\w[{,:]\s*$/.test(context.state.sliceDoc(Math.max(0, context.pos - 3), context.pos))
    const found = isAsked ? offersAt(context.state.doc.toString(), context.pos, schema) : null
    if (!found) return null
    // Matching is by what stands inside the quotes, up to the cursor; what is put in replaces the whole name or value.
    const start = context.state.sliceDoc(found.from, found.from + 1) === '"' ? found.from + 1 : found.from
    return { from: Math.min(start, context.pos), options: found.options.map(insertable), validFor: /^[\w.-]*$/ }
  }
}

/** What a schema says of the name or value at a place. */
export function helpAt(text: string, at: number, schema: JsonSchema): { readonly title: string; readonly text: string } | null {
  const path = pathAt(text, at)
  if (!path || path.length === 0) return null
  const found = schemasAt(schema, path).find((it) => it.title || it.description)
  return found ? { title: found.title ?? String(path[path.length - 1]), text: found.description ?? '' } : null
}
