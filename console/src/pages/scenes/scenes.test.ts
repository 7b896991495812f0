// Names of scenes, templates, the trash, archives, and pictures of what differs.

import { diffScenes, newNode, newScene, addNodes, parseScene, printScene, renameNode } from '@gemel/scene'
import { describe, expect, it } from 'vitest'
import { packPaths, withPaths } from './export-scene'
import { freeSceneId, sceneIdFrom, sceneIdProblem } from './scene-id'
import { TEMPLATES } from './templates'
import { parseTrashKey, trashPrefix } from './trash'
import { changedNodes, coloured } from './versions/coloured'
import { crc32, zip } from './zip'

describe('scene ids', () => {
  it('are what the API takes', () => {
    for (const good of ['ab', 'line-2', '_x1', '0a', 'a'.repeat(128)]) expect(sceneIdProblem(good, new Set())).toBeNull()
    for (const bad of ['', 'a', '-ab', 'ab-', 'ab_', 'a b', 'ü2', 'a'.repeat(129)]) expect(sceneIdProblem(bad, new Set())).not.toBeNull()
    expect(sceneIdProblem('line', new Set(['line']))).toContain('already')
  })
  it('are proposed from texts', () => {
    expect(sceneIdFrom('Fülllinie 2 (neu)')).toBe('Fulllinie-2-neu')
    expect(freeSceneId('line', new Set(['line', 'line-2']))).toBe('line-3')
    expect(freeSceneId('line-2', new Set(['line-2']))).toBe('line-3')
  })
})

it('templates are documents without problems', () => {
  for (const template of TEMPLATES) {
    const { problems, isReadOnly } = parseScene(printScene(template.make()))
    expect([template.id, problems, isReadOnly]).toEqual([template.id, [], false])
  }
})

it('the trash knows its keys', () => {
  const prefix = trashPrefix('line-2', new Date(0))
  expect(parseTrashKey(`${prefix}record.json`)).toEqual({ prefix, sceneId: 'line-2', deleted_at: new Date(0) })
  expect(parseTrashKey(`${prefix}objects/line-2.json`)).toBeNull()
})

describe('archives', () => {
  it('give each file a path of its own, and the document names them', () => {
    const paths = packPaths([
      { uri: 's3://a/x/tank.glb', name: { bucket: 'a', key: 'x/tank.glb' } }, { uri: 's3://a/y/Tank.glb', name: { bucket: 'a', key: 'y/Tank.glb' } },
      { uri: 'tank.glb', name: { bucket: 'a', key: 'x/tank.glb' } },
    ])
    expect([...paths.values()]).toEqual(['models/tank.glb', 'models/2/Tank.glb', 'models/tank.glb'])
    expect(withPaths('{"uri":"s3://a/y/Tank.glb"}', paths)).toBe('{"uri":"models/2/Tank.glb"}')
  })

  it('are ZIP', async () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
    const blob = await zip([{ path: 'ü.txt', bytes: new TextEncoder().encode('hello'.repeat(100)) }, { path: 'b', bytes: new Uint8Array() }], new Date(2026, 10, 25, 12))
    expect(blob.type).toBe('application/zip')
    expect(blob.size).toBeGreaterThan(100)
  })
})

it('colours what differs, on both sides', () => {
  const one = newNode({ name: 'One' })
  const before = addNodes([one, newNode({ name: 'Gone' })]).apply(newScene())
  const after = addNodes([newNode({ name: 'New' })]).apply(renameNode(one.id, 'One').apply(addNodes([one]).apply(newScene())))
  const changes = changedNodes(diffScenes(before, after))
  expect([...changes.before.values(), ...changes.after.values()].toSorted()).toEqual(['added', 'removed'])
  const shown = coloured(after, changes.after)
  const shaded = [...shown.nodes.values()].filter((it) => it.components.some((component) => component.type === 'ModelShader'))
  expect(shaded.map((it) => it.name)).toEqual(['New'])
})
