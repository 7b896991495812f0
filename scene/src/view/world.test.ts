// Nodes and what is drawn of them: one to one, by what changed, drawn together, picked apart, given back.

import { describe, expect, it } from 'vitest'
import { Ray, Vector3, type InstancedMesh } from 'three'
import { removeNodes } from '../commands/remove-nodes'
import { setComponent } from '../commands/set-component'
import { transformNodes } from '../commands/transform-nodes'
import { ICON_PREFIX, newModel, newModelShader, newMotionIndicator, newOverlay, newSubModel,
  newTag } from '../document/defaults'
import type { RuleGroup, SceneComponent } from '../document/types'
import type { Entry } from './entry'
import { modelPartOf } from './parts/model-part'
import { MotionPart } from './parts/motion-part'
import { ShaderPart } from './parts/shader-part'
import { TagPart } from './parts/tag-part'
import { bindingOf, makeWorld, type TestWorld } from './test-world'

const model = (uri = 's3://b/boxes.glb'): SceneComponent => newModel(uri)
const instances = ({ world }: TestWorld) => [...world.pools.chunks()].flatMap((chunk) => chunk.instances)
const meshes = ({ world }: TestWorld) => world.root.children.filter((each): each is InstancedMesh => 'isInstancedMesh' in each)
const down = (x: number, z: number) => new Ray(new Vector3(x, 10, z), new Vector3(0, -1, 0))
const entryOf = ({ world }: TestWorld, id: string) => world.view.entries.get(id as never) as Entry

const COLORS: RuleGroup = {
  statements: [
    { expression: 'temperature > 40', target: 'iottwinmaker.common.color:#ff0000' },
    { expression: 'temperature > 20', target: 'iottwinmaker.common.opacity:0.5' },
  ],
}
const ICONS: RuleGroup = {
  statements: [
    { expression: "alarm_status == 'ACTIVE'", target: `${ICON_PREFIX}Error` },
    { expression: "alarm_status == 'GONE'", target: `${ICON_PREFIX}Custom`,
      targetMetadata: { color: '#123456', iconName: 'ghost' } },
  ],
}
const SPEED: RuleGroup = { statements: [{ expression: '(rpm - 50) / 10',
  target: 'iottwinmaker.common.number' }] }

describe('nodes on the screen', () => {
  it('keeps one entry for each node and touches only those that changed', async () => {
    const test = makeWorld()
    const [a, b] = test.add({ name: 'a', components: [model()] },
      { name: 'b', components: [model()], position: [5, 0, 0] })
    await test.settle()
    expect([...test.world.view.entries.keys()]).toEqual([a?.id, b?.id])
    const before = new Map(test.world.view.entries)
    let placed = 0
    const part = entryOf(test, b?.id ?? '').parts[0]
    const place = part?.place?.bind(part)
    Object.assign(part ?? {}, { place: () => { placed += 1; place?.() } })
    test.editor.run(transformNodes(new Map([[a?.id as never, { position: [1, 0, 0] }]])))
    test.frame()
    expect(placed).toBe(0)
    expect(new Map(test.world.view.entries)).toEqual(before)
    expect(new Vector3().setFromMatrixPosition(entryOf(test, a?.id ?? '').world).toArray()).toEqual([1, 0, 0])
    test.editor.undo()
    test.frame()
    expect(new Vector3().setFromMatrixPosition(entryOf(test, a?.id ?? '').world).toArray()).toEqual([0, 0, 0])
  })

  it('carries children along and hides them with their parent', async () => {
    const test = makeWorld()
    const [parent] = test.add({ name: 'parent', position: [10, 0, 0] })
    const [child] = test.add({ name: 'child', parentId: parent!.id, position: [1, 0, 0],
      components: [model()] })
    await test.settle()
    test.editor.run(transformNodes(new Map([[parent!.id, { position: [20, 0, 0] }]])))
    test.frame()
    expect(instances(test)[0]?.matrix.elements[12]).toBe(21)
    test.editor.set({ hidden: new Set([parent!.id]) })
    test.frame()
    expect(instances(test)).toHaveLength(0)
    expect(entryOf(test, child!.id).isShown).toBe(false)
    test.editor.set({ hidden: new Set() })
    test.frame()
    expect(instances(test)).toHaveLength(1)
  })

  it('shows a box and says why when a model cannot be read', async () => {
    const test = makeWorld()
    const [node] = test.add({ name: 'n', components: [model('broken.glb')] })
    await test.settle()
    expect(test.problems()).toMatchObject([{ severity: 'error', nodeId: node?.id,
      message: expect.stringContaining('404') }])
    expect(test.world.picker.first(down(0, 0))?.nodeId).toBe(node?.id)
    test.editor.run(setComponent(node!.id, 0, model()))
    await test.settle()
    expect(test.problems()).toEqual([])
  })
})

