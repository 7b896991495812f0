// Models for tests, made here: a ball of triangles, with what optimising should find.

import { Document } from '@gltf-transform/core'
import type { Bytes } from './work'
import { writeGlb } from './optimise'

/** A ball at (0, 1, 0) of radius 1, unwelded; a second node with an equal mesh; an unused material. */
export async function ballGlb(rings = 48): Promise<Bytes> {
  const document = new Document()
  const buffer = document.createBuffer()
  const scene = document.createScene()
  document.createMaterial('unused')
  const material = document.createMaterial('paint').setBaseColorFactor([0.8, 0.1, 0.1, 1])
  for (const [index, name] of ['Ball', 'Ball copy'].entries()) {
    const positions = new Float32Array(ball(rings))
    const primitive = document.createPrimitive().setMaterial(material)
      .setAttribute('POSITION', document.createAccessor().setType('VEC3').setArray(positions).setBuffer(buffer))
      .setAttribute('NORMAL', document.createAccessor().setType('VEC3').setArray(positions.slice()).setBuffer(buffer))
    const mesh = document.createMesh('ball').addPrimitive(primitive)
    scene.addChild(document.createNode(name).setMesh(mesh).setTranslation([index * 3, 1, 0]))
  }
  scene.addChild(document.createNode('Anchor').setTranslation([0, 2, 0]))
  return await writeGlb(document)
}

function ball(rings: number): number[] {
  const point = (ring: number, step: number) => {
    const [theta, phi] = [(ring / rings) * Math.PI, (step / rings) * 2 * Math.PI]
    return [Math.sin(theta) * Math.cos(phi), Math.cos(theta), Math.sin(theta) * Math.sin(phi)]
  }
  const numbers: number[] = []
  for (let ring = 0; ring < rings; ring += 1) {
    for (let step = 0; step < rings; step += 1) {
      const [a, b, c, d] = [point(ring, step), point(ring, step + 1), point(ring + 1, step), point(ring + 1, step + 1)]
      numbers.push(...[a, b, c, b, d, c].flat())
    }
  }
  return numbers
}
