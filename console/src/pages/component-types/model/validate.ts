// What the server would refuse, said before it is asked and in words.

import type { DataType, FunctionRequest, PropertyDefinitionRequest } from '@aws-sdk/client-iottwinmaker'
import { KINDS, type Kind, printDataType, problemOfValue } from './data-type'
import { FUNCTION_KINDS, isFunctionKind, isReservedId, type TypeDraft, type TypeOf } from './draft'
import { type Effective, inherited, isImplemented } from './effective'

export interface Problem {
  /** `propertyDefinitions.speed.dataType`. */
  readonly path: string
  readonly message: string
  readonly severity: 'error' | 'warning'
}

export interface Known {
  readonly typeOf: TypeOf
  /** Ids that are taken, where the type is new. */
  readonly taken: ReadonlySet<string>
  /** Ids that can be extended and composed. */
  readonly ids: ReadonlySet<string>
  readonly effective: Effective
  readonly isNew: boolean
}

type Say = (path: string, message: string, severity?: Problem['severity']) => void

const PARENTS_MAX = 10
const NAME = /^[a-zA-Z_\-0-9]+$/

export function validate(draft: TypeDraft, known: Known): Problem[] {
  const problems: Problem[] = []
  const say: Say = (path, message, severity = 'error') => problems.push({ path, message, severity })
  checkWords(draft, known, say)
  checkParents(draft, known, say)
  const below = inherited(draft.extendsFrom ?? [], known.typeOf)
  for (const [name, it] of Object.entries(draft.propertyDefinitions ?? {})) {
    checkProperty(name, it, below.propertyDefinitions[name]?.dataType, say)
  }
  for (const [kind, it] of Object.entries(draft.functions ?? {})) checkFunction(kind, it, known, draft, say)
  checkGroups(draft, known, say)
  checkComposites(draft, known, say)
  for (const [key, value] of Object.entries(draft.tags ?? {})) {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key)) {
      say('tags', `The tag “${key}” may have 1 to 128 letters, digits, spaces and _ . : / = + - @.`)
    }
    if (typeof value !== 'string' || value.length > 256) say('tags', `The value of the tag “${key}” is too long.`)
  }
  return problems
}

/** What is wrong with a new id; `undefined` when it can be used. */
export function idProblem(id: string, taken: ReadonlySet<string>): string | undefined {
  if (id === '') return 'Give the type an id.'
  if (id.length > 256) return 'At most 256 characters.'
  if (!/^[a-zA-Z_.\-0-9:]+$/.test(id)) return 'Letters, digits and _ . - : only; no spaces.'
  if (isReservedId(id)) return 'com.amazon. and com.gemel. belong to types that come with Gemel; choose a prefix of your own.'
  return taken.has(id) ? 'There is a type with this id already.' : undefined
}

function checkWords(draft: TypeDraft, known: Known, say: Say): void {
  const problem = idProblem(draft.componentTypeId, known.isNew ? known.taken : new Set())
  if (problem) say('componentTypeId', problem)
  else if (known.isNew && /[.:]$/.test(draft.componentTypeId)) {
    say('componentTypeId', 'Finish the id: a name must follow the prefix.')
  }
  if ((draft.componentTypeName ?? '').length > 256) say('componentTypeName', 'At most 256 characters.')
  // oxlint-disable-next-line no-control-regex -- exactly these the service refuses
  if (/^[\u0000-\u001F\u007F]+$/.test(draft.componentTypeName ?? '')) say('componentTypeName', 'No control characters.')
  if ((draft.description ?? '').length > 2048) say('description', 'At most 2,048 characters.')
}

function checkParents(draft: TypeDraft, known: Known, say: Say): void {
  const parents = draft.extendsFrom ?? []
  if (parents.length > PARENTS_MAX) say('extendsFrom', `A type can extend ${PARENTS_MAX} others.`)
  parents.forEach((id, index) => {
    if (id === draft.componentTypeId) say('extendsFrom', 'A type cannot extend itself.')
    else if (parents.indexOf(id) < index) say('extendsFrom', `${id} is named twice.`)
    else if (!known.ids.has(id)) say('extendsFrom', `There is no type ${id} in this workspace.`)
    else if (standsOn(id, draft.componentTypeId, known.typeOf)) say('extendsFrom', `${id} extends this type itself: that would be a circle.`)
    if (known.typeOf(id)?.syncSource) say('extendsFrom', `${id} is kept in step by another system and cannot be extended.`)
  })
  for (const it of known.effective.conflicts) say('extendsFrom', it)
}

function standsOn(id: string, other: string, typeOf: TypeOf, seen: ReadonlySet<string> = new Set()): boolean {
  if (seen.has(id)) return false
  const parents = typeOf(id)?.extendsFrom ?? []
  return parents.includes(other) || parents.some((it) => standsOn(it, other, typeOf, new Set([...seen, id])))
}

