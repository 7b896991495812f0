// Questions to a document.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { invert, lookRotation, matrixOf, multiply, transformOf, transformPoint } from './matrix'
import { parseScene } from './parse'
import {
  ancestors,
  bindingsOf,
  childrenOf,
  descendants,
  findByEntity,
  modelsUsed,
  pathOf,
  rulesUsed,
  searchNodes,
  topmost,
  worldTransform,
} from './query'
import type { SceneNode, Vec3 } from './types'

const at = (x: number, y = 0, z = 0) => ({ position: [x, y, z], rotation: [0, 0, 0], scale: [1, 1, 1] })
const bind = (entityId: string, propertyName = 'temperature') => ({
  dataBindingContext: { entityId, componentName: '${comp}', propertyName },
  isStaticData: propertyName === 'maker',
})

const { document } = parseScene({
  specVersion: '1.0',
  unit: 'meters',
  cameras: [],
  rootNodeIndexes: [0, 4],
  properties: { dataBindingConfig: { template: { comp: 'Data' } } },
  nodes: [
    { name: 'hall', transform: { ...at(1), rotation: [0, Math.PI / 2, 0] }, children: [1, 2] },
    {
      name: 'Mixer',
      transform: at(0, 0, 2),
      children: [3],
      components: [{ type: 'ModelRef', uri: 's3://b/mixer.glb', modelType: 'GLB' }],
    },
    {
      name: '',
      transform: at(0),
      components: [
        { type: 'Tag', ruleBasedMapId: 'r1', valueDataBinding: bind('oven-1') },
        {
          type: 'DataOverlay',
          subType: 'OverlayPanel',
          dataRows: [],
          valueDataBindings: [{ bindingName: 'made by', valueDataBinding: bind('oven-1', 'maker') }],
        },
      ],
    },
    {
      name: 'motor',
      transform: at(0),
      components: [
        {
          type: 'MotionIndicator',
          shape: 'LinearPlane',
          config: { numOfRepeatInY: 1, backgroundColorOpacity: 1 },
          valueDataBindings: { speed: { valueDataBinding: bind('${sel}', 'RPM'), ruleBasedMapId: 'r1' } },
        },
        { type: 'ModelShader' },
      ],
    },
    { name: 'yard', transform: at(9) },
  ],
  rules: { r1: { statements: [] } },
})
const named = (name: string): SceneNode =>
  [...document.nodes.values()].find((node) => node.name === name) as SceneNode
const namesOf = (nodes: readonly SceneNode[]): readonly string[] => nodes.map((node) => node.name)

describe('a document', () => {
  it('knows who stands where', () => {
    expect(namesOf(childrenOf(document, null))).toEqual(['hall', 'yard'])
    expect(namesOf(descendants(document, named('hall').id))).toEqual(['Mixer', 'motor', ''])
    expect(namesOf(ancestors(document, named('motor').id))).toEqual(['Mixer', 'hall'])
    expect(pathOf(document, named('motor').id)).toBe('hall / Mixer / motor')
    expect(pathOf(document, named('').id)).toBe('hall / Tag')
    expect(topmost(document, [named('yard').id, named('motor').id, named('Mixer').id])).toEqual([
      named('Mixer').id,
      named('yard').id,
    ])
  })

  it('knows where nodes stand in the world', () => {
    const { position, rotation } = worldTransform(document, named('motor').id)
    expect(position[0]).toBeCloseTo(3)
    expect(position[2]).toBeCloseTo(0)
    expect(rotation[1]).toBeCloseTo(Math.PI / 2)
  })

  it('knows what is bound; templates are filled in, what stays open is left out', () => {
    const list = bindingsOf(document).map(({ slot, ref, componentIndex, isStatic }) => [
      slot,
      ref.entityId,
      ref.componentName,
      ref.propertyName,
      componentIndex,
      isStatic,
    ])
    expect(list).toEqual([
      ['value', 'oven-1', 'Data', 'temperature', 0, false],
      ['row:made by', 'oven-1', 'Data', 'maker', 1, true],
    ])
    const filled = bindingsOf(document, { comp: 'Data', sel: 'motor-1' })
    expect(filled.map(({ slot, ref }) => `${slot} ${ref.entityId}`)).toContain('speed motor-1')
    expect(bindingsOf(document, {})).toEqual([])
    expect(namesOf(findByEntity(document, 'oven-1'))).toEqual([''])
    expect(namesOf(findByEntity(document, 'motor-1', { sel: 'motor-1' }))).toEqual(['motor'])
  })

  it('knows what is used', () => {
    expect(rulesUsed(document).get('r1')).toEqual([named('').id, named('motor').id])
    expect([...modelsUsed(document).keys()]).toEqual(['s3://b/mixer.glb'])
  })

  const searches: readonly (readonly [string, readonly string[]])[] = [
    ['mix', ['Mixer']],
    ['MIXER.GLB', ['Mixer']],
    ['oven-1', ['']],
    ['tag', ['']],
    ['motion', ['motor']],
    ['hall', ['hall']],
    ['model motor', ['motor']],
    ['nothing', []],
    ['  ', []],
  ]
  it.each(searches)('finds %s', (text, names) => expect(namesOf(searchNodes(document, text))).toEqual(names))
})

