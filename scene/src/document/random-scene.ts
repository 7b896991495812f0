// Random scene documents for property tests: every kind of node and component, members in any order, unknown
// ones too.

import fc from 'fast-check'
import type { Json, JsonObject } from './types'

const number = fc.double({ noNaN: true, noDefaultInfinity: true })
const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom('Mixer', 'Line 1', 'ä/~ "q"', '__proto__', '7'),
)
const vector = fc.tuple(number, number, number)
const color = fc.constantFrom('#ff0000', '#00FF00', 'red')

/** Members that nobody knows; never a name that has a meaning somewhere. */
const unknown = fc.dictionary(
  fc.constantFrom('x-gemel-a', 'futureMember', '12', 'zz', '0'),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  { maxKeys: 2 },
)

/** Puts unknown members into an object, and all its members in any order. */
function mixed(object: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<JsonObject> {
  return fc.tuple(object, unknown).chain(([known, more]) => {
    const entries = Object.entries({ ...more, ...known }).filter(([, value]) => value !== undefined)
    return fc
      .shuffledSubarray(entries, { minLength: entries.length })
      .map((list) => Object.fromEntries(list) as JsonObject)
  })
}

const binding = mixed(
  fc.record(
    {
      dataBindingContext: fc.record(
        {
          entityId: fc.constantFrom('mixer-1', '${sel_entity}'),
          componentName: fc.constantFrom('Data', '${sel_comp}'),
          propertyName: fc.constantFrom('temperature', 'alarm-status'),
          entityPath: text,
        },
        { requiredKeys: [] },
      ),
      isStaticData: fc.boolean(),
      dataFrameLabel: text,
    },
    { requiredKeys: [] },
  ),
)

const RULE_IDS = ['ruleA', 'rule-b', 'r2']
const bound = { valueDataBinding: binding, ruleBasedMapId: fc.constantFrom(...RULE_IDS) }

const components: readonly fc.Arbitrary<JsonObject>[] = [
  mixed(
    fc.record(
      {
        type: fc.constant('ModelRef'),
        uri: text,
        modelType: fc.constantFrom('GLB', 'GLTF', 'Tiles3D'),
        unitOfMeasure: fc.constantFrom('meters', 'meter', 'feet'),
        localScale: vector,
        castShadow: fc.boolean(),
      },
      { requiredKeys: ['type', 'uri', 'modelType'] },
    ),
  ),
  mixed(fc.record({ type: fc.constant('SubModelRef'), selector: fc.oneof(text, fc.nat()), parentRef: text })),
  mixed(
    fc.record({
      type: fc.constant('Animation'),
      uri: text,
      currentAnimations: fc.array(text, { maxLength: 2 }),
    }),
  ),
  mixed(
    fc.record(
      {
        type: fc.constant('Tag'),
        icon: fc.constantFrom('iottwinmaker.common.icon:Error', 'Info'),
        ...bound,
        offset: vector,
        chosenColor: color,
        customIcon: fc.record({ prefix: fc.constant('fas'), iconName: text }),
        navLink: fc.record(
          { destination: text, params: fc.dictionary(fc.constantFrom('a', 'b'), text) },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ['type'] },
    ),
  ),
  mixed(fc.record({ type: fc.constant('ModelShader'), ...bound }, { requiredKeys: ['type'] })),
  mixed(
    fc.record({
      type: fc.constant('MotionIndicator'),
      shape: fc.constantFrom('LinearPlane', 'LinearCylinder', 'CircularCylinder'),
      valueDataBindings: fc.record(
        {
          speed: fc.record(bound, { requiredKeys: [] }),
          foregroundColor: fc.record(bound, { requiredKeys: [] }),
        },
        { requiredKeys: [] },
      ),
      config: fc.record({
        numOfRepeatInY: fc.nat(9),
        backgroundColorOpacity: number,
        defaultSpeed: fc.constantFrom(1, '0.5'),
      }),
    }),
  ),
  mixed(
    fc.record({
      type: fc.constant('DataOverlay'),
      subType: fc.constantFrom('TextAnnotation', 'OverlayPanel'),
      dataRows: fc.array(fc.record({ rowType: fc.constant('Markdown'), content: text }), { maxLength: 2 }),
      valueDataBindings: fc.array(
        fc.record({ bindingName: text, valueDataBinding: binding }, { requiredKeys: ['bindingName'] }),
        { maxLength: 2 },
      ),
    }),
  ),
  mixed(fc.record({ type: fc.constant('EntityBinding'), valueDataBinding: binding })),
  mixed(
    fc.record(
      { type: fc.constant('PlaneGeometry'), width: number, height: number, color, textureUri: text },
      {
        requiredKeys: ['type', 'width', 'height'],
      },
    ),
  ),
  mixed(
    fc.record({
      type: fc.constant('Light'),
      lightType: fc.constantFrom('Ambient', 'Directional', 'Hemisphere', 'Point'),
      lightSettings: mixed(
        fc.record({ color: fc.oneof(color, fc.nat(0xffffff)), intensity: number }, { requiredKeys: [] }),
      ),
    }),
  ),
  mixed(fc.record({ type: fc.constant('FutureComponent'), x: fc.nat() })),
  fc.constant({ type: 'ModelRef', uri: 7 }),
]

const camera = mixed(
  fc.record({
    cameraType: fc.constantFrom('Perspective', 'Orthographic'),
    fov: number,
    near: number,
    far: number,
    zoom: number,
  }),
)

const rule = mixed(
  fc.record({
    statements: fc.array(
      mixed(
        fc.record({
          expression: fc.constantFrom('temperature > 40', 'broken ==', '1 == 1'),
          target: fc.constantFrom(
            'iottwinmaker.common.icon:Error',
            'iottwinmaker.common.color:#ff0000',
            'iottwinmaker.common.number',
          ),
        }),
      ),
      { maxLength: 3 },
    ),
  }),
)

interface Shape {
  readonly nodes: readonly JsonObject[]
  readonly parents: readonly number[]
  readonly cameras: readonly Json[]
}

/** Hangs nodes under earlier ones; each camera component shows the camera of its own number. */
function sceneOf({ nodes, parents, cameras }: Shape): Pick<JsonObject, string> {
  const children = nodes.map((): number[] => [])
  const roots: number[] = []
  for (const [index] of nodes.entries()) {
    const parent = ((parents[index] ?? 0) % (index + 1)) - 1
    if (parent < 0) roots.push(index)
    else children[parent]?.push(index)
  }
  const linked = nodes.map((node, index) =>
    children[index]?.length ? { ...node, children: children[index] } : node,
  )
  return { nodes: linked, rootNodeIndexes: roots, cameras }
}

const cameraComponents = (count: number): fc.Arbitrary<JsonObject> =>
  mixed(fc.record({ type: fc.constant('Camera'), cameraIndex: fc.nat(Math.max(0, count - 1)) }))

function nodeOf(cameraCount: number): fc.Arbitrary<JsonObject> {
  const kinds = cameraCount > 0 ? [...components, cameraComponents(cameraCount)] : components
  return mixed(
    fc.record(
      {
        name: text,
        transform: mixed(fc.record({ position: vector, rotation: vector, scale: vector })),
        transformConstraint: fc.constantFrom({}, { snapToFloor: true }, { snapToFloor: false, future: 1 }),
        components: fc.array(fc.oneof(...kinds), { maxLength: 3 }),
        properties: fc.oneof(
          fc.constant({}),
          fc.record({ alwaysVisible: fc.boolean(), 'x-gemel-note': text }, { requiredKeys: [] }),
        ),
      },
      { requiredKeys: ['transform'] },
    ),
  )
}

/** A document that needs no mending: it must be the same once it is read and written. */
export const randomScene: fc.Arbitrary<JsonObject> = fc.array(camera, { maxLength: 3 }).chain((cameras) => {
  const shape = fc.record({
    nodes: fc.array(nodeOf(cameras.length), { maxLength: 10 }),
    parents: fc.array(fc.nat(), { minLength: 10, maxLength: 10 }),
  })
  return shape.chain((tree) =>
    mixed(
      fc.record({
        specVersion: fc.constantFrom('1.0', '1.1'),
        version: fc.constant('1'),
        unit: fc.constantFrom('meters', 'feet'),
        properties: mixed(
          fc.record(
            {
              environmentPreset: fc.constant('neutral'),
              fogSettings: fc.record({ color, near: number, far: number }),
            },
            { requiredKeys: [] },
          ),
        ),
        rules: fc.record(Object.fromEntries(RULE_IDS.map((id) => [id, rule]))),
        ...Object.fromEntries(
          Object.entries(sceneOf({ ...tree, cameras })).map(([name, value]) => [name, fc.constant(value)]),
        ),
      }),
    ),
  )
})
