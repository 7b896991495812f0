// A value to begin with when a list or map gets a new row.

import type { DataType, DataValue } from '@aws-sdk/client-iottwinmaker'
import { MEMBER, typeNameOf } from './value'

export function blankValue(type: DataType | undefined): DataValue {
  const name = typeNameOf(type)
  const [first] = type?.allowedValues ?? []
  if (first) return first
  switch (name) {
    case 'BOOLEAN': return { booleanValue: false }
    // A text: a number that is still to be typed.
    case 'INTEGER': case 'LONG': case 'DOUBLE': return { [MEMBER[name]]: '' } as DataValue
    case 'LIST': return { listValue: [blankValue(type?.nestedType)] }
    case 'MAP': return { mapValue: {} }
    case 'RELATIONSHIP': return { relationshipValue: { targetEntityId: '' } }
    default: return { stringValue: '' }
  }
}
