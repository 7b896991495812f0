// The scene as plain data: what a document says, with its own words; nothing here does anything.
// Source of the format: the public scene documents of AWS IoT TwinMaker (specVersion 1.0).

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
/** A JSON object; members keep the order they were read in. */
export interface JsonObject {
  readonly [member: string]: Json | undefined
}

/** Three numbers: metres, radians or factors, as the member says. */
export type Vec3 = readonly [number, number, number]

/** Names a node while a document is open; never written. */
export type NodeId = string & { readonly __brand: 'NodeId' }

/** Where a node stands in its parent: metres, Euler radians in the order XYZ, factors. Y is up, right-handed. */
export interface Transform {
  readonly position: Vec3
  readonly rotation: Vec3
  readonly scale: Vec3
}

/** A node of the tree. `raw` is the object that was read (`{}` for a new node): unknown members and the order of all
 *  members are printed from it. */
export interface SceneNode {
  readonly id: NodeId
  readonly name: string
  readonly parentId: NodeId | null
  readonly childIds: readonly NodeId[]
  readonly transform: Transform
  readonly snapToFloor: boolean
  readonly components: readonly SceneComponent[]
  /** `alwaysVisible`, `hiddenWhileImmersive`, `matterportId`, and our `x-gemel-…` (strings and booleans only). */
  readonly properties: JsonObject
  readonly raw: JsonObject
}

/** A whole document. */
export interface SceneDocument {
  readonly nodes: ReadonlyMap<NodeId, SceneNode>
  readonly rootIds: readonly NodeId[]
  readonly rules: Readonly<Record<string, RuleGroup>>
  readonly unit: LengthUnit
  readonly properties: SceneProperties
  /** The members of the top level that were read, without nodes; unknown ones are printed again. */
  readonly raw: JsonObject
}

export type LengthUnit =
  | 'millimeters' | 'centimeters' | 'decimeters' | 'meters' | 'kilometers' | 'inches' | 'feet' | 'yards' | 'miles'

/** Something that was wrong in a document, where (a JSON pointer), and what was done about it. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  readonly pointer: string
  readonly message: string
  /** The node it concerns, if there is one. */
  readonly nodeId?: NodeId
}

/** Which property of the twin a thing shows. Context values may be templates, `${name}`. */
export interface ValueDataBinding extends JsonObject {
  readonly dataBindingContext?: DataBindingContext
  readonly isStaticData?: boolean
}
export interface DataBindingContext extends JsonObject {
  readonly entityId?: string
  readonly componentName?: string
  readonly propertyName?: string
}

export interface RuleStatement extends JsonObject {
  readonly expression: string
  /** `iottwinmaker.common.icon:Error`, `…color:#ff0000`, `…opacity:0.5`, `…number`. */
  readonly target: string
  readonly targetMetadata?: { readonly color?: string; readonly iconPrefix?: string; readonly iconName?: string }
}
export interface RuleGroup extends JsonObject {
  readonly statements: readonly RuleStatement[]
}

// Components are their JSON: a spread keeps unknown members and their order.

