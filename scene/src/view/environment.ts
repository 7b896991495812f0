// Light all around, made by code: small rooms of glowing walls, turned into reflections once for each preset.

import { BackSide, BoxGeometry, Color, Mesh, MeshBasicMaterial, PMREMGenerator, Scene, type Texture,
  type WebGLRenderer,
  type WebGLRenderTarget } from 'three'

export type Preset = 'neutral' | 'directional' | 'chromatic'

interface Lamp {
  readonly at: readonly [number, number, number]
  readonly size: readonly [number, number, number]
  readonly color: string
  readonly glow: number
}
interface Room {
  readonly walls: string
  readonly walls_glow: number
  readonly lamps: readonly Lamp[]
}

const ROOMS: Readonly<Record<Preset, Room>> = {
  // An even hall: wide bright ceiling, a window on each side, a darker floor.
  neutral: {
    walls: '#d9dde3', walls_glow: 0.55,
    lamps: [
      { at: [0, 9.8, 0], size: [9, 0.2, 9], color: '#ffffff', glow: 4.2 },
      { at: [9.8, 3, 2], size: [0.2, 5, 7], color: '#fff6ea', glow: 3 },
      { at: [-9.8, 3, -2], size: [0.2, 5, 7], color: '#eaf2ff', glow: 2.4 },
      { at: [1, 2.5, 9.8], size: [8, 4, 0.2], color: '#ffffff', glow: 1.4 },
      { at: [0, -9.8, 0], size: [20, 0.2, 20], color: '#8b8f96', glow: 0.35 },
    ],
  },
  // One strong light from the upper right in a dim room: shapes stand out.
  directional: {
    walls: '#aab2bd', walls_glow: 0.22,
    lamps: [
      { at: [7, 7, 6], size: [4, 4, 4], color: '#fff3df', glow: 18 },
      { at: [-9.8, 1, -4], size: [0.2, 6, 6], color: '#cfdcf2', glow: 1.3 },
      { at: [0, -9.8, 0], size: [20, 0.2, 20], color: '#6f747c', glow: 0.25 },
    ],
  },
  // Coloured lights from three sides.
  chromatic: {
    walls: '#7d8390', walls_glow: 0.3,
    lamps: [
      { at: [9.8, 3, 0], size: [0.2, 7, 9], color: '#ff8f6b', glow: 5 },
      { at: [-9.8, 3, 0], size: [0.2, 7, 9], color: '#5aa8ff', glow: 5 },
      { at: [0, 9.8, 0], size: [8, 0.2, 8], color: '#fff4ff', glow: 3 },
      { at: [0, 2, -9.8], size: [8, 5, 0.2], color: '#a06bff', glow: 3 },
      { at: [0, -9.8, 0], size: [20, 0.2, 20], color: '#4b4f57', glow: 0.3 },
    ],
  },
}

function roomScene(room: Room): { scene: Scene; dispose: () => void } {
  const scene = new Scene()
  const box = new BoxGeometry(1, 1, 1)
  const materials: MeshBasicMaterial[] = []
  const add = (color: string, glow: number, size: readonly number[], at: readonly number[],
    isInside: boolean) => {
    const material = new MeshBasicMaterial({ color: new Color(color).multiplyScalar(glow) })
    if (isInside) material.side = BackSide
    materials.push(material)
    const mesh = new Mesh(box, material)
    mesh.scale.fromArray(size)
    mesh.position.fromArray(at)
    scene.add(mesh)
  }
  add(room.walls, room.walls_glow, [20, 20, 20], [0, 0, 0], true)
  for (const lamp of room.lamps) add(lamp.color, lamp.glow, lamp.size, lamp.at, false)
  const dispose = () => {
    box.dispose()
    for (const material of materials) material.dispose()
  }
  return { scene, dispose }
}

/** The reflections of each preset, made when first asked for. */
export class Environments {
  readonly #renderer: WebGLRenderer
  readonly #targets = new Map<Preset, WebGLRenderTarget>()

  constructor(renderer: WebGLRenderer) {
    this.#renderer = renderer
  }

  texture(name: string | undefined): Texture {
    const preset: Preset = name === 'directional' || name === 'chromatic' ? name : 'neutral'
    let target = this.#targets.get(preset)
    if (!target) {
      const generator = new PMREMGenerator(this.#renderer)
      const { scene, dispose } = roomScene(ROOMS[preset])
      target = generator.fromScene(scene, 0.04, 0.1, 100, { size: 128 })
      dispose()
      generator.dispose()
      this.#targets.set(preset, target)
    }
    return target.texture
  }

  dispose(): void {
    for (const target of this.#targets.values()) target.dispose()
    this.#targets.clear()
  }
}