describe('models drawn together', () => {
  it('draws many nodes of one model by one mesh a material, in chunks', async () => {
    const test = makeWorld()
    test.add(...Array.from({ length: 1200 }, (_, i) => ({
      name: `n${i}`, components: [model()], position: [(i % 40) * 4, 0, Math.floor(i / 40) * 4] as const,
    })))
    await test.settle()
    expect(instances(test)).toHaveLength(1200)
    expect(meshes(test).length).toBeLessThanOrEqual(12)
    expect(meshes(test).reduce((sum, { count }) => sum + count, 0)).toBe(2400)
  })

  it('finds the node behind each instance, and after others left', async () => {
    const test = makeWorld()
    const places = [0, 10, 20]
    const nodes = test.add(...places.map((x) => ({
      name: `${x}`, components: [model()], position: [x, 0, 0] as const,
    })))
    await test.settle()
    const found = () => places.map((x) => test.world.picker.first(down(x, 0))?.nodeId)
    expect(found()).toEqual(nodes.map(({ id }) => id))
    test.editor.run(removeNodes([nodes[0]!.id]))
    test.frame()
    expect(found()).toEqual([undefined, nodes[1]?.id, nodes[2]?.id])
    const hit = test.world.picker.first(down(20, 0))
    expect(hit?.mesh).toBe('lid')
    expect(hit?.point.y).toBeCloseTo(2.2)
    expect(hit?.normal.toArray()).toEqual([0, 1, 0])
  })

  it('scales models by their unit, or by their own scale', async () => {
    const test = makeWorld()
    test.add({ name: 'cm', components: [{ ...model(), unitOfMeasure: 'centimeters' } as SceneComponent] },
      { name: 'own',
        components: [{ ...model(), unitOfMeasure: 'centimeters', localScale: [3, 3, 3] } as SceneComponent] })
    await test.settle()
    expect(instances(test).map(({ matrix }) => matrix.getMaxScaleOnAxis())).toEqual([0.01, 3])
  })

  it('leaves the batch for meshes that are moved one by one, and comes back', async () => {
    const test = makeWorld()
    const [parent] = test.add({ name: 'p', components: [model()] })
    await test.settle()
    const [sub] = test.add({ name: 'lid', parentId: parent!.id, position: [0, 5, 0],
      components: [newSubModel('lid')] })
    await test.settle()
    const solo = modelPartOf(entryOf(test, parent!.id))?.solo
    expect(instances(test)).toHaveLength(0)
    expect(solo?.find('lid')?.position.y).toBe(5)
    expect(new Vector3().setFromMatrixPosition(entryOf(test, sub!.id).world).y).toBe(5)
    expect(test.world.picker.first(down(0, 0))?.nodeId).toBe(sub?.id)
    expect(test.world.picker.first(down(0.9, 0.9))?.nodeId).toBe(parent?.id)
    test.editor.set({ hidden: new Set([sub!.id]) })
    test.frame()
    expect(test.world.picker.first(down(0, 0))?.nodeId).toBe(parent?.id)
    test.editor.run(removeNodes([sub!.id]))
    test.frame()
    expect(instances(test)).toHaveLength(1)
    expect(modelPartOf(entryOf(test, parent!.id))?.solo).toBeNull()
  })

  it('plays animations only of shown nodes, asking for frames meanwhile', async () => {
    const test = makeWorld()
    const [node] = test.add({
      name: 'n', components: [model(),
        { type: 'Animation', uri: 's3://b/boxes.glb', currentAnimations: ['turn'] }],
    })
    await test.settle()
    expect(test.frame()).toBe(true)
    test.editor.set({ hidden: new Set([node!.id]) })
    expect(test.frame()).toBe(false)
  })
})