export interface ModelRef extends JsonObject {
  readonly type: 'ModelRef'
  readonly uri: string
  readonly modelType: 'GLB' | 'GLTF' | 'Tiles3D'
  readonly unitOfMeasure?: LengthUnit
  readonly localScale?: Vec3
  readonly castShadow?: boolean
  readonly receiveShadow?: boolean
}
/** A named mesh inside the model of the parent node. */
export interface SubModelRef extends JsonObject {
  readonly type: 'SubModelRef'
  readonly selector: string | number
  readonly parentRef?: string
}
export interface Animation extends JsonObject {
  readonly type: 'Animation'
  readonly uri: string
  readonly currentAnimations: readonly string[]
}
export interface Tag extends JsonObject {
  readonly type: 'Tag'
  /** `iottwinmaker.common.icon:Info|Warning|Error|Video|Custom`. */
  readonly icon?: string
  readonly valueDataBinding?: ValueDataBinding
  readonly ruleBasedMapId?: string
  readonly navLink?: { readonly destination?: string; readonly params?: Readonly<Record<string, string>> }
  /** From the node to the icon, metres. */
  readonly offset?: Vec3
  readonly chosenColor?: string
  readonly customIcon?: { readonly prefix: string; readonly iconName: string }
}
/** Recolours every mesh below the node ("model shader", "colour overlay"). */
export interface ModelShader extends JsonObject {
  readonly type: 'ModelShader'
  readonly valueDataBinding?: ValueDataBinding
  readonly ruleBasedMapId?: string
}
export interface MotionBinding extends JsonObject {
  readonly valueDataBinding?: ValueDataBinding
  readonly ruleBasedMapId?: string
}
export interface MotionIndicator extends JsonObject {
  readonly type: 'MotionIndicator'
  readonly shape: 'LinearPlane' | 'LinearCylinder' | 'CircularCylinder'
  readonly valueDataBindings: {
    readonly speed?: MotionBinding
    readonly foregroundColor?: MotionBinding
    readonly backgroundColor?: MotionBinding
  }
  readonly config: {
    readonly numOfRepeatInY: number
    readonly backgroundColorOpacity: number
    readonly defaultBackgroundColor?: string
    readonly defaultForegroundColor?: string
    readonly defaultSpeed?: number | string
  }
}
export interface DataOverlay extends JsonObject {
  readonly type: 'DataOverlay'
  readonly subType: 'TextAnnotation' | 'OverlayPanel'
  readonly dataRows: readonly { readonly rowType: 'Markdown'; readonly content: string }[]
  readonly valueDataBindings: readonly { readonly bindingName: string; readonly valueDataBinding?: ValueDataBinding }[]
}
export interface EntityBinding extends JsonObject {
  readonly type: 'EntityBinding'
  readonly valueDataBinding: ValueDataBinding
}
export interface PlaneGeometry extends JsonObject {
  readonly type: 'PlaneGeometry'
  readonly width: number
  readonly height: number
  readonly color?: string
  readonly textureUri?: string
}
export interface LightSettings extends JsonObject {
  readonly color?: string | number
  readonly intensity?: number
  readonly castShadow?: boolean
  readonly distance?: number
  readonly decay?: number
  readonly groundColor?: string | number
}
export interface Light extends JsonObject {
  readonly type: 'Light'
  readonly lightType: 'Ambient' | 'Directional' | 'Hemisphere' | 'Point'
  readonly lightSettings: LightSettings
}
/** On disk `cameraIndex` points into `cameras`; in memory the settings stand in the component itself. */
export interface Camera extends JsonObject {
  readonly type: 'Camera'
  readonly camera: CameraSettings
}
export interface CameraSettings extends JsonObject {
  readonly cameraType: 'Perspective' | 'Orthographic'
  /** Degrees, vertical. */
  readonly fov: number
  readonly near: number
  readonly far: number
  readonly zoom: number
}
/** A component we do not know or that is malformed: shown as a problem, printed as it was read. */
export interface UnknownComponent extends JsonObject {
  readonly type: '?'
  readonly original: Json
}

export type SceneComponent =
  | ModelRef | SubModelRef | Animation | Tag | ModelShader | MotionIndicator | DataOverlay | EntityBinding
  | PlaneGeometry | Light | Camera | UnknownComponent
export type ComponentType = SceneComponent['type']

/** The scene's `properties`; unknown members are kept. */
export interface SceneProperties extends JsonObject {
  readonly environmentPreset?: string
  readonly dataBindingConfig?: {
    readonly fieldMapping?: Readonly<Record<string, readonly string[]>>
    readonly template?: Readonly<Record<string, string>>
  }
  readonly componentSettings?: {
    readonly Tag?: { readonly scale?: number; readonly autoRescale?: boolean; readonly enableOcclusion?: boolean }
    readonly DataOverlay?: { readonly overlayPanelVisible?: boolean }
  }
  readonly fogSettings?: { readonly color?: string; readonly near?: number; readonly far?: number }
  readonly sceneBackgroundSettings?: { readonly color?: string; readonly textureUri?: string }
  readonly groundPlaneSettings?: { readonly color?: string; readonly textureUri?: string; readonly opacity?: number }
}
