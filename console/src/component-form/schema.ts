// The JSON schema of a component, made from its type: what the JSON editor completes and checks by. Pure.

import type { DataType } from '@aws-sdk/client-iottwinmaker'
import type { JsonSchema } from '../kit/json-editor-schema'
import { type Definition, kindWords, MEMBER, plainOf, typeNameOf, typeWords, unitWords } from './value'
import { isStatic } from './validate'

export interface TypeLike {
  readonly componentTypeId?: string | undefined
  readonly description?: string | undefined
  readonly propertyDefinitions?: Readonly<Record<string, Definition>> | undefined
}

/** The schema of one component as the service takes it; `parts` are the types inside a composite one by their path. */
export function componentSchema(type: TypeLike, parts: Readonly<Record<string, TypeLike>> = {}): JsonSchema {
  const hasParts = Object.keys(parts).length > 0
  return {
    type: 'object', additionalProperties: false, required: ['componentTypeId'], title: 'Component',
    properties: {
      componentTypeId: { const: type.componentTypeId ?? '', title: 'Component type', description: type.description ?? 'The type cannot be changed once the component exists.' },
      ...partMembers(type),
      ...(hasParts ? {
        compositeComponents: {
          type: 'object', title: 'Parts', description: 'Values of the parts inside this component, by their path.', additionalProperties: false,
          properties: Object.fromEntries(Object.entries(parts).map(([path, part]) => [path, { type: 'object', additionalProperties: false, title: part.componentTypeId ?? path, properties: partMembers(part) } satisfies JsonSchema])),
        },
      } : {}),
    },
  }
}

function partMembers(type: TypeLike): Readonly<Record<string, JsonSchema>> {
  const definitions = Object.entries(type.propertyDefinitions ?? {}).filter(([, it]) => !it.isTimeSeries)
  const required = definitions.filter(([, it]) => it.isRequiredInEntity && isStatic(it) && !it.isImported && it.defaultValue === undefined).map(([name]) => name)
  return {
    description: { type: 'string', maxLength: 2048, title: 'Description', description: 'What this component is about, for people.' },
    properties: {
      type: 'object', title: 'Properties', additionalProperties: false, required,
      description: 'Values of the properties. What is left out keeps the default of the type.',
      properties: Object.fromEntries(definitions.map(([name, it]) => [name, propertySchema(it)])),
    },
  }
}

function propertySchema(definition: Definition): JsonSchema {
  const words = [
    typeWords(definition.dataType), definition.dataType?.unitOfMeasure ? `in ${unitWords(definition.dataType.unitOfMeasure)}` : '',
    definition.isExternalId ? '(external id)' : '', isStatic(definition) ? '' : `(${kindWords(definition).toLowerCase()})`,
    definition.defaultValue ? `default ${JSON.stringify(plainOf(definition.defaultValue))}` : '',
  ].filter(Boolean).join(' ')
  return {
    type: 'object', required: ['value'], additionalProperties: false, ...(definition.displayName ? { title: definition.displayName } : {}), description: words,
    properties: { value: { ...valueSchema(definition.dataType), ...(definition.defaultValue ? { default: definition.defaultValue } : {}) } },
  }
}

/** What one typed value may be. */
export function valueSchema(type: DataType | undefined): JsonSchema {
  const member = MEMBER[typeNameOf(type)]
  const main: JsonSchema = { type: 'object', additionalProperties: false, required: [member], title: typeWords(type), properties: { [member]: memberSchema(type) } }
  // Other members that the service takes too, and a reference to a parameter.
  const wider = type?.type === 'LONG' ? ['integerValue'] : type?.type === 'DOUBLE' ? ['integerValue', 'longValue'] : []
  return {
    type: 'object', minProperties: 1, maxProperties: 1, additionalProperties: false, title: typeWords(type),
    properties: {
      ...main.properties,
      ...Object.fromEntries(wider.map((it) => [it, { type: 'integer' } satisfies JsonSchema])),
      expression: { type: 'string', pattern: '^\\$\\{Parameters\\.[a-zA-Z]+[a-zA-Z_0-9]*\\}$', title: 'Expression', description: 'Takes a parameter of the same entity: ${Parameters.name}' },
    },
    default: { [member]: stubValue(type) },
  }
}

function stubValue(type: DataType | undefined): unknown {
  const [first] = type?.allowedValues ?? []
  if (first) return plainOf(first)
  switch (typeNameOf(type)) {
    case 'BOOLEAN': return false
    case 'INTEGER': case 'LONG': case 'DOUBLE': return 0
    case 'LIST': return []
    case 'MAP': return {}
    case 'RELATIONSHIP': return { targetEntityId: '' }
    default: return ''
  }
}

function memberSchema(type: DataType | undefined): JsonSchema {
  const allowed = type?.allowedValues ?? []
  const choice: JsonSchema = allowed.length > 0 ? { enum: allowed.map(plainOf) } : {}
  switch (typeNameOf(type)) {
    case 'BOOLEAN': return { type: 'boolean', ...choice }
    case 'INTEGER': return { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1, ...choice }
    case 'LONG': return { type: 'integer', ...choice }
    case 'DOUBLE': return { type: 'number', ...choice }
    case 'LIST': return { type: 'array', minItems: 1, maxItems: 50, items: valueSchema(type?.nestedType) }
    case 'MAP': return { type: 'object', minProperties: 1, maxProperties: 50, additionalProperties: valueSchema(type?.nestedType) }
    case 'RELATIONSHIP': return {
      type: 'object', required: ['targetEntityId'], additionalProperties: false,
      properties: { targetEntityId: { type: 'string', minLength: 2, title: 'Entity', description: type?.relationship?.targetComponentTypeId ? `The id of an entity with a component of type ${type.relationship.targetComponentTypeId}.` : 'The id of the entity it points to.' }, targetComponentName: { type: 'string', title: 'Component', description: 'The component of that entity, if one is meant.' } },
    }
    default: return { type: 'string', minLength: 1, maxLength: 2048, ...choice }
  }
}