const part = fc.double({ min: -100, max: 100, noNaN: true })
const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true })
const factor = fc.double({ min: 0.01, max: 100, noNaN: true })
const transform = fc.record({
  position: fc.tuple(part, part, part),
  rotation: fc.tuple(angle, angle, angle),
  scale: fc.tuple(factor, factor, factor),
})

function close(one: readonly number[], other: readonly number[]): void {
  for (const [index, value] of one.entries())
    expect(Math.abs(value - (other[index] ?? 0))).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)))
}

describe('matrices', () => {
  it('are the same once taken apart and put together', () => {
    fc.assert(fc.property(transform, (made) => close(matrixOf(made), matrixOf(transformOf(matrixOf(made))))))
    fc.assert(
      fc.property(transform, (made) => {
        const mirrored = { ...made, scale: [-made.scale[0], made.scale[1], made.scale[2]] as Vec3 }
        close(matrixOf(mirrored), matrixOf(transformOf(matrixOf(mirrored))))
      }),
    )
  })

  it('are undone by their inverse; flat ones by nothing', () => {
    fc.assert(
      fc.property(transform, transform, (one, point) => {
        const inverse = invert(matrixOf(one))
        if (inverse === null) throw new Error('an inverse')
        close(transformPoint(multiply(inverse, matrixOf(one)), point.position), point.position)
      }),
    )
    expect(invert(matrixOf({ position: [0, 0, 0], rotation: [0, 0, 0], scale: [1, 0, 1] }))).toBeNull()
  })

  it('turn in the order XYZ', () => {
    const turned = transformPoint(
      matrixOf({ position: [1, 2, 3], rotation: [Math.PI / 2, 0, Math.PI / 2], scale: [2, 1, 1] }),
      [1, 0, 0],
    )
    close(turned, [1, 2, 5])
  })

  it('look down -Z from a point to another', () => {
    fc.assert(
      fc.property(fc.tuple(part, part, part), fc.tuple(part, part, part), (from, to) => {
        const way = [to[0] - from[0], to[1] - from[1], to[2] - from[2]]
        const length = Math.hypot(...way)
        fc.pre(Math.hypot(way[0] ?? 0, way[2] ?? 0) > 0.01 * length && length > 0.01)
        const matrix = matrixOf({ position: [0, 0, 0], rotation: lookRotation(from, to), scale: [1, 1, 1] })
        close(
          transformPoint(matrix, [0, 0, -1]),
          way.map((value) => value / length),
        )
        expect(transformPoint(matrix, [1, 0, 0])[1]).toBeCloseTo(0)
      }),
    )
  })
})
