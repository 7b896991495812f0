// Models as few draws, the files they name, and where placed things stand.

import { describe, expect, it } from 'vitest'
import { BoxGeometry, Group, Mesh, MeshStandardMaterial, PerspectiveCamera, Vector3 } from 'three'
import { newModel, newTag } from '../document/defaults'
import type { SceneComponent } from '../document/types'
import { fetchNamedFiles, folderOf, gltfJson, namedFiles } from './model-files'
import { isMergeable, mergeModel, meshAt } from './model-merge'
import { frustumThrough } from './picker'
import { transformOn } from './placement'
import { iconNameOf } from './tag-icons'
import { metersOf } from './units'

const glb = (json: object): ArrayBuffer => {
  const text = new TextEncoder().encode(JSON.stringify(json))
  const bytes = new Uint8Array(20 + text.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x46546c67, true)
  view.setUint32(12, text.length, true)
  view.setUint32(16, 0x4e4f534a, true)
  bytes.set(text, 20)
  return bytes.buffer
}

describe('a merged model', () => {
  const paint = new MeshStandardMaterial()
  const root = new Group()
  const left = new Mesh(new BoxGeometry(), paint)
  left.name = 'left'
  left.position.x = -2
  const right = new Mesh(new BoxGeometry(), paint)
  right.name = 'right'
  right.position.x = 2
  right.scale.x = -1
  root.add(left, right, new Mesh(new BoxGeometry(), new MeshStandardMaterial()))

  it('has a geometry for each material, in the space of the model', () => {
    const primitives = mergeModel(root)
    expect(primitives.map(({ triangles }) => triangles)).toEqual([24, 12])
    expect(primitives[0]?.geometry.boundingBox?.min.toArray()).toEqual([-2.5, -0.5, -0.5])
    expect(primitives[0]?.geometry.boundingBox?.max.toArray()).toEqual([2.5, 0.5, 0.5])
  })

  it('knows the mesh of each triangle', () => {
    const [first] = mergeModel(root)
    expect([0, 11, 12, 23, 24].map((triangle) => meshAt(first!, triangle)?.name)).toEqual(['left', 'left',
      'right', 'right', undefined])
  })

  it('keeps the outside of mirrored meshes outside', () => {
    const [first] = mergeModel(root)
    const { index } = first!.geometry
    const position = first!.geometry.getAttribute('position')
    const normal = first!.geometry.getAttribute('normal')
    for (let i = 0; i < index!.count; i += 3) {
      const [a, b, c] = [0, 1, 2].map((k) => new Vector3().fromBufferAttribute(position, index!.getX(i + k)))
      const face = b!.clone().sub(a!).cross(c!.clone().sub(a!))
      expect(face.dot(new Vector3().fromBufferAttribute(normal, index!.getX(i)))).toBeGreaterThan(0)
    }
  })

  it('is not made of models whose meshes change shape', () => {
    expect(isMergeable(root)).toBe(true)
    const morphing = new Mesh(new BoxGeometry(), paint)
    morphing.geometry.morphAttributes['position'] = [morphing.geometry.getAttribute('position')]
    expect(isMergeable(new Group().add(morphing))).toBe(false)
  })
})

describe('the files of a model', () => {
  const json = { buffers: [{ uri: 'parts/a%20b.bin' }, { uri: 'data:,x' }],
    images: [{ uri: 'https://h/x.png' }, {}] }

  it('are read from both kinds of file', () => {
    expect(namedFiles(gltfJson(glb(json)))).toEqual(['parts/a%20b.bin', 'https://h/x.png'])
    expect(gltfJson(new TextEncoder().encode(JSON.stringify(json)).buffer)).toEqual(json)
    expect(() => gltfJson(new TextEncoder().encode('<html>').buffer)).toThrow('neither GLB nor glTF')
  })

  it('are fetched by the host, beside the model', async () => {
    const asked: string[] = []
    const load = async (uri: string) => {
      asked.push(uri)
      return new ArrayBuffer(1)
    }
    const { urls, free } = await fetchNamedFiles('s3://b/m/model.gltf', json, { load })
    expect(asked).toEqual(['s3://b/m/parts/a b.bin', 'https://h/x.png'])
    expect(urls.get('s3://b/m/parts/a%20b.bin')).toMatch(/^blob:/)
    free()
  })

  it('lie in the folder of the model', () => {
    expect(folderOf('s3://b/m/x.gltf?v=1/2')).toBe('s3://b/m/')
    expect(folderOf('x.glb')).toBe('')
  })
})

describe('placing', () => {
  const wall = { position: [1, 2, 3], normal: [1, 0, 0] } as const

  it('stands models out of walls and upright on floors', () => {
    const onFloor = transformOn({ position: [1, 0, 3], normal: [0, 1, 0] }, [newModel('x.glb')])
    expect(onFloor).toEqual({ position: [1, 0, 3], rotation: [0, 0, 0], scale: [1, 1, 1] })
    expect(transformOn(wall, [newModel('x.glb')]).rotation[2]).toBeCloseTo(-Math.PI / 2)
  })

  it('keeps tags upright anywhere', () => {
    expect(transformOn(wall, [newTag() as SceneComponent]).rotation.map(Math.abs)).toEqual([0, 0, 0])
  })
})

it('sees what lies in a rectangle of the screen', () => {
  const camera = new PerspectiveCamera(90, 1, 0.1, 100)
  camera.updateMatrixWorld()
  const left = frustumThrough(camera, -1, -1, 0, 1)
  expect(left.containsPoint(new Vector3(-2, 0, -5))).toBe(true)
  expect(left.containsPoint(new Vector3(2, 0, -5))).toBe(false)
  expect(left.containsPoint(new Vector3(-2, 0, 5))).toBe(false)
})

it('takes unknown icons for Info and unknown units for metres', () => {
  expect(['iottwinmaker.common.icon:Warning', 'Warning', undefined,
    'iottwinmaker.common.icon:Cat'].map(iconNameOf))
    .toEqual(['Warning', 'Info', 'Info', 'Info'])
  expect([undefined, 'feet' as const, 'parsecs' as never].map((unit) => metersOf(unit))).toEqual([1, 0.3048,
    1])
})
