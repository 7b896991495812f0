// What three itself needs for as many cubes: one BatchedMesh, no document, no picking, no selection.

import { BatchedMesh, BoxGeometry, DirectionalLight, HemisphereLight, Matrix4, MeshStandardMaterial,
  PerspectiveCamera, Scene,
  WebGLRenderer } from 'three'

export function floor(root: HTMLElement,
  count: number): { ready_ms: number; frame: () => void; drawCalls: () => number } {
  const renderer = new WebGLRenderer({ antialias: true })
  renderer.setSize(root.clientWidth, root.clientHeight)
  root.append(renderer.domElement)
  const box = new BoxGeometry()
  const mesh = new BatchedMesh(count, 24, 36, new MeshStandardMaterial({ color: '#4d80bf' }))
  const geometry = mesh.addGeometry(box)
  const side = Math.ceil(Math.sqrt(count))
  for (let i = 0; i < count; i++) {
    const id = mesh.addInstance(geometry)
    mesh.setMatrixAt(id,
      new Matrix4().setPosition(((i % side) - side / 2) * 2, 0, (Math.floor(i / side) - side / 2) * 2))
  }
  const scene = new Scene()
  scene.add(mesh, new HemisphereLight(), new DirectionalLight())
  const camera = new PerspectiveCamera(53, root.clientWidth / root.clientHeight, 0.1, 3000)
  let angle = 0
  const frame = () => {
    angle += 0.01
    camera.position.set(Math.sin(angle) * side * 2, side, Math.cos(angle) * side * 2)
    camera.lookAt(0, 0, 0)
    requestAnimationFrame(() => renderer.render(scene, camera))
  }
  frame()
  return { ready_ms: performance.now(), frame, drawCalls: () => renderer.info.render.calls }
}
