// The camera: orbit, pan and walk, flights between poses, and depths that suit what is looked at.

import { Box3, MOUSE, PerspectiveCamera, Quaternion, Sphere, Spherical, TOUCH, Vector3 } from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import type { CameraMode, CameraPose } from '../editor/types'

const FLIGHT_MS = 380
/** Some air around what fills the view. */
const FRAME_MARGIN = 1.18
const WALK_M_PER_S = 3
const MOVE_KEYS: Readonly<Record<string, readonly [number, number, number]>> = {
  KeyW: [0, 0, 1], KeyS: [0, 0, -1], KeyA: [-1, 0, 0], KeyD: [1, 0, 0], KeyE: [0, 1, 0], KeyQ: [0, -1, 0],
  ArrowUp: [0, 0, 1], ArrowDown: [0, 0, -1], ArrowLeft: [-1, 0, 0], ArrowRight: [1, 0, 0],
}

interface Flight {
  readonly from: { position: Vector3; target: Vector3 }
  readonly to: { position: Vector3; target: Vector3 }
  readonly length_ms: number
  began_ms: number | null
}
export interface RigOptions {
  readonly invalidate: () => void
  readonly prefersStill: () => boolean
  /** Whether arrows move the camera; with something selected they move that. */
  readonly hasArrows: () => boolean
  /** Somebody took the camera. */
  readonly began: () => void
}

const step = new Vector3()
const forward = new Vector3()
const right = new Vector3()
const UP = new Vector3(0, 1, 0)

export class CameraRig {
  readonly controls: OrbitControls
  readonly camera: PerspectiveCamera
  readonly #element: HTMLElement
  readonly #options: RigOptions
  readonly #keys = new Set<string>()
  #mode: CameraMode = 'orbit'
  #flight: Flight | null = null
  #look: { x: number; y: number; id: number } | null = null
  #contentRadius = 20
  readonly #contentCenter = new Vector3()
  #isFast = false
  readonly #abort = new AbortController()