export function nameProblem(name: string): string | undefined {
  if (name === '') return 'Give it a name.'
  if (name.length > 256) return 'At most 256 characters.'
  return NAME.test(name) ? undefined : 'Letters, digits, _ and - only: no dots, no spaces.'
}

/** Checks one property; `below` is the data type that parents gave it. */
export function checkProperty(
  name: string, it: PropertyDefinitionRequest, below: DataType | undefined, say: Say,
): void {
  const path = `propertyDefinitions.${name}`
  const bad = nameProblem(name)
  if (bad) say(path, `“${name}”: ${bad}`)
  if (!it.dataType && !below) say(`${path}.dataType`, `Choose what “${name}” holds.`)
  if (it.dataType) checkDataType(`${path}.dataType`, it.dataType, say)
  if (it.dataType?.type && below && it.dataType.type !== below.type) {
    say(`${path}.dataType`, `“${name}” is inherited as ${printDataType(below)}; that cannot change.`)
  }
  const type = it.dataType ?? below
  if (it.defaultValue && type) {
    const problem = problemOfValue(it.defaultValue, { ...below, ...type })
    if (problem) say(`${path}.defaultValue`, `Default of “${name}”: ${problem}`)
  }
  if ((it.displayName ?? '').length > 256) say(`${path}.displayName`, 'At most 256 characters.')
  if (it.isTimeSeries && it.defaultValue) {
    say(`${path}.defaultValue`, `“${name}” is a time series: its default is shown nowhere.`, 'warning')
  }
  if (it.isExternalId && type?.type && type.type !== 'STRING') {
    say(`${path}.isExternalId`, `“${name}” names an asset elsewhere; such ids are strings.`, 'warning')
  }
  for (const key of Object.keys(it.configuration ?? {})) {
    const problem = nameProblem(key)
    if (problem) say(`${path}.configuration`, `Configuration “${key}”: ${problem}`)
  }
}

const DEPTH_MAX = 16

function checkDataType(path: string, it: DataType, say: Say, depth = 1): void {
  if (!KINDS.includes(it.type as Kind)) return say(`${path}.type`, `${it.type ?? 'nothing'} is no data type.`)
  const holds = it.type === 'LIST' || it.type === 'MAP'
  if (depth > DEPTH_MAX) return say(path, `Data types nest at most ${DEPTH_MAX} deep.`)
  if (holds && !it.nestedType) say(`${path}.nestedType`, `Choose what the ${it.type?.toLowerCase()} holds.`)
  if (!holds && it.nestedType) say(`${path}.nestedType`, 'Only lists and maps hold another type.')
  if (it.relationship && it.type !== 'RELATIONSHIP') say(`${path}.relationship`, 'Only relationships have a target.')
  if ((it.unitOfMeasure ?? '').length > 256) say(`${path}.unitOfMeasure`, 'At most 256 characters.')
  const allowed = it.allowedValues ?? []
  if (allowed.length > 50) say(`${path}.allowedValues`, 'At most 50 allowed values.')
  const base: DataType = it.type === 'LIST' || it.type === 'MAP' ? it.nestedType ?? it : it
  for (const value of allowed) {
    const problem = problemOfValue(value, { ...base, allowedValues: undefined })
    if (problem) say(`${path}.allowedValues`, `Allowed value: ${problem}`)
  }
  if (it.nestedType) checkDataType(`${path}.nestedType`, it.nestedType, say, depth + 1)
  return undefined
}

const ARN = /^arn:(aws|aws-cn|aws-us-gov):lambda:[a-z0-9-]+:[0-9]{12}:function:[/a-zA-Z0-9_-]+$/

function checkFunction(kind: string, it: FunctionRequest, known: Known, draft: TypeDraft, say: Say): void {
  const path = `functions.${kind}`
  if (!isFunctionKind(kind)) {
    say(path, `There is no function ${kind}; there are ${Object.keys(FUNCTION_KINDS).join(', ')}.`)
  }
  const arn = it.implementedBy?.lambda?.arn
  if (arn !== undefined && !ARN.test(arn)) {
    say(`${path}.implementedBy`, `${arn} is no function’s ARN; it has no version or alias at its end.`)
  }
  if (it.implementedBy?.isNative && arn) say(`${path}.implementedBy`, 'Either Gemel itself or a function implements it, not both.')
  if (it.implementedBy?.isNative && !hasPredefinedAncestor(draft.extendsFrom ?? [], known.typeOf)) {
    say(`${path}.implementedBy`, 'Gemel itself implements only functions of predefined types and their heirs; choose a function.')
  }
  if (!isImplemented(it)) say(path, `Nothing implements ${kind} yet: the type is abstract until an heir brings it.`, 'warning')
  for (const name of it.requiredProperties ?? []) {
    if (!known.effective.propertyDefinitions[name]) say(`${path}.requiredProperties`, `${kind} requires “${name}”, which this type does not have.`)
  }
}

