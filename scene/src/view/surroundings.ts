// All around the content, by the scene's settings: light, background, fog, ground, grid, the sun's shadow.

import { type Box3, CanvasTexture, Color, DirectionalLight, HemisphereLight, DoubleSide, Fog, Group, Mesh,
  MeshStandardMaterial, PlaneGeometry, Scene,
  ShaderMaterial, ShadowMaterial, SRGBColorSpace, Sphere, Texture, type WebGLRenderer } from 'three'
import type { SceneProperties } from '../document/types'
import { Environments } from './environment'
import type { TextureStore } from './texture-store'

export type Theme = 'light' | 'dark'
const BACKDROPS: Readonly<Record<Theme, readonly [string, string, string]>> = {
  light: ['#dfe7f0', '#f4f6f9', '#e6eaef'], dark: ['#10161d', '#1d242d', '#151a20'],
}
const GROUND_M = 1000

const gridVertex = /* glsl */ `
varying vec3 vWorld;
void main() {
  vWorld = (modelMatrix * vec4(position, 1.0)).xyz;
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.0);
}`
const gridFragment = /* glsl */ `
uniform vec3 color;
uniform float reach;
varying vec3 vWorld;
float lines(vec2 at, float width) {
  vec2 grid = abs(fract(at - 0.5) - 0.5);
  vec2 soft = fwidth(at);
  vec2 line = 1.0 - smoothstep(soft * width, soft * (width + 1.0), grid);
  // Lines nearer than a pixel to each other become an even tone, not a flicker.
  line *= 1.0 - smoothstep(0.25, 0.6, soft);
  return max(line.x, line.y);
}
void main() {
  float far = distance(cameraPosition, vWorld);
  float fade = 1.0 - smoothstep(reach * 0.3, reach, far);
  float alpha = max(lines(vWorld.xz, 0.2) * 0.16, lines(vWorld.xz / 10.0, 0.3) * 0.36) * fade;
  if (alpha < 0.004) discard;
  gl_FragColor = vec4(color, alpha);
  #include <colorspace_fragment>
}`

function backdrop(theme: Theme): Texture | null {
  const canvas = document.createElement('canvas')
  canvas.width = 4
  canvas.height = 256
  const context = canvas.getContext('2d')
  if (!context) return null
  const gradient = context.createLinearGradient(0, 0, 0, 256)
  const [top, middle, bottom] = BACKDROPS[theme]
  gradient.addColorStop(0, top)
  gradient.addColorStop(0.55, middle)
  gradient.addColorStop(1, bottom)
  context.fillStyle = gradient
  context.fillRect(0, 0, 4, 256)
  const texture = new CanvasTexture(canvas)
  texture.colorSpace = SRGBColorSpace
  return texture
}