describe('live values', () => {
  it('colours every model below a shader, keeps them in a batch, and gives the old look back', async () => {
    const test = makeWorld({ colors: COLORS })
    const { binding, key } = bindingOf('temperature')
    const shader: SceneComponent = { ...newModelShader(), valueDataBinding: binding,
      ruleBasedMapId: 'colors' } as SceneComponent
    const [parent] = test.add({ name: 'line', components: [shader] })
    test.add({ name: 'a', parentId: parent!.id, components: [model()] },
      { name: 'b', components: [model()], position: [9, 0, 0] })
    await test.settle()
    const looks = () => instances(test).map(({ chunk }) => chunk.pool.look.tint)
    expect(looks()).toEqual([null, null])
    test.live.write([[key, { value: 50, time_ms: 0 }]])
    test.frame()
    expect(looks().toSorted()).toEqual([null, '#ff0000@'].toSorted())
    expect(entryOf(test, parent!.id).parts[0]).toBeInstanceOf(ShaderPart)
    test.live.write([[key, { value: 30, time_ms: 0 }]])
    test.frame()
    expect(looks()).toContain('@0.5')
    test.live.write([[key, undefined]])
    test.frame()
    expect(looks()).toEqual([null, null])
  })

  it('shows a tag by its rule, else by its component', () => {
    const test = makeWorld({ icons: ICONS })
    const { binding, key } = bindingOf('alarm_status')
    const tag = { ...newTag(), icon: `${ICON_PREFIX}Video`, valueDataBinding: binding,
      ruleBasedMapId: 'icons' } as SceneComponent
    const [node] = test.add({ name: 't', components: [tag] })
    test.frame()
    const { item } = entryOf(test, node!.id).parts[0] as TagPart
    expect(item.icon).toBe('Video')
    test.live.write([[key, { value: 'ACTIVE', time_ms: 0 }]])
    expect(item.icon).toBe('Video')
    test.frame()
    expect(item).toMatchObject({ icon: 'Error', color: '#d91515' })
    test.live.write([[key, { value: 'GONE', time_ms: 0 }]])
    test.frame()
    expect(item).toMatchObject({ icon: 'Custom', color: '#123456', customName: 'ghost' })
    test.editor.select([node!.id])
    test.frame()
    expect(item.state).toBe(2)
  })

  it('follows templates, and follows something else when they change', () => {
    const test = makeWorld({ icons: ICONS })
    const binding = { dataBindingContext: { entityId: '${sel}', componentName: 'telemetry',
      propertyName: 'alarm_status' } }
    const [node] = test.add({
      name: 't', components: [{ ...newTag(), valueDataBinding: binding,
        ruleBasedMapId: 'icons' } as SceneComponent],
    })
    test.live.write([[bindingOf('alarm_status', 'm1').key, { value: 'ACTIVE', time_ms: 0 }]])
    test.frame()
    const { item } = entryOf(test, node!.id).parts[0] as TagPart
    expect(item.icon).toBe('Info')
    test.world.setTemplate({ sel: 'm1' })
    test.frame()
    expect(item.icon).toBe('Error')
    test.world.setTemplate({ sel: 'm2' })
    test.frame()
    expect(item.icon).toBe('Info')
  })

  it('moves arrows as fast as the rule says and asks for frames only then', () => {
    const test = makeWorld({ speed: SPEED })
    const { binding, key } = bindingOf('rpm')
    const motion = newMotionIndicator('LinearPlane')
    const [node] = test.add({
      name: 'belt', components: [{
        ...motion, config: { ...(motion as { config: object }).config, defaultSpeed: 0 },
        valueDataBindings: { speed: { valueDataBinding: binding, ruleBasedMapId: 'speed' } },
      } as SceneComponent],
    })
    expect(test.frame()).toBe(false)
    test.live.write([[key, { value: 70, time_ms: 0 }]])
    expect(test.frame()).toBe(true)
    expect((entryOf(test, node!.id).parts[0] as MotionPart).speed).toBe(2)
    test.live.write([[key, { value: 20, time_ms: 0 }]])
    expect(test.frame()).toBe(false)
    test.live.write([[key, { value: 70, time_ms: 0 }]])
    test.editor.set({ shows: { ...test.editor.store.getState().shows, motion: false } })
    expect(test.frame()).toBe(false)
  })

  it('asks for a frame only for values that something shows', () => {
    const test = makeWorld({ icons: ICONS })
    const { binding, key } = bindingOf('alarm_status')
    test.add({ name: 't',
      components: [{ ...newTag(), valueDataBinding: binding, ruleBasedMapId: 'icons' } as SceneComponent] })
    test.frame()
    const before = test.frames()
    test.live.write([[bindingOf('other').key, { value: 1, time_ms: 0 }]])
    expect(test.frames()).toBe(before)
    test.live.write([[key, { value: 'ACTIVE', time_ms: 0 }]])
    expect(test.frames()).toBe(before + 1)
  })

  it('opens and closes panels, and writes their values as text', () => {
    const test = makeWorld()
    const { binding, key } = bindingOf('temperature')
    const overlay = {
      ...newOverlay('OverlayPanel'), dataRows: [{ rowType: 'Markdown', content: 'It is ${t} °C' }],
      valueDataBindings: [{ bindingName: 't', valueDataBinding: binding }],
    } as SceneComponent
    const [node] = test.add({ name: 'o', components: [newTag(), overlay] })
    test.frame()
    const [item] = [...test.world.overlays.items.values()]
    expect(test.world.overlays.isOpen(item!)).toBe(false)
    test.world.overlays.toggle(node!.id)
    expect(test.world.overlays.isOpen(item!)).toBe(true)
    expect(test.world.overlays.textOf(item!, 't')).toBe('-')
    test.live.write([[key, { value: 21.123456789, time_ms: 0 }]])
    expect(test.world.overlays.textOf(item!, 't')).toMatch(/^21\.1/)
  })
})

describe('memory', () => {
  it('gives everything back', async () => {
    const test = makeWorld({ colors: COLORS })
    const { binding } = bindingOf('temperature')
    test.add({ name: 'a',
      components: [model(), { ...newTag(), valueDataBinding: binding } as SceneComponent,
        newMotionIndicator('LinearPlane')] })
    await test.settle()
    const [chunk] = test.world.pools.chunks()
    let disposed = 0
    for (const { geometry } of chunk!.pool.asset.primitives) geometry.addEventListener('dispose',
      () => (disposed += 1))
    test.world.dispose()
    expect(disposed).toBe(2)
    expect(test.world.root.children.filter((each) => each !== test.world.tags.group)).toEqual([])
    expect(test.world.tags.items).toEqual([])
    expect([...test.world.pools.chunks()]).toEqual([])
    expect(test.world.animated.size).toBe(0)
  })
})
