// A component as it was read: checked, completed where App Kit needs more, or kept unread.

import { CAMERA_DEFAULTS, MOTION_CONFIG_DEFAULTS } from './defaults'
import { isArray, isObject, keepOrder } from './json'
import type { Problems } from './problems'
import type {
  Camera,
  CameraSettings,
  Json,
  JsonObject,
  NodeId,
  SceneComponent,
  UnknownComponent,
} from './types'

export interface ReadingCameras {
  /** `cameras` as read. */
  readonly list: readonly Json[]
  /** Which of them a node shows. */
  readonly used: Set<number>
}

export interface ComponentPlace {
  readonly pointer: string
  readonly nodeId: NodeId
  readonly problems: Problems
  readonly cameras: ReadingCameras
}

export function readComponent(json: Json, place: ComponentPlace): SceneComponent {
  if (!isObject(json)) return unknown(json, place, 'A component is not an object')
  const { type } = json
  if (typeof type !== 'string') return unknown(json, place, 'A component does not say its type')
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined
  if (kind === undefined) return unknown(json, place, `The component type "${type}" is not known here`)
  const wrong = kind.check(json)
  if (wrong !== null) return unknown(json, place, `The ${type} component is malformed: ${wrong}`)
  if (type === 'Camera') return readCamera(json, place)
  const missing = Object.entries(kind.needs ?? {}).filter(
    ([member]) => json[member] === undefined || json[member] === null,
  )
  for (const [member] of missing) place.problems.completed(`"${member}" of a ${type}`)
  const whole = missing.length === 0 ? json : keepOrder(json, { ...json, ...Object.fromEntries(missing) })
  return (type === 'MotionIndicator' ? withoutNullBindings(whole, place) : whole) as unknown as SceneComponent
}

/** App Kit opens no document in which a binding of a motion indicator is null. */
function withoutNullBindings(json: JsonObject, place: ComponentPlace): JsonObject {
  const bindings = json['valueDataBindings']
  if (!isObject(bindings) || !Object.values(bindings).includes(null)) return json
  place.problems.warn(
    `${place.pointer}/valueDataBindings`,
    'A binding is null; it is left out.',
    place.nodeId,
  )
  const kept = Object.entries(bindings).filter(([, value]) => value !== null)
  return keepOrder(json, { ...json, valueDataBindings: keepOrder(bindings, Object.fromEntries(kept)) })
}

function unknown(original: Json, place: ComponentPlace, message: string): UnknownComponent {
  place.problems.warn(place.pointer, `${message}. It is kept as it is, and not shown.`, place.nodeId)
  return { type: '?', original }
}

function readCamera(json: JsonObject, place: ComponentPlace): Camera {
  const index = json['cameraIndex'] as number
  const stored = place.cameras.list[index]
  if ('camera' in json)
    place.problems.warn(place.pointer, 'The member "camera" is not read here and is dropped.', place.nodeId)
  if (!isObject(stored)) {
    place.problems.error(
      place.pointer,
      `There is no camera number ${index} in "cameras". Usual settings are used.`,
      place.nodeId,
    )
    const { cameraIndex: _, ...rest } = json
    return { ...rest, type: 'Camera', camera: CAMERA_DEFAULTS }
  }
  place.cameras.used.add(index)
  return keepOrder(json, { ...json, type: 'Camera', camera: readSettings(stored, place) })
}

function readSettings(stored: JsonObject, place: ComponentPlace): CameraSettings {
  const wrong = Object.entries(CAMERA_DEFAULTS).filter(([member, usual]) =>
    member === 'cameraType'
      ? stored[member] !== 'Perspective' && stored[member] !== 'Orthographic'
      : typeof stored[member] !== typeof usual,
  )
  if (wrong.length === 0) return stored as unknown as CameraSettings
  for (const [member] of wrong) {
    if (stored[member] === undefined) place.problems.completed(`"${member}" of a camera`)
    else
      place.problems.warn(
        place.pointer,
        `The "${member}" of the camera is malformed; the usual one is used.`,
        place.nodeId,
      )
  }
  return keepOrder(stored, { ...stored, ...Object.fromEntries(wrong) }) as unknown as CameraSettings
}

interface Kind {
  /** What is wrong with it, or `null`. */
  readonly check: (json: JsonObject) => string | null
  /** Members App Kit cannot do without, and what they are if they are missing. */
  readonly needs?: Readonly<Record<string, Json>>
}

const isString = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null

function oneOf(json: JsonObject, member: string, values: readonly string[]): string | null {
  const value = json[member]
  return isString(value) && values.includes(value) ? null : `"${member}" must be one of ${values.join(', ')}`
}

function stringIn(json: JsonObject, member: string): string | null {
  return isString(json[member]) ? null : `"${member}" must be a string`
}

