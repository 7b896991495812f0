// The line around what is selected or under the mouse: its silhouette, seen through what stands before it.

import { AlwaysStencilFunc, Box3, BoxGeometry, BufferGeometry, Color, EdgesGeometry, Group,
  InstancedBufferAttribute,
  InstancedBufferGeometry, LineBasicMaterial, LineSegments, Matrix4, Mesh, MeshBasicMaterial, NotEqualStencilFunc, ReplaceStencilOp,
  ShaderMaterial, Vector2, Vector3 } from 'three'

const DIRECTIONS = 8
/** More meshes than this get a box instead: silhouettes draw each mesh nine times. */
const MOST_MESHES = 60
const MOST_TRIANGLES = 400_000

const vertexShader = /* glsl */ `
attribute vec2 direction;
uniform vec2 viewport;
uniform float width_px;
void main() {
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  gl_Position.xy += direction * width_px * 2.0 / viewport * gl_Position.w;
}`
const fragmentShader = /* glsl */ `
uniform vec3 color;
void main() {
  gl_FragColor = vec4(color, 1.0);
  #include <colorspace_fragment>
}`

/** Something to draw a line around. The matrix is its owner's, read at each frame. */
export interface Outlined {
  readonly geometry: BufferGeometry
  readonly matrix: Matrix4
}

const spread = new WeakMap<BufferGeometry, InstancedBufferGeometry>()

/** The geometry once for each direction of the line; shares the buffers of the original. */
function spreadOf(geometry: BufferGeometry): InstancedBufferGeometry {
  let copy = spread.get(geometry)
  if (copy) return copy
  copy = new InstancedBufferGeometry()
  copy.setIndex(geometry.index)
  copy.setAttribute('position', geometry.getAttribute('position'))
  const directions = new Float32Array(DIRECTIONS * 2)
  for (let i = 0; i < DIRECTIONS; i++) {
    directions[i * 2] = Math.cos((i * 2 * Math.PI) / DIRECTIONS)
    directions[i * 2 + 1] = Math.sin((i * 2 * Math.PI) / DIRECTIONS)
  }
  copy.setAttribute('direction', new InstancedBufferAttribute(directions, 2))
  copy.instanceCount = DIRECTIONS
  spread.set(geometry, copy)
  // Their buffers are one and must go together.
  const made = copy
  geometry.addEventListener('dispose', () => {
    made.dispose()
    spread.delete(geometry)
  })
  return copy
}

export class Outline {
  readonly group = new Group()
  readonly #mask = new MeshBasicMaterial({
    colorWrite: false, depthWrite: false, depthTest: false, stencilWrite: true, stencilRef: 1,
    stencilFunc: AlwaysStencilFunc, stencilZPass: ReplaceStencilOp, stencilZFail: ReplaceStencilOp,
  })
  readonly #line = new ShaderMaterial({
    vertexShader, fragmentShader, depthTest: false, depthWrite: false, toneMapped: false, transparent: true,
    stencilWrite: true, stencilRef: 1, stencilFunc: NotEqualStencilFunc,
    uniforms: { viewport: { value: new Vector2() }, width_px: { value: 2.5 }, color: { value: new Color() } },
  })
  readonly #boxLine = new LineBasicMaterial({ depthTest: false, transparent: true, toneMapped: false })
  readonly #boxEdges = new EdgesGeometry(new BoxGeometry(1, 1, 1))
  readonly #follows: { mesh: Mesh; matrix: Matrix4 }[] = []
  #boxes: () => readonly Box3[] = () => []

  constructor(order: number, readonly stencil: number) {
    this.#mask.stencilRef = this.#line.stencilRef = stencil
    this.#mask.stencilWriteMask = this.#line.stencilFuncMask = stencil
    this.#line.stencilWriteMask = 0
    this.group.renderOrder = order
  }

  setStyle(color: string, width_px: number): void {
    ;(this.#line.uniforms['color']!.value as Color).set(color)
    this.#line.uniforms['width_px']!.value = width_px
    this.#boxLine.color.set(color)
  }

  /** Draws around these; with `boxes`, around boxes that may move from frame to frame. */
  set(items: readonly Outlined[], boxes: () => readonly Box3[]): void {
    this.clear()
    const triangles = items.reduce((sum, { geometry }) =>
      sum + (geometry.index?.count ?? geometry.getAttribute('position').count) / 3, 0)
    const isBoxed = items.length === 0 || items.length > MOST_MESHES || triangles > MOST_TRIANGLES
    this.#boxes = isBoxed ? boxes : () => []
    if (isBoxed) return
    for (const { geometry, matrix } of items) {
      for (const [mesh, order] of [
        [new Mesh(geometry, this.#mask), 0], [new Mesh(spreadOf(geometry), this.#line), 1]] as const) {
        mesh.matrixAutoUpdate = false
        mesh.frustumCulled = false
        mesh.renderOrder = this.group.renderOrder + order
        this.group.add(mesh)
        this.#follows.push({ mesh, matrix })
      }
    }
  }

  clear(): void {
    this.group.clear()
    this.#follows.length = 0
    this.#boxes = () => []
  }

  beforeFrame(width_px: number, height_px: number): void {
    ;(this.#line.uniforms['viewport']!.value as Vector2).set(width_px, height_px)
    for (const { mesh, matrix } of this.#follows) {
      mesh.matrix.copy(matrix)
      mesh.matrixWorld.copy(matrix)
    }
    const boxes = this.#boxes()
    if (boxes.length === 0) return
    const lines = this.group.children
    while (lines.length > boxes.length) lines[lines.length - 1]?.removeFromParent()
    boxes.forEach((box, i) => {
      let line = lines[i]
      if (!line) {
        line = new LineSegments(this.#boxEdges, this.#boxLine)
        line.matrixAutoUpdate = false
        line.frustumCulled = false
        line.renderOrder = this.group.renderOrder
        this.group.add(line)
      }
      const size = box.getSize(new Vector3()).addScalar(0.02)
      line.matrix.makeScale(size.x, size.y, size.z).setPosition(box.getCenter(new Vector3()))
      line.matrixWorld.copy(line.matrix)
    })
  }

  dispose(): void {
    this.clear()
    this.#mask.dispose()
    this.#line.dispose()
    this.#boxLine.dispose()
    this.#boxEdges.dispose()
  }
}
