// The journey with the AWS SDK for JavaScript v3: workspace, type, entity, values, scene, and everything gone again.
import assert from 'node:assert/strict'
import {
  BatchPutPropertyValuesCommand, CreateComponentTypeCommand, CreateEntityCommand, CreateSceneCommand,
  CreateWorkspaceCommand, DeleteComponentTypeCommand, DeleteEntityCommand, DeleteSceneCommand,
  DeleteWorkspaceCommand, GetEntityCommand, GetPropertyValueCommand, GetPropertyValueHistoryCommand,
  GetSceneCommand, GetWorkspaceCommand, IoTTwinMakerClient, ResourceNotFoundException, ValidationException,
  paginateListEntities,
} from '@aws-sdk/client-iottwinmaker'

// Credentials, region and endpoint come from the environment; the prefix switch is the one thing to set in code.
const client = new IoTTwinMakerClient({ endpoint: process.env.AWS_ENDPOINT_URL, disableHostPrefix: true })
const workspaceId = process.argv[2]
const send = (Command, input) => client.send(new Command({ workspaceId, ...input }))
const typeId = 'com.example.journey'

await send(CreateWorkspaceCommand, { description: 'a journey' })
const workspace = await send(GetWorkspaceCommand, {})
assert(workspace.creationDateTime instanceof Date)

await send(CreateComponentTypeCommand, {
  componentTypeId: typeId,
  extendsFrom: ['com.gemel.timeseries'],
  propertyDefinitions: {
    speed: { dataType: { type: 'DOUBLE' }, isTimeSeries: true },
    maker: { dataType: { type: 'STRING' }, defaultValue: { stringValue: 'us' } },
  },
})
for (const entityId of ['line-1', 'line-2', 'line-3']) {
  await send(CreateEntityCommand, {
    entityId, entityName: entityId,
    components: { motor: { componentTypeId: typeId, properties: { maker: { value: { stringValue: 'them' } } } } },
  })
}
const entity = await send(GetEntityCommand, { entityId: 'line-1' })
assert.equal(entity.status.state, 'ACTIVE')
assert.equal(entity.components.motor.properties.maker.value.stringValue, 'them')

const seen = []
for await (const page of paginateListEntities({ client, pageSize: 2 }, { workspaceId })) {
  seen.push(...page.entitySummaries.map((it) => it.entityId))
}
assert.deepEqual(seen.sort(), ['line-1', 'line-2', 'line-3'])

const reference = { entityId: 'line-1', componentName: 'motor', propertyName: 'speed' }
const batch = await send(BatchPutPropertyValuesCommand, {
  entries: [{
    entityPropertyReference: reference,
    propertyValues: [1, 2, 3].map((it) => ({ time: `2026-01-01T00:00:0${it}Z`, value: { doubleValue: it / 2 } })),
  }],
})
assert.deepEqual(batch.errorEntries, [])
const history = await send(GetPropertyValueHistoryCommand, {
  entityId: 'line-1', componentName: 'motor', selectedProperties: ['speed'],
  startTime: '2026-01-01T00:00:00Z', endTime: '2026-01-02T00:00:00Z',
})
assert.deepEqual(history.propertyValues[0].values.map((it) => it.value.doubleValue), [0.5, 1, 1.5])
const value = await send(GetPropertyValueCommand, {
  entityId: 'line-1', componentName: 'motor', selectedProperties: ['maker'],
})
assert.equal(value.propertyValues.maker.propertyValue.stringValue, 'them')

await send(CreateSceneCommand, { sceneId: 'hall', contentLocation: 's3://journey/hall.json' })
assert.equal((await send(GetSceneCommand, { sceneId: 'hall' })).contentLocation, 's3://journey/hall.json')

await assert.rejects(send(GetEntityCommand, { entityId: 'nobody' }), ResourceNotFoundException)
await assert.rejects(send(DeleteWorkspaceCommand, {}), ValidationException)
await send(DeleteSceneCommand, { sceneId: 'hall' })
for (const entityId of seen) await send(DeleteEntityCommand, { entityId })
await send(DeleteComponentTypeCommand, { componentTypeId: typeId })
await send(DeleteWorkspaceCommand, {})
await assert.rejects(send(GetWorkspaceCommand, {}), ResourceNotFoundException)
console.log('the journey is done')