  constructor(camera: PerspectiveCamera, element: HTMLElement, options: RigOptions) {
    this.camera = camera
    this.#element = element
    this.#options = options
    this.controls = new OrbitControls(camera, element)
    Object.assign(this.controls, {
      enableDamping: !options.prefersStill(), dampingFactor: 0.14, zoomToCursor: true, screenSpacePanning: true,
      maxPolarAngle: Math.PI, minDistance: 0.05, maxDistance: 5000, zoomSpeed: 1.1,
    })
    this.controls.addEventListener('change', options.invalidate)
    this.controls.addEventListener('start', () => {
      options.began()
      this.#flight = null
    })
    this.setMode('orbit')
    const { signal } = this.#abort
    element.addEventListener('keydown', (event) => this.#keyDown(event), { signal })
    element.addEventListener('keyup', (event) => this.#keyUp(event), { signal })
    element.addEventListener('blur', () => this.#keys.clear(), { signal })
    element.addEventListener('pointerdown', (event) => this.#lookStart(event), { signal })
    element.addEventListener('pointermove', (event) => this.#lookMove(event), { signal })
    element.addEventListener('pointerup', () => this.#lookEnd(), { signal })
    element.addEventListener('pointercancel', () => this.#lookEnd(), { signal })
    element.addEventListener('wheel', (event) => this.#walkWheel(event), { signal, passive: true })
  }

  setMode(mode: CameraMode): void {
    this.#mode = mode
    this.controls.enabled = mode !== 'walk'
    const isPan = mode === 'pan'
    this.controls.mouseButtons = {
      LEFT: isPan ? MOUSE.PAN : MOUSE.ROTATE, MIDDLE: MOUSE.PAN, RIGHT: isPan ? MOUSE.ROTATE : MOUSE.PAN,
    }
    this.controls.touches = { ONE: isPan ? TOUCH.PAN : TOUCH.ROTATE, TWO: TOUCH.DOLLY_PAN }
    if (mode !== 'walk') this.#retarget()
  }

  /** Something else (the gizmo, a box being drawn) has the mouse. */
  hold(isHeld: boolean): void {
    this.controls.enabled = !isHeld && this.#mode !== 'walk'
    if (isHeld) this.#look = null
  }

  /** After walking, orbits around what is ahead. */
  #retarget(): void {
    const distance = Math.max(1, this.camera.position.distanceTo(this.controls.target))
    this.camera.getWorldDirection(forward)
    this.controls.target.copy(this.camera.position).addScaledVector(forward, distance)
  }

  pose(): CameraPose {
    const { position } = this.camera
    const { target } = this.controls
    return { position: [position.x, position.y, position.z], target: [target.x, target.y, target.z] }
  }

  flyTo(pose: CameraPose, ms: number = FLIGHT_MS): void {
    const to = {
      position: new Vector3().fromArray(pose.position), target: new Vector3().fromArray(pose.target),
    }
    const { camera, controls } = this
    if (this.#options.prefersStill() || ms <= 0) {
      this.#flight = null
      this.#stand(to.position, to.target)
    } else {
      this.#flight = {
        from: { position: camera.position.clone(), target: controls.target.clone() },
        to, length_ms: ms, began_ms: null,
      }
    }
    this.#options.invalidate()
  }

  #stand(position: Vector3, target: Vector3): void {
    this.camera.position.copy(position)
    this.controls.target.copy(target)
    this.camera.lookAt(target)
    this.controls.update()
  }

  /** The pose from which a box fills the view, seen from where one looks now or from another side. */
  poseFor(box: Box3, direction?: Vector3): CameraPose {
    const whole = box.isEmpty() ? new Box3(new Vector3(-3, 0, -3), new Vector3(3, 3, 3)) : box
    const center = whole.getCenter(new Vector3())
    const away = (direction ?? new Vector3().subVectors(this.camera.position, this.controls.target)).clone()
    if (away.lengthSq() < 1e-9) away.set(0.6, 0.5, 1)
    away.normalize()
    const side = new Vector3().crossVectors(UP, away)
    if (side.lengthSq() < 1e-9) side.set(1, 0, 0)
    side.normalize()
    const above = new Vector3().crossVectors(away, side)
    const tall = Math.tan((this.camera.fov * Math.PI) / 360)
    const wide = tall * this.camera.aspect
    // Far enough for each corner: how far it is to the side, and how much nearer than the middle.
    let distance = 0.3
    for (let i = 0; i < 8; i++) {
      const corner = new Vector3(i & 1 ? whole.max.x : whole.min.x, i & 2 ? whole.max.y : whole.min.y,
        i & 4 ? whole.max.z : whole.min.z).sub(center)
      const beside = Math.max(Math.abs(corner.dot(side)) / wide, Math.abs(corner.dot(above)) / tall)
      distance = Math.max(distance, beside * FRAME_MARGIN + corner.dot(away))
    }
    const position = center.clone().addScaledVector(away, distance)
    return { position: position.toArray(), target: center.toArray() }
  }

  /** Looks at the same middle from another side. */
  lookFrom(direction: Vector3): void {
    const distance = this.camera.position.distanceTo(this.controls.target)
    const { target } = this.controls
    // Straight from above has no way up; a hair's breadth gives it one.
    const away = direction.clone().normalize()
    if (Math.abs(away.y) > 0.999) away.set(0, Math.sign(away.y), 0.001).normalize()
    const position = target.clone().addScaledVector(away, distance)
    this.flyTo({ position: [position.x, position.y, position.z], target: [target.x, target.y, target.z] })
  }

  setContent(box: Box3): void {
    if (box.isEmpty()) return
    const sphere = box.getBoundingSphere(new Sphere())
    this.#contentRadius = Math.max(1, sphere.radius)
    this.#contentCenter.copy(sphere.center)
  }

  /** Once a frame; answers whether another is needed. */
  update(seconds: number): boolean {
    let isMoving = false
    if (this.#flight) isMoving = this.#fly(this.#flight, seconds)
    else if (this.#keys.size > 0) isMoving = this.#move(seconds)
    if (this.controls.enabled && !this.#flight) isMoving = this.controls.update() || isMoving
    this.#adaptDepth()
    return isMoving
  }

  #fly(flight: Flight, seconds: number): boolean {
    // By the clock, so that slow frames make it coarser, not longer.
    flight.began_ms ??= performance.now() - Math.min(seconds, 0.016) * 1000
    const t = Math.min(1, (performance.now() - flight.began_ms) / flight.length_ms)
    const eased = t < 0.5 ? 4 * t ** 3 : 1 - (-2 * t + 2) ** 3 / 2
    const target = new Vector3().lerpVectors(flight.from.target, flight.to.target, eased)
    // Around the target, not through it: direction and distance are mixed each for itself.
    const a = new Vector3().subVectors(flight.from.position, flight.from.target)
    const b = new Vector3().subVectors(flight.to.position, flight.to.target)
    const distance = a.length() + (b.length() - a.length()) * eased
    const turn = new Quaternion().setFromUnitVectors(a.clone().normalize(), b.clone().normalize())
    const away = a.normalize().applyQuaternion(new Quaternion().slerp(turn, eased))
    if (t >= 1) this.#stand(flight.to.position, flight.to.target)
    else this.#stand(target.clone().addScaledVector(away, distance), target)
    if (t >= 1) this.#flight = null
    return t < 1
  }

  #adaptDepth(): void {
    const { camera } = this
    const toContent = camera.position.distanceTo(this.#contentCenter)
    const far = Math.max(1500, (toContent + this.#contentRadius) * 2)
    const toSurface = Math.max(0, toContent - this.#contentRadius)
    const toTarget = camera.position.distanceTo(this.controls.target)
    const near = Math.min(Math.max(Math.max(toSurface * 0.3, toTarget * 0.01), 0.02), 50)
    if (Math.abs(near / camera.near - 1) < 0.1 && Math.abs(far / camera.far - 1) < 0.1) return
    camera.near = near
    camera.far = far
    camera.updateProjectionMatrix()
  }

  // Walking, and moving by keys in every mode.

  #keyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.#zoomKey(event)) return
    if (!(event.code in MOVE_KEYS)) return
    // Letters are shortcuts of the editor (G, R, S …) unless one walks.
    const isArrow = event.code.startsWith('Arrow')
    if (this.#mode !== 'walk' && (!isArrow || !this.#options.hasArrows())) return
    event.preventDefault()
    event.stopPropagation()
    this.#isFast = event.shiftKey
    this.#options.began()
    if (isArrow && event.shiftKey && this.#mode !== 'walk') this.#orbit(MOVE_KEYS[event.code] ?? [0, 0, 0])
    else this.#keys.add(event.code)
    this.#flight = null
    this.#options.invalidate()
  }

  /** Plus and minus come nearer and go away. */
  #zoomKey({ key }: KeyboardEvent): boolean {
    const factor = key === '+' || key === '=' ? 0.8 : key === '-' ? 1.25 : 0
    if (factor === 0) return false
    const { target } = this.controls
    this.#options.began()
    const position = new Vector3().subVectors(this.camera.position, target).multiplyScalar(factor).add(target)
    this.flyTo({ position: position.toArray(), target: target.toArray() }, 120)
    return true
  }

  /** A step around the target: ten degrees to a side, up or down. */
  #orbit([side, , away]: readonly [number, number, number]): void {
    const { target } = this.controls
    const around = new Spherical().setFromVector3(new Vector3().subVectors(this.camera.position, target))
    around.theta += side * (Math.PI / 18)
    around.phi = Math.min(Math.PI - 0.05, Math.max(0.05, around.phi - away * (Math.PI / 18)))
    const position = new Vector3().setFromSpherical(around).add(target)
    this.flyTo({ position: position.toArray(), target: target.toArray() }, 120)
  }

  #keyUp(event: KeyboardEvent): void {
    this.#keys.delete(event.code)
    this.#isFast = event.shiftKey
  }

  #move(seconds: number): boolean {
    const { camera, controls } = this
    camera.getWorldDirection(forward)
    if (this.#mode === 'walk' || Math.abs(forward.y) > 0.95) forward.y = this.#mode === 'walk' ? 0 : forward.y
    forward.y = 0
    if (forward.lengthSq() < 1e-6) forward.set(0, 0, -1).applyQuaternion(camera.quaternion).setY(0)
    forward.normalize()
    right.crossVectors(forward, UP)
    step.set(0, 0, 0)
    for (const key of this.#keys) {
      const [x, y, z] = MOVE_KEYS[key] ?? [0, 0, 0]
      step.addScaledVector(right, x).addScaledVector(UP, y).addScaledVector(forward, z)
    }
    const pace = this.#mode === 'walk'
      ? WALK_M_PER_S : Math.max(1, camera.position.distanceTo(controls.target) * 0.8)
    step.multiplyScalar(pace * (this.#isFast ? 4 : 1) * Math.min(seconds, 0.05))
    camera.position.add(step)
    controls.target.add(step)
    return true
  }

  #lookStart(event: PointerEvent): void {
    if (this.#mode !== 'walk' || event.button !== 0) return
    this.#look = { x: event.clientX, y: event.clientY, id: event.pointerId }
    this.#element.setPointerCapture(event.pointerId)
  }

  #lookMove(event: PointerEvent): void {
    if (!this.#look || event.pointerId !== this.#look.id) return
    const { camera, controls } = this
    const distance = camera.position.distanceTo(controls.target)
    camera.rotation.reorder('YXZ')
    camera.rotation.y -= (event.clientX - this.#look.x) * 0.0035
    const pitch = camera.rotation.x - (event.clientY - this.#look.y) * 0.0035
    camera.rotation.x = Math.min(1.5, Math.max(-1.5, pitch))
    camera.rotation.z = 0
    this.#look = { x: event.clientX, y: event.clientY, id: event.pointerId }
    camera.updateMatrixWorld()
    camera.getWorldDirection(forward)
    controls.target.copy(camera.position).addScaledVector(forward, Math.max(1, distance))
    this.#options.invalidate()
  }

  #lookEnd(): void {
    this.#look = null
  }

  #walkWheel(event: WheelEvent): void {
    if (this.#mode !== 'walk') return
    this.camera.getWorldDirection(forward)
    step.copy(forward).multiplyScalar(-Math.sign(event.deltaY) * 0.8)
    this.camera.position.add(step)
    this.controls.target.add(step)
    this.#options.invalidate()
  }

  dispose(): void {
    this.#abort.abort()
    this.controls.dispose()
  }
}
