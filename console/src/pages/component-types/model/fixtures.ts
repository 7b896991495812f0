// Types for tests: a small family with two roots, a middle and a leaf.

import type { PropertyDefinitionResponse } from '@aws-sdk/client-iottwinmaker'
import type { TypeOf, WholeType } from './draft'

export function definition(
  type: 'STRING' | 'DOUBLE', more: Partial<PropertyDefinitionResponse> = {},
): PropertyDefinitionResponse {
  return {
    dataType: { type }, isTimeSeries: false, isRequiredInEntity: false, isExternalId: false,
    isStoredExternally: false,
    isImported: false, isFinal: false, isInherited: false, ...more,
  }
}

function whole(it: Partial<WholeType> & { readonly componentTypeId: string }): WholeType {
  return {
    workspaceId: 'w', creationDateTime: new Date(0), updateDateTime: new Date(0), isAbstract: false,
    isSingleton: false,
    isSchemaInitialized: false, propertyDefinitions: {}, functions: {}, extendsFrom: [],
    arn: `arn:aws:iottwinmaker:us-east-1:000000000000:workspace/w/component-type/${it.componentTypeId}`, ...it,
  }
}

export const SERIES = whole({
  componentTypeId: 'com.gemel.timeseries',
  arn: 'arn:aws:iottwinmaker:us-east-1:iotrociaccount:workspace/AmazonOwnedTypesWorkspace/component-type/com.gemel.timeseries',
  functions: { dataReader: { implementedBy: { isNative: true }, isInherited: false } },
})
export const TELEMETRY = whole({
  componentTypeId: 't.telemetry', extendsFrom: ['com.gemel.timeseries'],
  propertyDefinitions: { assetId: definition('STRING', { isExternalId: true, isRequiredInEntity: true }) },
  functions: { dataReader: { implementedBy: { isNative: true }, isInherited: true } },
})
export const MACHINE = whole({
  componentTypeId: 't.machine', extendsFrom: ['t.telemetry'],
  propertyDefinitions: {
    assetId: definition('STRING', { isExternalId: true, isRequiredInEntity: true, isInherited: true, displayName: 'Asset' }),
    state: definition('STRING', { isTimeSeries: true }),
  },
  functions: { dataReader: { implementedBy: { isNative: true }, isInherited: true } },
})
export const OVEN = whole({
  componentTypeId: 't.oven', extendsFrom: ['t.machine'], componentTypeName: 'Oven',
  propertyDefinitions: {
    assetId: definition('STRING', { isExternalId: true, isRequiredInEntity: true, isInherited: true, displayName: 'Asset' }),
    state: definition('STRING', { isTimeSeries: true, isInherited: true, defaultValue: { stringValue: 'IDLE' } }),
    temperature: { ...definition('DOUBLE', { isTimeSeries: true }), dataType: { type: 'DOUBLE', unitOfMeasure: 'Celsius' } },
  },
  functions: {
    dataReader: { implementedBy: { isNative: true }, isInherited: true },
    dataWriter: {
      implementedBy: { lambda: { arn: 'arn:aws:lambda:us-east-1:000000000000:function:w' }, isNative: false },
      isInherited: false,
    },
  },
})
export const OTHER = whole({
  componentTypeId: 't.other', propertyDefinitions: { state: definition('DOUBLE'), note: definition('STRING') },
})

export const typeOf: TypeOf = (id) => [SERIES, TELEMETRY, MACHINE, OVEN, OTHER].find((it) => it.componentTypeId === id)
