// Reads a scene document: as far as it can be read, and with everything kept that is not understood.

import { emptyScene, LENGTH_UNITS } from './defaults'
import { isArray, isObject, keepOrder, pointerTo, readJson } from './json'
import { rememberSource } from './originals'
import { readTree } from './parse-nodes'
import { Problems } from './problems'
import { ruleIdsNeeded, ruleIdsOf } from './rule-ids'
import type {
  Json,
  JsonObject,
  LengthUnit,
  Problem,
  RuleGroup,
  SceneDocument,
  SceneProperties,
} from './types'

export interface ParsedScene {
  readonly document: SceneDocument
  readonly problems: readonly Problem[]
  /** Saving would lose or break something: too new a version, or no scene at all. */
  readonly isReadOnly: boolean
}

/** Reads a document from its text or its JSON; never throws. */
export function parseScene(source: string | Json): ParsedScene {
  const problems = new Problems()
  let json: Json
  try {
    json = typeof source === 'string' ? readJson(source) : source
  } catch (error) {
    problems.error(
      '',
      `The document is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`,
    )
    return readOnly(emptyScene(), source, problems)
  }
  if (!isObject(json)) {
    problems.error('', 'The document is not a JSON object, so it is no scene.')
    return readOnly(emptyScene(), source, problems)
  }
  const version = readVersion(json, problems)
  const nodes = json['nodes']
  if (nodes !== undefined && !isArray(nodes)) {
    problems.error(
      '/nodes',
      'The nodes are not a list. The document opens read-only, so that nothing is lost.',
    )
    return readOnly(emptyScene(), source, problems)
  }
  if (nodes === undefined) problems.error('/nodes', 'The document has no list of nodes; it is read as empty.')
  const document = readDocument(json, nodes ?? [], problems)
  if (version === 'too new') return readOnly(document, source, problems)
  return { document, problems: problems.list(), isReadOnly: false }
}

function readOnly(document: SceneDocument, source: string | Json, problems: Problems): ParsedScene {
  rememberSource(document, source)
  return { document, problems: problems.list(), isReadOnly: true }
}

function readVersion(json: JsonObject, problems: Problems): 'known' | 'too new' {
  const { specVersion } = json
  const found = typeof specVersion === 'string' ? /^(\d+)\.(\d+)$/.exec(specVersion) : null
  const pointer = '/specVersion'
  if (found === null) {
    const said = specVersion === undefined ? 'says no version' : `says version ${JSON.stringify(specVersion)}`
    problems.error(pointer, `The document ${said}; it is read as version 1.0, and is that once it is saved.`)
    return 'known'
  }
  if (Number(found[1]) > 1) {
    problems.error(
      pointer,
      `The document is of version ${specVersion}, newer than 1.0. It opens read-only, as far as it goes.`,
    )
    return 'too new'
  }
  if (Number(found[1]) < 1 || Number(found[2]) > 0) {
    problems.warn(
      pointer,
      `The document is of version ${specVersion}, not 1.0; what is new is kept and not shown.`,
    )
  }
  return 'known'
}

/** Whether a member says a version that is written again as it is. */
export function isVersion(json: Json | undefined): boolean {
  return typeof json === 'string' && /^\d+\.\d+$/.test(json)
}

function readDocument(json: JsonObject, nodeList: readonly Json[], problems: Problems): SceneDocument {
  const cameraList = readCameraList(json, problems)
  const cameras = { list: cameraList, used: new Set<number>() }
  const tree = readTree(nodeList, json['rootNodeIndexes'], cameras, problems)
  const read: SceneDocument = {
    ...tree,
    rules: readRules(json['rules'], problems),
    unit: readUnit(json, problems),
    properties: readProperties(json, problems),
    raw: rawTop(json, cameraList, cameras.used),
  }
  return mendRules(read, problems)
}

/** The top level without its nodes; of the cameras only those stay that no node shows, the others leave
 *  their place. */
function rawTop(json: JsonObject, cameraList: readonly Json[], used: ReadonlySet<number>): JsonObject {
  const raw: Record<string, Json | undefined> = {}
  for (const name of Object.keys(json)) setOwn(raw, name, json[name])
  if ('nodes' in json) raw['nodes'] = []
  if ('cameras' in json) raw['cameras'] = cameraList.map((camera, index) => (used.has(index) ? null : camera))
  return keepOrder(json, raw)
}