export class Surroundings {
  readonly group = new Group()
  readonly sun = new DirectionalLight('#fff8ee', 1.5)
  /** Stands in for the reflections until they are made. */
  readonly #sky = new HemisphereLight('#ffffff', '#8f959e', 1.9)
  readonly #scene: Scene
  readonly #renderer: WebGLRenderer
  readonly #environments: Environments
  readonly #textures: TextureStore
  readonly #invalidate: () => void
  readonly #plane = new PlaneGeometry(GROUND_M, GROUND_M).rotateX(-Math.PI / 2)
  readonly #shade = new Mesh(this.#plane, new ShadowMaterial({ opacity: 0.22, depthWrite: false }))
  readonly #ground = new Mesh(this.#plane, new MeshStandardMaterial({ roughness: 0.95, side: DoubleSide }))
  readonly #grid = new Mesh(this.#plane, new ShaderMaterial({
    vertexShader: gridVertex, fragmentShader: gridFragment, transparent: true, depthWrite: false, side: DoubleSide,
    uniforms: { color: { value: new Color() }, reach: { value: 60 } },
  }))
  #isFull = false
  #isGridShown = false
  #hasOwnLight = false
  #backdrop: Texture | null = null
  #theme: Theme | null = null
  #properties: SceneProperties | null = null
  readonly #uris = new Map<'ground' | 'background', string>()

  constructor(scene: Scene, renderer: WebGLRenderer, textures: TextureStore, invalidate: () => void) {
    this.#scene = scene
    this.#renderer = renderer
    renderer.shadowMap.enabled = false
    this.#environments = new Environments(renderer)
    this.#textures = textures
    this.#invalidate = invalidate
    this.sun.castShadow = true
    this.sun.shadow.mapSize.set(2048, 2048)
    this.sun.shadow.bias = -0.0004
    this.sun.shadow.normalBias = 0.03
    this.sun.shadow.radius = 4
    // All lie at y = 0; floors of models lie there too. The further down in the pile, the further away it
    // counts.
    for (const [mesh, order] of [[this.#ground, 3], [this.#shade, 2], [this.#grid, 1]] as const) {
      Object.assign(mesh.material,
        { polygonOffset: true, polygonOffsetFactor: order, polygonOffsetUnits: order * 4 })
      mesh.renderOrder = -order
      mesh.receiveShadow = mesh !== this.#grid
      this.group.add(mesh)
    }
    this.group.add(this.sun, this.sun.target, this.#sky)
    scene.add(this.group)
  }

  apply(properties: SceneProperties, theme: Theme, isGridShown: boolean): void {
    this.#isGridShown = isGridShown
    this.#grid.visible = isGridShown
    if (properties === this.#properties && theme === this.#theme) return
    if (theme !== this.#theme) {
      this.#backdrop?.dispose()
      this.#backdrop = backdrop(theme)
      ;(this.#grid.material.uniforms['color']!.value as Color).set(theme === 'dark' ? '#9fb2c8' : '#56687d')
    }
    this.#theme = theme
    this.#properties = properties
    this.setFull(this.#isFull)
    this.#applyBackground(properties)
    this.#applyGround(properties)
    const fog = properties.fogSettings
    this.#scene.fog = fog?.color ? new Fog(fog.color, fog.near ?? 1, fog.far ?? 1000) : null
  }

  /** Reflections and shadows, or a sky that costs nothing. */
  setFull(isFull: boolean): void {
    this.#isFull = isFull
    this.#sky.visible = !isFull
    this.#scene.environment = isFull ? this.#environments.texture(this.#properties?.environmentPreset) : null
    this.#scene.environmentIntensity = this.#hasOwnLight ? 0.55 : 0.8
    this.#renderer.shadowMap.enabled = isFull
  }

  /** For pictures: without the grid. */
  setPlain(isPlain: boolean): void {
    this.#grid.visible = this.#isGridShown && !isPlain
  }

  #applyBackground({ sceneBackgroundSettings: settings }: SceneProperties): void {
    this.#scene.background = settings?.color ? new Color(settings.color) : this.#backdrop
    this.#picture('background', settings?.textureUri, (texture) => {
      this.#scene.background = texture
    })
  }

  #applyGround({ groundPlaneSettings: settings }: SceneProperties): void {
    const { material } = this.#ground
    const hasGround = settings !== undefined
      && (settings.color !== undefined || settings.textureUri !== undefined)
    this.#ground.visible = hasGround
    this.#shade.visible = !hasGround
    material.color.set(settings?.textureUri ? '#ffffff' : settings?.color ?? '#cccccc')
    material.opacity = settings?.opacity ?? 1
    material.transparent = material.opacity < 1
    material.depthWrite = material.opacity >= 1
    material.map?.dispose()
    material.map = null
    material.needsUpdate = true
    this.#picture('ground', settings?.textureUri, (texture) => {
      const map = texture.clone()
      map.repeat.set(GROUND_M / 10, GROUND_M / 10)
      material.map = map
      material.needsUpdate = true
    })
  }

  #picture(place: 'ground' | 'background', uri: string | undefined, use: (texture: Texture) => void): void {
    const before = this.#uris.get(place)
    if (before) this.#textures.release(before)
    this.#uris.delete(place)
    if (!uri) return
    this.#uris.set(place, uri)
    this.#textures.acquire(uri).then((texture) => {
      if (this.#uris.get(place) !== uri) return
      use(texture)
      this.#invalidate()
    }, () => undefined)
  }

  /** Puts the sun and its shadow around what is there; the sun rests when the scene brings its own. */
  fit(box: Box3, hasOwnSun: boolean, isShadowed: boolean): void {
    this.sun.visible = !hasOwnSun
    this.#hasOwnLight = hasOwnSun
    this.#scene.environmentIntensity = hasOwnSun ? 0.55 : 0.8
    this.#sky.intensity = hasOwnSun ? 0.9 : 1.9
    this.sun.castShadow = isShadowed
    fitSun(this.sun, box, true)
    const radius = box.isEmpty() ? 20 : box.getBoundingSphere(new Sphere()).radius
    this.#grid.material.uniforms['reach']!.value = Math.min(GROUND_M / 2, Math.max(40, radius * 6))
  }

  dispose(): void {
    this.group.removeFromParent()
    this.sun.dispose()
    this.#sky.dispose()
    this.#plane.dispose()
    for (const mesh of [this.#shade, this.#ground, this.#grid]) mesh.material.dispose()
    this.#ground.material.map?.dispose()
    this.#backdrop?.dispose()
    this.#environments.dispose()
    this.#scene.environment = null
    this.#scene.background = null
  }
}

/** Makes a sun's shadow just as wide as the content; `isPlaced` also moves the sun over it. */
export function fitSun(sun: DirectionalLight, box: Box3, isPlaced: boolean): void {
  const sphere = box.isEmpty()
    ? new Sphere().set(sun.target.position.clone(), 10) : box.getBoundingSphere(new Sphere())
  const radius = Math.min(Math.max(sphere.radius, 1), 400)
  if (isPlaced) {
    sun.target.position.copy(sphere.center)
    sun.position.copy(sphere.center).add({ x: radius * 0.8, y: radius * 1.7, z: radius * 1.1 })
    sun.target.updateMatrixWorld()
  }
  sun.updateMatrixWorld()
  const { camera } = sun.shadow
  const reach = isPlaced ? radius : radius + sphere.center.distanceTo(sun.target.position)
  camera.left = camera.bottom = -reach * 1.05
  camera.right = camera.top = reach * 1.05
  camera.near = 0.1
  camera.far = sun.position.distanceTo(sphere.center) + radius * 2.2
  camera.updateProjectionMatrix()
}
