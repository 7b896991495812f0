// CreateComponentType as a JSON schema, for completion, help and marks in the editor.

import type { JsonSchema } from '../../../kit/json-editor-schema'
import { KIND_HINTS, KINDS } from './data-type'
import { FUNCTION_KINDS } from './draft'

export interface SchemaWords {
  readonly typeIds: readonly string[]
  readonly functionArns: readonly string[]
  readonly propertyNames: readonly string[]
}

const ID: JsonSchema = { type: 'string', minLength: 1, maxLength: 256, pattern: '^[a-zA-Z_\\.\\-0-9:]+$' }
const NAME: JsonSchema = { type: 'string', minLength: 1, maxLength: 256, pattern: '^[a-zA-Z_\\-0-9]+$' }

export function schemaOf({ typeIds, functionArns, propertyNames }: SchemaWords): JsonSchema {
  const typeId: JsonSchema = { ...ID, examples: typeIds }
  const property = propertySchema(typeId)
  const name: JsonSchema = { ...NAME, examples: propertyNames }
  return object({
    componentTypeId: { ...ID, description: 'The id: a prefix of your own and a name, such as com.example.pump. It never changes.' },
    componentTypeName: { type: 'string', maxLength: 256, description: 'A name for people.' },
    description: { type: 'string', maxLength: 2048, description: 'What components of this type are.' },
    isSingleton: { type: 'boolean', description: 'An entity has at most one component of this type.' },
    extendsFrom: { type: 'array', maxItems: 10, items: typeId, description: 'Types whose properties, functions, groups and composite components this one has too. The first named wins.' },
    propertyDefinitions: map(property, NAME, 'What a component of this type knows: a definition under each name.'),
    functions: { ...object(Object.fromEntries(Object.entries(FUNCTION_KINDS).map(([kind, description]) => [kind, functionSchema(functionArns, name, description)]))), description: 'Which function answers when properties are read or written.' },
    propertyGroups: map(object({
      groupType: { type: 'string', enum: ['TABULAR'] },
      propertyNames: { type: 'array', items: name, description: 'The columns of the table.' },
    }), NAME, 'Properties that are read together, as the rows of a table.'),
    compositeComponentTypes: map(object({ componentTypeId: typeId }, ['componentTypeId']), NAME, 'Components that every component of this type has inside.'),
    tags: { type: 'object', maxProperties: 50, additionalProperties: { type: 'string', maxLength: 256 }, description: 'Key and value, for finding resources.' },
  }, ['componentTypeId'])
}

function propertySchema(typeId: JsonSchema): JsonSchema {
  const flag = (description: string): JsonSchema => ({ type: 'boolean', description })
  return object({
    dataType: { ...dataTypeSchema(typeId, 4), description: 'What the property holds. May be left out only where it is inherited.' },
    displayName: { type: 'string', maxLength: 256, description: 'A name for people.' },
    isTimeSeries: flag('Values change over time and are kept in a time-series store.'),
    isStoredExternally: flag('The value is kept elsewhere and read on demand by a function.'),
    isRequiredInEntity: flag('Every component must have a value, unless there is a default.'),
    isExternalId: flag('The value names the thing in an outside system.'),
    defaultValue: { ...valueSchema(3), description: 'What a component shows until it has a value of its own.' },
    configuration: map({ type: 'string' }, NAME, 'Text for the function that serves the property.'),
  })
}

function dataTypeSchema(typeId: JsonSchema, depth: number): JsonSchema {
  return object({
    type: { type: 'string', enum: KINDS, description: KINDS.map((it) => `${it}: ${KIND_HINTS[it]}`).join('\n') },
    ...(depth > 0 ? { nestedType: { ...dataTypeSchema(typeId, depth - 1), description: 'What a LIST or MAP holds.' } } : { nestedType: { type: 'object' } }),
    unitOfMeasure: { type: 'string', maxLength: 256, description: 'Free text: Celsius, kW, m/min.' },
    allowedValues: { type: 'array', maxItems: 50, items: valueSchema(1), description: 'If there are any, a value must be one of them.' },
    relationship: { ...object({
      relationshipType: { type: 'string', maxLength: 256, description: 'The word for the edge: feeds, contains.' },
      targetComponentTypeId: typeId,
    }), description: 'Where a RELATIONSHIP may lead.' },
  }, ['type'])
}

function valueSchema(depth: number): JsonSchema {
  const nested: JsonSchema = depth > 0 ? valueSchema(depth - 1) : { type: 'object' }
  return {
    ...object({
      stringValue: { type: 'string', minLength: 1, maxLength: 2048 },
      doubleValue: { type: 'number' },
      integerValue: { type: 'integer' },
      longValue: { type: 'integer' },
      booleanValue: { type: 'boolean' },
      listValue: { type: 'array', minItems: 1, maxItems: 50, items: nested },
      mapValue: { type: 'object', maxProperties: 50, additionalProperties: nested },
      relationshipValue: object({ targetEntityId: { type: 'string' }, targetComponentName: { type: 'string' } }),
      expression: { type: 'string', examples: ['${Parameters.name}'] },
    }),
    minProperties: 1,
    maxProperties: 1,
  }
}

function functionSchema(arns: readonly string[], name: JsonSchema, description: string): JsonSchema {
  return {
    ...object({
      implementedBy: object({
        lambda: object({ arn: { type: 'string', minLength: 20, maxLength: 2048, examples: arns } }, ['arn']),
        isNative: { type: 'boolean', description: 'Gemel itself; only for heirs of predefined types.' },
      }),
      scope: { type: 'string', enum: ['ENTITY', 'WORKSPACE'] },
      requiredProperties: { type: 'array', items: name, description: 'Properties whose values the function needs.' },
    }),
    description,
  }
}

function object(properties: Readonly<Record<string, JsonSchema>>, required?: readonly string[]): JsonSchema {
  return { type: 'object', properties, additionalProperties: false, ...(required ? { required } : {}) }
}

function map(values: JsonSchema, names: JsonSchema, description: string): JsonSchema {
  return { type: 'object', additionalProperties: values, propertyNames: names, description }
}
