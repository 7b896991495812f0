// The documents measured: n nodes with a cube each (M), or with a bound tag each (T); and the cube as GLB.

/** A scene document as text, as any tool would have written it. */
export function documentOf(kind: 'M' | 'T', count: number): string {
  const side = Math.ceil(Math.sqrt(count))
  const nodes = Array.from({ length: count }, (_, i) => ({
    name: `${kind === 'M' ? 'Cube' : 'Tag'} ${i}`,
    transform: {
      position: [((i % side) - side / 2) * 2, 0, (Math.floor(i / side) - side / 2) * 2], rotation: [0,
        (i % 7) * 0.3, 0],
      scale: [1, 1, 1],
    },
    transformConstraint: {}, properties: {},
    components: [kind === 'M' ? { type: 'ModelRef', uri: 's3://bench/cube.glb', modelType: 'GLB' } : {
      type: 'Tag', icon: 'iottwinmaker.common.icon:Info', ruleBasedMapId: 'temperature', offset: [0, 1, 0],
      valueDataBinding: {
        dataBindingContext: { entityId: `entity-${i}`, componentName: 'telemetry',
          propertyName: 'temperature' },
      },
    }],
  }))
  const icon = (name: string) => `iottwinmaker.common.icon:${name}`
  return JSON.stringify({
    specVersion: '1.0', version: '1', unit: 'meters', nodes, rootNodeIndexes: nodes.map((_,
      i) => i), cameras: [],
    rules: {
      temperature: {
        statements: [
          { expression: 'temperature >= 40', target: icon('Error') },
          { expression: 'temperature >= 20', target: icon('Warning') },
          { expression: 'temperature < 20', target: icon('Info') },
        ],
      },
    },
    properties: { environmentPreset: 'neutral' },
  })
}

/** A cube of a metre, 24 corners with normals. */
export function cubeGlb(): ArrayBuffer {
  const positions: number[] = []
  const normals: number[] = []
  const indices: number[] = []
  for (const axis of [0, 1, 2]) for (const sign of [-1, 1]) {
    const base = positions.length / 3
    for (const [a, b] of [[-1, -1], [1, -1], [1, 1], [-1, 1]] as const) {
      const corner = [0, 0, 0]
      corner[axis] = sign * 0.5
      corner[(axis + 1) % 3] = a * 0.5 * sign
      corner[(axis + 2) % 3] = b * 0.5
      const normal = [0, 0, 0]
      normal[axis] = sign
      positions.push(...corner)
      normals.push(...normal)
    }
    indices.push(base, base + 1, base + 2, base, base + 2, base + 3)
  }
  const size = positions.length * 4
  const json = JSON.stringify({
    asset: { version: '2.0' }, scene: 0, scenes: [{ nodes: [0] }], nodes: [{ mesh: 0, name: 'Cube' }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, NORMAL: 1 }, indices: 2, material: 0 }] }],
    materials: [{ pbrMetallicRoughness: { baseColorFactor: [0.3, 0.5, 0.75, 1], metallicFactor: 0.1,
      roughnessFactor: 0.6 } }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 24, type: 'VEC3', min: [-0.5, -0.5, -0.5],
        max: [0.5, 0.5, 0.5] },
      { bufferView: 1, componentType: 5126, count: 24, type: 'VEC3' },
      { bufferView: 2, componentType: 5123, count: 36, type: 'SCALAR' },
    ],
    bufferViews: [
      { buffer: 0, byteOffset: 0, byteLength: size }, { buffer: 0, byteOffset: size, byteLength: size },
      { buffer: 0, byteOffset: size * 2, byteLength: 72 },
    ],
    buffers: [{ byteLength: size * 2 + 72 }],
  })
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 4) * 4))
  const glb = new ArrayBuffer(12 + 8 + text.length + 8 + size * 2 + 72)
  const view = new DataView(glb)
  view.setUint32(0, 0x46546c67, true)
  view.setUint32(4, 2, true)
  view.setUint32(8, glb.byteLength, true)
  view.setUint32(12, text.length, true)
  view.setUint32(16, 0x4e4f534a, true)
  new Uint8Array(glb).set(text, 20)
  const binary = 20 + text.length
  view.setUint32(binary, size * 2 + 72, true)
  view.setUint32(binary + 4, 0x004e4942, true)
  new Float32Array(glb, binary + 8, 72).set(positions)
  new Float32Array(glb, binary + 8 + size, 72).set(normals)
  new Uint16Array(glb, binary + 8 + size * 2, 36).set(indices)
  return glb
}
