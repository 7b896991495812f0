// What a new function starts from: one handler a kind, in Python and in Node.js, that answers in the right shape.

import type { Language } from './runtime'

export const KINDS = {
  dataReader: {
    label: 'Data reader', functions: ['dataReader', 'dataReaderByEntity', 'dataReaderByComponentType'],
    description: 'Answers the history of time-series properties from a store of yours.',
    event: 'workspaceId, componentTypeId, selectedProperties, properties, startTime, endTime, maxResults, orderByTime, and entityId with componentName when one entity is asked; propertyFilters, interpolation and nextToken where given.',
    answer: '{"propertyValues": [{"entityPropertyReference": {"entityId", "componentName", "propertyName"}, "values": [{"time": "2026-01-31T12:00:00Z", "value": {"doubleValue": 21.5}}]}], "nextToken": null}. Without entityId, name the asset in the reference: "externalIdProperty": {"assetId": "…"}.',
  },
  dataWriter: {
    label: 'Data writer', functions: ['dataWriter'],
    description: 'Takes the values that BatchPutPropertyValues writes, and puts them into a store of yours.',
    event: 'workspaceId, entries: [{entryId, entityPropertyReference, propertyValues: [{time, timestamp, value}]}], and properties by entity id.',
    answer: '{"errorEntries": []}, or for what was refused {"errorEntries": [{"errors": [{"errorCode", "errorMessage", "entry"}]}]}.',
  },
  attributeReader: {
    label: 'Attribute reader', functions: ['attributePropertyValueReaderByEntity'],
    description: 'Answers the current value of properties that are stored externally.',
    event: 'workspaceId, entityId, componentName, componentTypeId, selectedProperties, properties.',
    answer: '{"propertyValues": {"name": {"propertyReference": {"entityId", "componentName", "propertyName"}, "propertyValue": {"stringValue": "…"}}}}.',
  },
  tableReader: {
    label: 'Table reader', functions: ['tabularDataReaderByEntity'],
    description: 'Answers the rows of a tabular property group.',
    event: 'as the attribute reader, and propertyGroupName, tabularConditions {orderBy, propertyFilters}, maxResults, nextToken.',
    answer: '{"tabularPropertyValues": [[{"column": {"stringValue": "…"}}]], "nextToken": null}: result sets of rows.',
  },
  schemaInitializer: {
    label: 'Schema initializer', functions: ['schemaInitializer'],
    description: 'Brings property definitions and values when a component type or a component is made.',
    event: 'workspaceId, properties, and entityId with componentName when a component is made.',
    answer: '{"properties": {"name": {"definition": {"dataType": {"type": "DOUBLE"}}, "value": {"doubleValue": 1}}}}.',
  },
  plain: {
    label: 'Empty handler', functions: [],
    description: 'Answers with what it was asked: for anything else you have in mind.',
    event: 'any JSON.', answer: 'any JSON.',
  },
} as const

export type TemplateKind = keyof typeof KINDS

/** The handler to name, the file it is in, and the code. */
export interface Template {
  readonly handler: string
  readonly file: string
  readonly code: string
}

export function templateOf(kind: TemplateKind, language: Language): Template {
  if (language === 'provided') return { handler: '', file: 'bootstrap', code: BOOTSTRAP }
  const isPython = language === 'python'
  return {
    handler: isPython ? 'app.handler' : 'index.handler', file: isPython ? 'app.py' : 'index.mjs',
    code: (isPython ? PYTHON : NODE)[kind],
  }
}

/** The text that is a template as it stands, so that another one may take its place unasked. */
export function isTemplate(code: string): boolean {
  return [...Object.values(PYTHON), ...Object.values(NODE), BOOTSTRAP].includes(code)
}

const BOOTSTRAP = `#!/bin/sh
# Asks for events and answers them, as the Runtime API of AWS Lambda has it.
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  event=$(curl -sS -D /tmp/head "$api/next")
  id=$(sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *//p' /tmp/head | tr -d '\\r')
  curl -sS -X POST "$api/$id/response" -d "$event" > /dev/null
done
`

