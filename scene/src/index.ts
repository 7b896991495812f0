// What the scene package offers: documents, commands, the editor, rules, live values and actions. No screen.

export { ACTIONS, actionOf, keysLabel, matchAction, runKey, type KeyPress } from './actions'
export { pasteText } from './actions/edit'
export { changeable } from './actions/selection'
export type { Action, ActionContext, ActionGroup, ClipboardPort, Intent } from './actions/types'
export { addNodes, type Place } from './commands/add-nodes'
export {
  alignNodes,
  distributeNodes,
  whyNotArrange,
  type Axis,
  type Box,
  type Boxes,
} from './commands/arrange-nodes'
export { duplicateNodes } from './commands/duplicate-nodes'
export { groupNodes, ungroupNodes, whyNotUngroup } from './commands/group-nodes'
export {
  copyNodes,
  pasteNodes,
  readCopiedNodes,
  type CopiedNodes,
  type PasteOptions,
} from './commands/paste-nodes'
export { removeNodes } from './commands/remove-nodes'
export { renameNode, whyNotName } from './commands/rename-node'
export {
  localFromWorld,
  reorderNodes,
  reparentNodes,
  whyNotReparent,
  type ReparentOptions,
} from './commands/reparent-nodes'
export { addComponent, componentName, removeComponent, setComponent } from './commands/set-component'
export { setNodeProperties, setSnapToFloor } from './commands/set-node-properties'
export { addRule, removeRule, renameRule, setRule, whyNotRuleId } from './commands/set-rule'
export { replaceDocument, setSceneProperties, setUnit } from './commands/set-scene'
export {
  moveNodes,
  transformNodes,
  type TransformChanges,
  type TransformOptions,
} from './commands/transform-nodes'
export {
  CAMERA_DEFAULTS,
  COLOR_PREFIX,
  emptyScene,
  ICON_PREFIX,
  IDENTITY,
  LENGTH_UNITS,
  LIGHT_DEFAULTS,
  METRES_IN,
  modelTypeOf,
  MOTION_CONFIG_DEFAULTS,
  newAnimation,
  newCamera,
  newEntityBinding,
  newLight,
  newModel,
  newModelShader,
  newMotionIndicator,
  newNode,
  newOverlay,
  newPlane,
  newScene,
  newSubModel,
  newTag,
  NUMBER_TARGET,
  OPACITY_PREFIX,
  SAMPLE_RULES,
  TAG_OFFSET,
  type NewNode,
} from './document/defaults'
export {
  diffScenes,
  type FieldChange,
  type NodeChange,
  type RuleChange,
  type SceneDiff,
} from './document/diff'
export { isEqualJson, JsonSyntaxError, printJson, readJson } from './document/json'
export {
  invert,
  lookRotation,
  matrixOf,
  multiply,
  transformOf,
  transformPoint,
  type Matrix,
} from './document/matrix'
export { mergeScenes, type Conflict, type MergedScene, type MergeOptions } from './document/merge'
export { newNodeId } from './document/node-id'
export { parseScene, type ParsedScene } from './document/parse'
export { printScene, sceneToJson } from './document/print'
export {
  ancestors,
  bindingsOf,
  childrenOf,
  componentOf,
  descendants,
  displayName,
  fillTemplate,
  findByEntity,
  inTreeOrder,
  modelsUsed,
  pathOf,
  resolveBinding,
  rulesUsed,
  searchNodes,
  slotsOf,
  subtree,
  templateOf,
  topmost,
  worldMatrix,
  worldTransform,
  type Binding,
  type BindingSlot,
  type Template,
} from './document/query'
export { ruleIdsOf } from './document/rule-ids'
export type * from './document/types'
export { createEditor, type EditorOptions } from './editor/create'
export type * from './editor/types'
export {
  keyOf,
  LiveValues,
  type LiveKey,
  type LiveListener,
  type LiveScalar,
  type LiveValue,
  type PropertyRef,
} from './live'
export { parseColor, toHex, type Color } from './rules/color'
export {
  checkExpression,
  evaluateExpression,
  evaluateRule,
  type RuleEffect,
  type RuleResult,
} from './rules/evaluate'
export {
  fillOverlay,
  formatNumber,
  formatValue,
  namesInOverlay,
  NO_VALUE,
  unboundNames,
  whyNotBindingName,
} from './rules/overlay'
export type { ExpressionProblem } from './rules/syntax-error'
export {
  ICON_NAMES,
  parseTarget,
  printTarget,
  type ColorTarget,
  type IconName,
  type IconTarget,
  type NumberTarget,
  type OpacityTarget,
  type RuleTarget,
} from './rules/target'
export { namesIn, variableName, type Values } from './rules/variables'
export { ICON_PATHS } from './icon-paths'
export { ICON_COLORS } from './icons'
