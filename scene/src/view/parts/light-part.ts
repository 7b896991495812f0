// A light, and in the editor a small picture of where it stands that can be picked.

import { AmbientLight, Box3, BufferAttribute, BufferGeometry, Color, DirectionalLight, HemisphereLight,
  LineBasicMaterial,
  LineSegments, PointLight, Sphere, Vector3, type Light as ThreeLight, type Ray } from 'three'
import type { Light, SceneComponent } from '../../document/types'
import type { ViewContext } from '../context'
import type { Entry, Part, PartHit } from '../entry'

const HELPER_RADIUS = 0.35
/** Less than π, since our surroundings shine too. */
const BRIGHTNESS = 2
const sphere = new Sphere()
const point = new Vector3()

/** Documents count light as three did before it went by physical units: without π, and lamps that fade with the distance
 *  they name and not with its square. This is about as bright at a quarter of their reach. */
function intensityOf({ intensity = 1, distance = 0, decay = 2 }: Light['lightSettings'],
  kind: Light['lightType']): number {
  if (kind !== 'Point') return intensity * BRIGHTNESS
  const at = distance > 0 ? distance / 4 : 3
  return intensity * BRIGHTNESS * at ** decay * (distance > 0 ? 0.75 ** decay : 1)
}

function make(kind: Light['lightType']): ThreeLight {
  if (kind === 'Directional') return new DirectionalLight()
  if (kind === 'Hemisphere') return new HemisphereLight()
  if (kind === 'Point') return new PointLight()
  return new AmbientLight()
}

/** Rays around a small ring: a sun for directional lights, a lamp for the others. */
function helperGeometry(kind: Light['lightType']): BufferGeometry {
  const points: number[] = []
  const add = (angle: number, from: number, to: number) => {
    for (const plane of [0, 1]) for (const radius of [from, to]) {
      const x = Math.cos(angle) * radius
      const y = Math.sin(angle) * radius
      points.push(x, plane ? 0 : y, plane ? y : 0)
    }
  }
  for (let i = 0; i < 24; i++) {
    const angle = (i * Math.PI) / 12
    const next = angle + Math.PI / 12
    for (const plane of [0, 1]) for (const each of [angle, next]) {
      const x = Math.cos(each) * 0.18
      const y = Math.sin(each) * 0.18
      points.push(x, plane ? 0 : y, plane ? y : 0)
    }
    if (i % 3 === 0) add(angle, 0.24, HELPER_RADIUS)
  }
  if (kind === 'Directional') points.push(0, 0, 0, 0, -1.4, 0)
  return new BufferGeometry().setAttribute('position', new BufferAttribute(new Float32Array(points), 3))
}

export class LightPart implements Part {
  readonly isSign = true
  readonly light: ThreeLight
  readonly #kind: Light['lightType']
  readonly #helper: LineSegments<BufferGeometry, LineBasicMaterial>

  constructor(readonly context: ViewContext, readonly entry: Entry, light: Light) {
    this.#kind = light.lightType
    this.light = make(light.lightType)
    this.#helper = new LineSegments(helperGeometry(light.lightType),
      new LineBasicMaterial({ color: '#e0a100', toneMapped: false }))
    this.#helper.matrixAutoUpdate = false
    context.root.add(this.light, this.#helper)
    if (this.light instanceof DirectionalLight) context.root.add(this.light.target)
    context.picker.add(entry, this)
    this.update(light)
    this.place()
    this.show()
  }

  update(component: SceneComponent): boolean {
    const { lightType, lightSettings: settings } = component as Light
    if (lightType !== this.#kind) return false
    const { light } = this
    light.color = new Color(settings.color ?? '#ffffff')
    light.intensity = intensityOf(settings, lightType)
    if (light instanceof HemisphereLight) light.groundColor = new Color(settings.groundColor ?? '#333333')
    if (light instanceof PointLight) {
      light.distance = settings.distance ?? 0
      light.decay = settings.decay ?? 2
    }
    if (light instanceof DirectionalLight || light instanceof PointLight) {
      light.castShadow = settings.castShadow ?? true
      light.shadow.mapSize.set(2048, 2048)
      light.shadow.bias = -0.0004
      light.shadow.normalBias = 0.03
      if (light instanceof PointLight) light.shadow.mapSize.set(512, 512)
    }
    this.context.shadowsChanged()
    return true
  }

  place(): void {
    this.light.position.setFromMatrixPosition(this.entry.world)
    if (this.light instanceof DirectionalLight) {
      // It shines from where it stands to the middle of the world, as in other readers.
      this.light.target.position.set(0, 0, 0)
      if (this.light.position.lengthSq() < 1e-6) this.light.target.position.set(0, -1, 0)
      this.light.target.updateMatrixWorld()
    }
    this.light.updateMatrixWorld()
    this.#helper.matrix.makeTranslation(this.light.position)
    this.#helper.updateMatrixWorld(true)
    this.context.shadowsChanged()
  }

  show(): void {
    this.light.visible = this.entry.isShown
    this.#helper.visible = this.entry.isShown && this.context.isEditing() && this.context.shows().helpers
    this.context.shadowsChanged()
  }

  bounds(into: Box3): void {
    if (!this.#helper.visible) return
    point.setFromMatrixPosition(this.entry.world)
    into.union(new Box3().setFromCenterAndSize(point, new Vector3(0.7, 0.7, 0.7)))
  }

  hit(ray: Ray): PartHit | null {
    if (!this.#helper.visible) return null
    sphere.set(point.setFromMatrixPosition(this.entry.world), HELPER_RADIUS)
    // Whoever looks from within means what is beyond.
    if (sphere.containsPoint(ray.origin)) return null
    const at = ray.intersectSphere(sphere, point)
    return at && { distance: at.distanceTo(ray.origin), normal: [0, 1, 0] }
  }

  dispose(): void {
    this.context.picker.remove(this)
    this.light.removeFromParent()
    if (this.light instanceof DirectionalLight) this.light.target.removeFromParent()
    if ('shadow' in this.light) (this.light as DirectionalLight).shadow.dispose()
    this.light.dispose()
    this.#helper.removeFromParent()
    this.#helper.geometry.dispose()
    this.#helper.material.dispose()
    this.context.shadowsChanged()
  }
}