const PYTHON: Readonly<Record<TemplateKind, string>> = {
  plain: `def handler(event, context):
    print("asked for", event)
    return {"received": event}
`,
  dataReader: `"""Reads the history of time-series properties. Replace read() with your own store."""

from datetime import datetime, timedelta, timezone


def handler(event, context):
    start = datetime.fromisoformat(event["startTime"].replace("Z", "+00:00"))
    end = datetime.fromisoformat(event["endTime"].replace("Z", "+00:00"))
    limit = event.get("maxResults", 100)
    is_descending = event.get("orderByTime") == "DESCENDING"
    print("asked for", event["selectedProperties"], "of", event.get("entityId", "all entities"))

    histories = []
    for name in event["selectedProperties"]:
        values = read(event, name, start, end)
        values.sort(key=lambda it: it[0], reverse=is_descending)
        histories.append({
            "entityPropertyReference": reference(event, name),
            "values": [{"time": iso(time), "value": {"doubleValue": value}} for time, value in values[:limit]],
        })
    return {"propertyValues": histories}


def read(event, name, start, end):
    """(time, value) pairs after start, up to and with end. Here: a value a minute, of the last hour asked for."""
    time = max(start, end - timedelta(hours=1)) + timedelta(minutes=1)
    values = []
    while time <= end:
        values.append((time, 20.0 + time.minute / 10))
        time += timedelta(minutes=1)
    return values


def reference(event, name):
    if "entityId" in event:
        return {"entityId": event["entityId"], "componentName": event["componentName"], "propertyName": name}
    # Asked for a whole component type: name the asset by its external id.
    return {"externalIdProperty": {"assetId": "asset-1"}, "propertyName": name}


def iso(time):
    return time.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
`,
  dataWriter: `"""Takes written values. Replace write() with your own store."""


def handler(event, context):
    refused = []
    for entry in event["entries"]:
        reference = entry["entityPropertyReference"]
        for point in entry["propertyValues"]:
            try:
                write(reference, point["time"], point["value"])
            except ValueError as error:
                refused.append({"errors": [{
                    "errorCode": "ValidationException",
                    "errorMessage": str(error),
                    "entry": {"entityPropertyReference": reference, "propertyValues": [point]},
                }]})
    return {"errorEntries": refused}


def write(reference, time, value):
    """value has one member, such as doubleValue. Raise ValueError to refuse it."""
    print(reference["entityId"], reference["propertyName"], time, value)
`,
  attributeReader: `"""Answers the present value of properties that are stored elsewhere. Replace read()."""


def handler(event, context):
    values = {}
    for name in event["selectedProperties"]:
        value = read(event["entityId"], event["componentName"], name)
        values[name] = {
            "propertyReference": {
                "entityId": event["entityId"], "componentName": event["componentName"], "propertyName": name,
            },
            "propertyValue": value,
        }
    return {"propertyValues": values}


def read(entity_id, component_name, name):
    return {"stringValue": f"{name} of {entity_id}"}
`,
  tableReader: `"""Answers the rows of a tabular property group. Replace rows()."""


def handler(event, context):
    names = event["selectedProperties"]
    limit = event.get("maxResults", 100)
    first = int(event.get("nextToken") or 0)
    found = rows(event)
    page = [{name: row.get(name) for name in names} for row in found[first:first + limit]]
    more = first + limit if len(found) > first + limit else None
    return {"tabularPropertyValues": [page], "nextToken": str(more) if more else None}


def rows(event):
    """One dictionary a row, with a value for each column."""
    return [{name: {"stringValue": f"{name} {n}"} for name in event["selectedProperties"]} for n in range(3)]
`,
  schemaInitializer: `"""Brings property definitions, and for a component their values too."""


def handler(event, context):
    if "entityId" in event:
        print("a component", event["componentName"], "of", event["entityId"], "is made")
        return {"properties": {"serialNumber": {"value": {"stringValue": "SN-0001"}}}}
    print("a component type is made")
    return {"properties": {
        "serialNumber": {"definition": {"dataType": {"type": "STRING"}}},
        "ratedPower": {"definition": {"dataType": {"type": "DOUBLE", "unitOfMeasure": "kW"}}},
    }}
`,
}