/** Sets a member of any name, `__proto__` too. */
function setOwn(object: Record<string, Json | undefined>, name: string, value: Json | undefined): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
}

function readCameraList(json: JsonObject, problems: Problems): readonly Json[] {
  const { cameras } = json
  if (isArray(cameras)) {
    return cameras.map((camera, index) => {
      if (camera !== null) return camera
      problems.warn(`/cameras/${index}`, 'A camera is null; it is left out.')
      return null
    })
  }
  if (cameras === undefined) problems.completed('"cameras"')
  else problems.error('/cameras', 'The cameras are not a list; they are read as empty.')
  return []
}

/** The unit a document says; metres if it says none we know. */
export function unitIn(raw: JsonObject): LengthUnit {
  return LENGTH_UNITS.find((unit) => unit === raw['unit']) ?? 'meters'
}

function readUnit(json: JsonObject, problems: Problems): LengthUnit {
  const unit = unitIn(json)
  if (json['unit'] !== undefined && json['unit'] !== unit) {
    problems.warn(
      '/unit',
      `The unit ${JSON.stringify(json['unit'])} is not known; metres are shown until another is chosen.`,
    )
  }
  return unit
}

function readProperties(json: JsonObject, problems: Problems): SceneProperties {
  const { properties } = json
  if (isObject(properties)) return properties
  if (properties !== undefined)
    problems.error('/properties', 'The properties of the scene are not an object; they are read as empty.')
  return {}
}

function readRules(json: Json | undefined, problems: Problems): Readonly<Record<string, RuleGroup>> {
  if (json === undefined) problems.completed('"rules"')
  else if (!isObject(json)) problems.error('/rules', 'The rules are not an object; they are read as empty.')
  if (!isObject(json)) return {}
  const rules = Object.keys(json).map(
    (id) => [id, readRule(json[id], pointerTo('/rules', id), problems)] as const,
  )
  const isSame = rules.every(([id, rule]) => rule === json[id])
  return isSame ? (json as Readonly<Record<string, RuleGroup>>) : keepOrder(json, Object.fromEntries(rules))
}

function readRule(json: Json | undefined, pointer: string, problems: Problems): RuleGroup {
  if (!isObject(json) || !isArray(json['statements'])) {
    problems.error(pointer, 'The rule has no list of statements; it is read as a rule without any.')
    return isObject(json) ? keepOrder(json, { ...json, statements: [] }) : { statements: [] }
  }
  const list = json['statements']
  const statements = list.flatMap((statement, at) => {
    if (
      isObject(statement) &&
      typeof statement['expression'] === 'string' &&
      typeof statement['target'] === 'string'
    ) {
      return [statement]
    }
    const where = `${pointer}/statements/${at}`
    if (!isObject(statement)) {
      problems.error(where, 'The statement of the rule is not an object; it is left out.')
      return []
    }
    problems.error(where, 'The statement lacks its expression or its target; it is empty now.')
    const { expression, target } = statement
    return [{ ...statement, expression: textOf(expression), target: textOf(target) }]
  })
  const isSame =
    statements.length === list.length && statements.every((statement, at) => statement === list[at])
  return (isSame ? json : keepOrder(json, { ...json, statements })) as unknown as RuleGroup
}

function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** App Kit refuses a whole document for a tag or motion indicator whose rule does not exist: they get an
 *  empty one. */
function mendRules(document: SceneDocument, problems: Problems): SceneDocument {
  const missing = new Set<string>()
  for (const node of document.nodes.values()) {
    for (const component of node.components) {
      const needed = ruleIdsNeeded(component)
      for (const id of new Set([...needed, ...ruleIdsOf(component)])) {
        if (Object.hasOwn(document.rules, id)) continue
        if (needed.includes(id)) missing.add(id)
        const remedy = needed.includes(id) ? 'An empty rule of that name is added.' : 'It has no effect.'
        problems.warn(
          pointerTo('/rules', id),
          `"${node.name}" uses the rule "${id}", which does not exist. ${remedy}`,
          node.id,
        )
      }
    }
  }
  if (missing.size === 0) return document
  const added = [...missing].map((id) => [id, { statements: [] }] as const)
  const rules = Object.fromEntries([...Object.entries(document.rules), ...added])
  return { ...document, rules: keepOrder(document.rules, rules) }
}