function hasPredefinedAncestor(ids: readonly string[], typeOf: TypeOf): boolean {
  return ids.some((id) => {
    const it = typeOf(id)
    return Boolean(it?.arn?.includes(':workspace/AmazonOwnedTypesWorkspace/')) || hasPredefinedAncestor(it?.extendsFrom ?? [], typeOf)
  })
}

function checkGroups(draft: TypeDraft, known: Known, say: Say): void {
  for (const [name, it] of Object.entries(draft.propertyGroups ?? {})) {
    const path = `propertyGroups.${name}`
    const bad = nameProblem(name)
    if (bad) say(path, `Group “${name}”: ${bad}`)
    const names = it.propertyNames ?? []
    names.forEach((property, index) => {
      const found = known.effective.propertyDefinitions[property]
      if (!found) say(path, `Group “${name}” names “${property}”, which this type does not have.`)
      else if (found.isTimeSeries && !found.isStoredExternally) say(path, `“${property}” is a time series; it cannot be a column of the table “${name}”.`)
      else if (names.indexOf(property) < index) say(path, `Group “${name}” names “${property}” twice.`)
    })
  }
}

function checkComposites(draft: TypeDraft, known: Known, say: Say): void {
  for (const [name, { componentTypeId = '' }] of Object.entries(draft.compositeComponentTypes ?? {})) {
    const path = `compositeComponentTypes.${name}`
    const bad = nameProblem(name)
    if (bad) say(path, `Composite component “${name}”: ${bad}`)
    if (componentTypeId === '') say(path, `Choose the type of “${name}”.`)
    else if (componentTypeId === draft.componentTypeId) say(path, 'A component cannot be inside itself.')
    else if (!known.ids.has(componentTypeId)) say(path, `There is no type ${componentTypeId} in this workspace.`)
    else if (known.typeOf(componentTypeId)?.isAbstract) {
      say(path, `${componentTypeId} is abstract; no component can have it.`, 'warning')
    }
  }
}

/** Why a parsed text cannot be shown as a form: a member has the wrong kind of value. */
export function shapeProblem(it: unknown): string | undefined {
  if (!isObject(it)) return 'The whole must be an object: {"componentTypeId": …}.'
  const texts = ['componentTypeId', 'componentTypeName', 'description']
  const text = texts.find((name) => it[name] !== undefined && typeof it[name] !== 'string')
  if (text) return `${text} must be text.`
  if (it['isSingleton'] !== undefined && typeof it['isSingleton'] !== 'boolean') return 'isSingleton must be true or false.'
  const parents = it['extendsFrom']
  if (parents !== undefined && !(Array.isArray(parents) && parents.every((id) => typeof id === 'string'))) {
    return 'extendsFrom must be a list of ids.'
  }
  for (const member of ['propertyDefinitions', 'functions', 'propertyGroups', 'compositeComponentTypes']) {
    const map = it[member]
    if (map === undefined) continue
    if (!isObject(map) || !Object.values(map).every(isObject)) return `${member} must be an object of objects.`
  }
  return partProblem(it as unknown as TypeDraft)
}

function partProblem(it: TypeDraft): string | undefined {
  for (const [name, { dataType, configuration }] of Object.entries(it.propertyDefinitions ?? {})) {
    if (dataType !== undefined && !isDataType(dataType)) return `The dataType of “${name}” must be an object such as {"type": "DOUBLE"}.`
    if (configuration !== undefined && !isObject(configuration)) return `The configuration of “${name}” must be an object.`
  }
  for (const [kind, { requiredProperties, implementedBy }] of Object.entries(it.functions ?? {})) {
    if (requiredProperties !== undefined && !Array.isArray(requiredProperties)) return `requiredProperties of ${kind} must be a list.`
    if (implementedBy !== undefined && !isObject(implementedBy)) return `implementedBy of ${kind} must be an object.`
  }
  for (const [name, { propertyNames }] of Object.entries(it.propertyGroups ?? {})) {
    if (propertyNames !== undefined && !Array.isArray(propertyNames)) return `propertyNames of “${name}” must be a list.`
  }
  return it.tags !== undefined && !isObject(it.tags) ? 'tags must be an object.' : undefined
}

function isDataType(it: unknown): boolean {
  if (!isObject(it)) return false
  if (it['allowedValues'] !== undefined && !(Array.isArray(it['allowedValues']) && it['allowedValues'].every(isObject))) return false
  return it['nestedType'] === undefined || isDataType(it['nestedType'])
}

function isObject(it: unknown): it is Record<string, unknown> {
  return typeof it === 'object' && it !== null && !Array.isArray(it)
}
