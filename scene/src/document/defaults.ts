// New things with the values that suit most: nodes, components, rules, scenes.

import { newNodeId } from './node-id'
import type {
  Camera,
  CameraSettings,
  DataOverlay,
  EntityBinding,
  Json,
  JsonObject,
  Light,
  ModelRef,
  ModelShader,
  MotionIndicator,
  PlaneGeometry,
  RuleGroup,
  SceneComponent,
  SceneDocument,
  SceneNode,
  SubModelRef,
  Animation,
  Tag,
  Transform,
  Vec3,
} from './types'

export const ICON_PREFIX = 'iottwinmaker.common.icon:'
export const COLOR_PREFIX = 'iottwinmaker.common.color:'
export const OPACITY_PREFIX = 'iottwinmaker.common.opacity:'
export const NUMBER_TARGET = 'iottwinmaker.common.number'

export const IDENTITY: Transform = { position: [0, 0, 0], rotation: [0, 0, 0], scale: [1, 1, 1] }

export const CAMERA_DEFAULTS: CameraSettings = {
  cameraType: 'Perspective',
  fov: 53.13,
  near: 0.1,
  far: 1000,
  zoom: 1,
}
export const MOTION_CONFIG_DEFAULTS: MotionIndicator['config'] = {
  numOfRepeatInY: 2,
  backgroundColorOpacity: 1,
  defaultForegroundColor: '#29f502',
  defaultSpeed: 1,
}
/** How a tag's icon stands above its node: a short stem. */
export const TAG_OFFSET: Vec3 = [0, 1, 0]

export const LENGTH_UNITS = [
  'millimeters',
  'centimeters',
  'decimeters',
  'meters',
  'kilometers',
  'inches',
  'feet',
  'yards',
  'miles',
] as const
/** Metres in one of each unit. */
export const METRES_IN: Readonly<Record<(typeof LENGTH_UNITS)[number], number>> = {
  millimeters: 0.001,
  centimeters: 0.01,
  decimeters: 0.1,
  meters: 1,
  kilometers: 1000,
  inches: 0.0254,
  feet: 0.3048,
  yards: 0.9144,
  miles: 1609.344,
}

export interface NewNode {
  readonly name: string
  readonly components?: readonly SceneComponent[]
  readonly position?: Vec3
  readonly transform?: Partial<Transform>
  readonly properties?: JsonObject
  readonly snapToFloor?: boolean
}

/** A node that stands in no document yet; `addNodes` gives it its parent. */
export function newNode(node: NewNode): SceneNode {
  return {
    id: newNodeId(),
    name: node.name,
    parentId: null,
    childIds: [],
    transform: { ...IDENTITY, ...(node.position ? { position: node.position } : {}), ...node.transform },
    snapToFloor: node.snapToFloor ?? false,
    components: node.components ?? [],
    properties: node.properties ?? {},
    raw: {},
  }
}

export function newTag(tag: Partial<Omit<Tag, 'type'>> = {}): Tag {
  return { type: 'Tag', icon: `${ICON_PREFIX}Info`, offset: TAG_OFFSET, ...tag }
}

export function newLight(lightType: Light['lightType'] = 'Directional'): Light {
  return { type: 'Light', lightType, lightSettings: LIGHT_DEFAULTS[lightType] }
}

export const LIGHT_DEFAULTS: Readonly<Record<Light['lightType'], Light['lightSettings']>> = {
  Ambient: { color: '#ffffff', intensity: 1 },
  Directional: { color: '#ffffff', intensity: 1, castShadow: true },
  Hemisphere: { color: '#ffffff', intensity: 1, groundColor: '#333333' },
  Point: { color: '#ffffff', intensity: 1, castShadow: true, distance: 0, decay: 2 },
}

export function newMotionIndicator(shape: MotionIndicator['shape'] = 'LinearPlane'): MotionIndicator {
  return { type: 'MotionIndicator', shape, valueDataBindings: {}, config: MOTION_CONFIG_DEFAULTS }
}

export function newOverlay(subType: DataOverlay['subType'] = 'OverlayPanel', content = ''): DataOverlay {
  return { type: 'DataOverlay', subType, valueDataBindings: [], dataRows: [{ rowType: 'Markdown', content }] }
}

export function newCamera(camera: Partial<CameraSettings> = {}): Camera {
  return { type: 'Camera', camera: { ...CAMERA_DEFAULTS, ...camera } }
}

export function newPlane(width = 10, height = 10): PlaneGeometry {
  return { type: 'PlaneGeometry', width, height, color: '#cccccc' }
}

export function newModel(uri: string, modelType: ModelRef['modelType'] = modelTypeOf(uri)): ModelRef {
  return { type: 'ModelRef', uri, modelType }
}

/** Which kind of model a file's name says it is. */
export function modelTypeOf(uri: string): ModelRef['modelType'] {
  const path = uri.toLowerCase().split(/[?#]/)[0] ?? ''
  if (path.endsWith('.json')) return 'Tiles3D'
  return path.endsWith('.gltf') ? 'GLTF' : 'GLB'
}

export function newModelShader(): ModelShader {
  return { type: 'ModelShader' }
}

export function newSubModel(selector: string): SubModelRef {
  return { type: 'SubModelRef', selector }
}

export function newAnimation(uri: string, currentAnimations: readonly string[] = []): Animation {
  return { type: 'Animation', uri, currentAnimations }
}

export function newEntityBinding(entityId: string): EntityBinding {
  return { type: 'EntityBinding', valueDataBinding: { dataBindingContext: { entityId } } }
}

function ruleOf(rows: readonly (readonly [expression: string, target: string])[]): RuleGroup {
  return { statements: rows.map(([expression, target]) => ({ expression, target })) }
}

/** The rules every new scene has. */
export const SAMPLE_RULES: Readonly<Record<string, RuleGroup>> = {
  sampleAlarmIconRule: ruleOf([
    ["alarm_status == 'ACTIVE'", `${ICON_PREFIX}Error`],
    ["alarm_status == 'ACKNOWLEDGED'", `${ICON_PREFIX}Warning`],
    ["alarm_status == 'SNOOZE_DISABLED'", `${ICON_PREFIX}Warning`],
    ["alarm_status == 'NORMAL'", `${ICON_PREFIX}Info`],
  ]),
  sampleTimeSeriesIconRule: ruleOf([
    ['temperature >= 40', `${ICON_PREFIX}Error`],
    ['temperature >= 20', `${ICON_PREFIX}Warning`],
    ['temperature < 20', `${ICON_PREFIX}Info`],
  ]),
  sampleTimeSeriesColorRule: ruleOf([
    ['temperature >= 40', `${COLOR_PREFIX}#FF0000`],
    ['temperature >= 20', `${COLOR_PREFIX}#FFFF00`],
    ['temperature < 20', `${COLOR_PREFIX}#00FF00`],
  ]),
}

const NEW_TOP: Readonly<Record<string, Json>> = {
  specVersion: '1.0',
  version: '1',
  unit: 'meters',
  properties: {},
  nodes: [],
  rootNodeIndexes: [],
  cameras: [],
  rules: {},
}

/** An empty scene as the composer begins one. */
export function newScene(): SceneDocument {
  return {
    nodes: new Map(),
    rootIds: [],
    rules: SAMPLE_RULES,
    unit: 'meters',
    properties: { environmentPreset: 'neutral' },
    raw: NEW_TOP,
  }
}

/** A scene with nothing at all, for documents that cannot be read. */
export function emptyScene(): SceneDocument {
  return { nodes: new Map(), rootIds: [], rules: {}, unit: 'meters', properties: {}, raw: NEW_TOP }
}