function optional(
  json: JsonObject,
  member: string,
  test: (value: Json) => boolean,
  words: string,
): string | null {
  const value = json[member]
  return isAbsent(value) || test(value) ? null : `"${member}" must be ${words}`
}

const isVec3 = (value: Json): boolean => isArray(value) && value.length === 3 && value.every(isNumber)

function isBinding(value: Json): boolean {
  if (!isObject(value)) return false
  const context = value['dataBindingContext']
  if (isAbsent(context)) return true
  return (
    isObject(context) &&
    ['entityId', 'componentName', 'propertyName'].every(
      (member) => isAbsent(context[member]) || isString(context[member]),
    )
  )
}

const binding = (json: JsonObject): string | null =>
  optional(json, 'valueDataBinding', isBinding, 'an object with the names of a property')
const rule = (json: JsonObject): string | null =>
  optional(json, 'ruleBasedMapId', isString, 'the name of a rule')

const isNamedBinding = (value: Json): boolean =>
  isObject(value) && isString(value['bindingName']) && binding(value) === null
const isRow = (value: Json): boolean => isObject(value) && isString(value['content'])
const isMotionBinding = (value: Json | undefined): boolean =>
  isAbsent(value) || (isObject(value) && binding(value) === null && rule(value) === null)
const isNavLink = (value: Json): boolean =>
  isObject(value) &&
  optional(value, 'destination', isString, '') === null &&
  optional(value, 'params', (params) => isObject(params) && Object.values(params).every(isString), '') ===
    null
const isCustomIcon = (value: Json): boolean =>
  isObject(value) && isString(value['prefix']) && isString(value['iconName'])

const KINDS: Readonly<Record<string, Kind>> = {
  ModelRef: {
    check: (json) =>
      stringIn(json, 'uri') ??
      oneOf(json, 'modelType', ['GLB', 'GLTF', 'Tiles3D']) ??
      optional(json, 'unitOfMeasure', isString, 'a unit of length') ??
      optional(json, 'localScale', isVec3, 'three numbers'),
  },
  SubModelRef: {
    check: ({ selector }) =>
      isString(selector) || isNumber(selector) ? null : '"selector" must name a part of the model',
  },
  Animation: {
    check: (json) =>
      stringIn(json, 'uri') ??
      optional(
        json,
        'currentAnimations',
        (value) => isArray(value) && value.every(isString),
        'a list of names',
      ),
    needs: { currentAnimations: [] },
  },
  Tag: {
    check: (json) =>
      optional(json, 'icon', isString, 'a string') ??
      binding(json) ??
      rule(json) ??
      optional(json, 'navLink', isNavLink, 'an object with a destination and parameters') ??
      optional(json, 'offset', isVec3, 'three numbers') ??
      optional(json, 'chosenColor', isString, 'a colour') ??
      optional(json, 'customIcon', isCustomIcon, 'an object with prefix and iconName'),
  },
  ModelShader: { check: (json) => binding(json) ?? rule(json) },
  MotionIndicator: {
    check: (json) =>
      oneOf(json, 'shape', ['LinearPlane', 'LinearCylinder', 'CircularCylinder']) ??
      optional(
        json,
        'valueDataBindings',
        (value) =>
          isObject(value) &&
          ['speed', 'foregroundColor', 'backgroundColor'].every((member) => isMotionBinding(value[member])),
        'an object of bindings',
      ) ??
      optional(
        json,
        'config',
        (value) =>
          isObject(value) && isNumber(value['numOfRepeatInY']) && isNumber(value['backgroundColorOpacity']),
        'an object with numOfRepeatInY and backgroundColorOpacity',
      ),
    needs: { valueDataBindings: {}, config: MOTION_CONFIG_DEFAULTS as unknown as Json },
  },
  DataOverlay: {
    check: (json) =>
      oneOf(json, 'subType', ['TextAnnotation', 'OverlayPanel']) ??
      optional(
        json,
        'dataRows',
        (value) => isArray(value) && value.every(isRow),
        'a list of rows with content',
      ) ??
      optional(
        json,
        'valueDataBindings',
        (value) => isArray(value) && value.every(isNamedBinding),
        'a list of named bindings',
      ),
    needs: { valueDataBindings: [], dataRows: [] },
  },
  EntityBinding: {
    check: (json) => (isAbsent(json['valueDataBinding']) ? '"valueDataBinding" is missing' : binding(json)),
  },
  PlaneGeometry: {
    check: (json) =>
      isNumber(json['width']) && isNumber(json['height']) ? null : '"width" and "height" must be numbers',
  },
  Light: {
    check: (json) =>
      oneOf(json, 'lightType', ['Ambient', 'Directional', 'Hemisphere', 'Point']) ??
      optional(json, 'lightSettings', isObject, 'an object'),
    needs: { lightSettings: {} },
  },
  Camera: { check: ({ cameraIndex }) => (isNumber(cameraIndex) ? null : '"cameraIndex" must be a number') },
}
