// JSON Schema as the editor understands it: what may stand at a path, and what a new value looks like. Pure.

/** The part of JSON Schema the console writes. Validation is by a whole validator; this is for completion and help. */
export interface JsonSchema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null' | readonly ('object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null')[]
  readonly title?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly propertyNames?: JsonSchema
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly not?: JsonSchema
}

export type JsonPath = readonly (string | number)[]

/** A schema with its alternatives spread out. */
export function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  return [schema, ...parts.flatMap(alternatives)]
}

/** Every schema that speaks about the value at a path. */
export function schemasAt(schema: JsonSchema, path: JsonPath): readonly JsonSchema[] {
  let found = alternatives(schema)
  for (const step of path) {
    found = found.flatMap((it) => {
      if (typeof step === 'number') return it.items ? alternatives(it.items) : []
      const own = it.properties?.[step]
      if (own) return alternatives(own)
      return typeof it.additionalProperties === 'object' ? alternatives(it.additionalProperties) : []
    })
  }
  return found
}

/** The smallest value that could stand there: what completion puts in. */
export function stubOf(schema: JsonSchema | undefined): unknown {
  if (schema === undefined) return ''
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.enum !== undefined) return schema.enum[0]
  const [first] = schema.oneOf ?? schema.anyOf ?? []
  if (schema.type === undefined && first) return stubOf(first)
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object': {
      const required = schema.required ?? (Object.keys(schema.properties ?? {}).length === 1 ? Object.keys(schema.properties ?? {}) : [])
      return Object.fromEntries(required.map((name) => [name, stubOf(schema.properties?.[name])]))
    }
    case 'array': return []
    case 'number': case 'integer': return 0
    case 'boolean': return false
    case 'null': return null
    default: return ''
  }
}

/** Values that are worth offering at a path. */
export function valuesOf(schemas: readonly JsonSchema[]): readonly unknown[] {
  const values = schemas.flatMap((it) => [
    ...(it.const === undefined ? [] : [it.const]), ...(it.enum ?? []), ...(it.default === undefined ? [] : [it.default]), ...(it.examples ?? []),
    ...(it.type === 'boolean' ? [true, false] : []),
  ])
  const seen = new Set<string>()
  return values.filter((it) => {
    const key = JSON.stringify(it)
    return !seen.has(key) && seen.add(key)
  })
}