const NODE: Readonly<Record<TemplateKind, string>> = {
  plain: `export const handler = async (event) => {
  console.log('asked for', event)
  return { received: event }
}
`,
  dataReader: `// Reads the history of time-series properties. Replace read() with your own store.

export const handler = async (event) => {
  const start = Date.parse(event.startTime)
  const end = Date.parse(event.endTime)
  const limit = event.maxResults ?? 100
  const sign = event.orderByTime === 'DESCENDING' ? -1 : 1
  console.log('asked for', event.selectedProperties, 'of', event.entityId ?? 'all entities')
  const propertyValues = event.selectedProperties.map((name) => ({
    entityPropertyReference: reference(event, name),
    values: read(event, name, start, end)
      .sort((one, other) => sign * (one.time - other.time))
      .slice(0, limit)
      .map(({ time, value }) => ({ time: new Date(time).toISOString(), value: { doubleValue: value } })),
  }))
  return { propertyValues }
}

// Values after start, up to and with end. Here: one a minute, of the last hour asked for.
function read(event, name, start, end) {
  const values = []
  for (let time = Math.max(start, end - 3_600_000) + 60_000; time <= end; time += 60_000) {
    values.push({ time, value: 20 + new Date(time).getUTCMinutes() / 10 })
  }
  return values
}

function reference(event, propertyName) {
  if (event.entityId) return { entityId: event.entityId, componentName: event.componentName, propertyName }
  // Asked for a whole component type: name the asset by its external id.
  return { externalIdProperty: { assetId: 'asset-1' }, propertyName }
}
`,
  dataWriter: `// Takes written values. Replace write() with your own store.

export const handler = async (event) => {
  const errorEntries = []
  for (const { entityPropertyReference, propertyValues } of event.entries) {
    for (const point of propertyValues) {
      try {
        await write(entityPropertyReference, point.time, point.value)
      } catch (error) {
        errorEntries.push({
          errors: [{
            errorCode: 'ValidationException',
            errorMessage: error.message,
            entry: { entityPropertyReference, propertyValues: [point] },
          }],
        })
      }
    }
  }
  return { errorEntries }
}

// value has one member, such as doubleValue. Throw to refuse it.
async function write(reference, time, value) {
  console.log(reference.entityId, reference.propertyName, time, value)
}
`,
  attributeReader: `// Answers the present value of properties that are stored elsewhere. Replace read().

export const handler = async ({ entityId, componentName, selectedProperties }) => {
  const propertyValues = {}
  for (const propertyName of selectedProperties) {
    propertyValues[propertyName] = {
      propertyReference: { entityId, componentName, propertyName },
      propertyValue: await read(entityId, componentName, propertyName),
    }
  }
  return { propertyValues }
}

async function read(entityId, componentName, name) {
  return { stringValue: \`\${name} of \${entityId}\` }
}
`,
  tableReader: `// Answers the rows of a tabular property group. Replace rows().

export const handler = async (event) => {
  const names = event.selectedProperties
  const limit = event.maxResults ?? 100
  const first = Number(event.nextToken ?? 0)
  const found = await rows(event)
  const page = found.slice(first, first + limit)
    .map((row) => Object.fromEntries(names.map((name) => [name, row[name]])))
  const nextToken = found.length > first + limit ? String(first + limit) : null
  return { tabularPropertyValues: [page], nextToken }
}

// One object a row, with a value for each column.
async function rows(event) {
  return [0, 1, 2].map((n) =>
    Object.fromEntries(event.selectedProperties.map((name) => [name, { stringValue: \`\${name} \${n}\` }])))
}
`,
  schemaInitializer: `// Brings property definitions, and for a component their values too.

export const handler = async (event) => {
  if (event.entityId) {
    console.log('a component', event.componentName, 'of', event.entityId, 'is made')
    return { properties: { serialNumber: { value: { stringValue: 'SN-0001' } } } }
  }
  console.log('a component type is made')
  return {
    properties: {
      serialNumber: { definition: { dataType: { type: 'STRING' } } },
      ratedPower: { definition: { dataType: { type: 'DOUBLE', unitOfMeasure: 'kW' } } },
    },
  }
}
`,
}
