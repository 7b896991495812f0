// A motion indicator: arrows that run along a belt, a pipe or around a ring, as fast as a rule says.

import { Box3, Color, CylinderGeometry, DoubleSide, Mesh, PlaneGeometry, Raycaster, ShaderMaterial, Vector3,
  type BufferGeometry, type Ray } from 'three'
import type { MotionIndicator, SceneComponent } from '../../document/types'
import { BoundRule } from '../bound-rule'
import type { Animated, ViewContext } from '../context'
import type { Entry, Part, PartHit } from '../entry'
import { normalOf } from '../solo-model'

const vertexShader = /* glsl */ `
varying vec2 vUv;
#include <fog_pars_vertex>
void main() {
  vUv = uv;
  vec4 mvPosition = modelViewMatrix * vec4(position, 1.0);
  gl_Position = projectionMatrix * mvPosition;
  #include <fog_vertex>
}`

// Chevrons: |y - 1/2| shears x, so that each repeat shows an arrow head pointing along +x.
const fragmentShader = /* glsl */ `
uniform float offset;
uniform vec2 repeats;
uniform vec3 front;
uniform vec3 back;
uniform float backOpacity;
varying vec2 vUv;
#include <fog_pars_fragment>
void main() {
  vec2 cell = vec2(vUv.x * repeats.x - offset, fract(vUv.y * repeats.y));
  float x = fract(cell.x + abs(cell.y - 0.5) * 0.9);
  float soft = max(fwidth(cell.x) * 1.5, 0.004);
  float arrow = smoothstep(0.30, 0.30 + soft, x) * (1.0 - smoothstep(0.62, 0.62 + soft, x));
  float edge = smoothstep(0.06, 0.06 + soft, cell.y) * (1.0 - smoothstep(0.94 - soft, 0.94, cell.y));
  // Far away the arrows melt into their mean instead of flickering.
  arrow = mix(arrow * edge, 0.3, clamp(fwidth(cell.x) * 2.0 - 0.5, 0.0, 1.0));
  float alpha = max(arrow, backOpacity);
  if (alpha < 0.01) discard;
  gl_FragColor = vec4(mix(back, front, arrow), alpha);
  #include <colorspace_fragment>
  #include <fog_fragment>
}`

function geometryOf(shape: MotionIndicator['shape']): BufferGeometry {
  if (shape === 'LinearPlane') return new PlaneGeometry(1, 1).rotateX(-Math.PI / 2)
  if (shape === 'CircularCylinder') return new CylinderGeometry(0.5, 0.5, 1, 48, 1, true)
  // Along x: around the pipe is v, so that the arrows run with it.
  const pipe = new CylinderGeometry(0.5, 0.5, 1, 32, 1, true)
  const uv = pipe.getAttribute('uv')
  for (let i = 0; i < uv.count; i++) uv.setXY(i, uv.getY(i), uv.getX(i) * 4)
  return pipe.rotateZ(-Math.PI / 2)
}

const raycaster = new Raycaster()
const scale = new Vector3()

export class MotionPart implements Part, Animated {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>
  speed = 0
  readonly #rules: Record<'speed' | 'foregroundColor' | 'backgroundColor', BoundRule>
  readonly #shape: MotionIndicator['shape']
  #motion: MotionIndicator

  constructor(readonly context: ViewContext, readonly entry: Entry, motion: MotionIndicator) {
    this.#motion = motion
    this.#shape = motion.shape
    const material = new ShaderMaterial({
      vertexShader, fragmentShader, transparent: true, side: DoubleSide, depthWrite: false, toneMapped: false,
      uniforms: {
        offset: { value: 0 }, repeats: { value: [1, 1] }, front: { value: new Color() },
        back: { value: new Color() },
        backOpacity: { value: 1 },
      },
    })
    this.mesh = new Mesh(geometryOf(motion.shape), material)
    this.mesh.matrixAutoUpdate = false
    this.mesh.renderOrder = 10
    const changed = () => this.#look()
    this.#rules = {
      speed: new BoundRule(context.live, changed), foregroundColor: new BoundRule(context.live, changed),
      backgroundColor: new BoundRule(context.live, changed),
    }
    context.root.add(this.mesh)
    context.picker.add(entry, this)
    context.animated.add(this)
    this.update(motion)
    this.place()
    this.show()
  }

  update(component: SceneComponent): boolean {
    const motion = component as MotionIndicator
    if (motion.shape !== this.#shape) return false
    this.#motion = motion
    for (const name of ['speed', 'foregroundColor', 'backgroundColor'] as const) {
      const bound = motion.valueDataBindings[name]
      this.#rules[name].set(bound?.valueDataBinding, this.context.rule(bound?.ruleBasedMapId))
    }
    this.#look()
    this.#repeat()
    return true
  }

  #look(): void {
    const { config } = this.#motion
    const { uniforms } = this.mesh.material
    const front = this.#rules.foregroundColor.effect.color ?? config.defaultForegroundColor ?? '#4d9bff'
    const back = this.#rules.backgroundColor.effect.color ?? config.defaultBackgroundColor
    ;(uniforms['front']!.value as Color).set(front)
    ;(uniforms['back']!.value as Color).set(back ?? front)
    uniforms['backOpacity']!.value = back === undefined ? 0 : config.backgroundColorOpacity
    const speed = Number(this.#rules.speed.effect.number ?? config.defaultSpeed ?? 0)
    this.speed = Number.isFinite(speed) ? Math.max(0, speed) : 0
    this.context.invalidate()
  }

  /** As many arrows along x as keep the shape the author asked for, whatever the node's scale is. */
  #repeat(): void {
    scale.setFromMatrixScale(this.entry.world)
    const inY = Math.max(1, Math.round(this.#motion.config.numOfRepeatInY))
    const isRing = this.#shape === 'CircularCylinder'
    const across = this.#shape === 'LinearPlane' ? scale.z : isRing ? scale.y : Math.PI * scale.z / 4
    const along = isRing ? Math.PI * scale.x : scale.x
    const inX = Math.max(1, Math.round(along / Math.max(across / inY, 1e-3)))
    this.mesh.material.uniforms['repeats']!.value = [inX, inY]
  }

  frame(seconds: number): boolean {
    if (this.speed <= 0 || !this.mesh.visible || this.context.prefersStill()) return false
    const offset = this.mesh.material.uniforms['offset'] as { value: number }
    offset.value = (offset.value + seconds * this.speed) % 1
    return true
  }

  place(): void {
    this.mesh.matrix.copy(this.entry.world)
    this.mesh.updateMatrixWorld(true)
    this.#repeat()
  }

  show(): void {
    this.mesh.visible = this.entry.isShown && this.context.shows().motion
    this.context.invalidate()
  }

  bounds(into: Box3): void {
    into.union(new Box3().setFromObject(this.mesh))
  }

  hit(ray: Ray): PartHit | null {
    if (!this.mesh.visible) return null
    raycaster.ray.copy(ray)
    const hit = raycaster.intersectObject(this.mesh, false)[0]
    return hit ? { distance: hit.distance, normal: normalOf(hit) } : null
  }

  dispose(): void {
    this.context.animated.delete(this)
    this.context.picker.remove(this)
    for (const rule of Object.values(this.#rules)) rule.dispose()
    this.mesh.removeFromParent()
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
