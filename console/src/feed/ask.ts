// Asks for the past of many properties: a whole component type a call where answers name the entity, else a component a call.

import {
  GetPropertyValueHistoryCommand,
  type GetPropertyValueHistoryCommandInput,
  type GetPropertyValueHistoryCommandOutput,
} from '@aws-sdk/client-iottwinmaker'
import { keyOf, type LiveKey, type PropertyRef } from '@gemel/scene'
import type { Clients } from '../aws'
import { describeError } from '../kit/errors'
import { type Directory, externalIdOf } from './directory'
import { batchesOf, isAboutRequest, SELECTED_MOST } from './poll'
import type { Point } from './series'
import { scalarOf, timeOf } from './values'

/** What one call asks for: some properties of one component, or of all components of a type. */
export interface Group {
  readonly subject:
    | { readonly entityId: string; readonly componentName: string }
    | { readonly componentTypeId: string }
  readonly properties: readonly string[]
  readonly refs: readonly PropertyRef[]
}

export interface Asking {
  readonly clients: Clients
  readonly workspaceId: string
  readonly directory: Directory
  readonly signal: AbortSignal
}

/** How a window is asked for, beside what is asked for. */
export type Question = Pick<
  GetPropertyValueHistoryCommandInput,
  'startTime' | 'endTime' | 'interpolation' | 'maxResults' | 'orderByTime'
> & { readonly pages_max: number }

export interface Answers {
  readonly points: Map<LiveKey, Point[]>
  /** Those of which there is more than was read. */
  readonly cut: ReadonlySet<LiveKey>
  readonly failures: readonly Failure[]
}

export interface Failure {
  readonly ref: PropertyRef
  readonly message: string
}

/** Fewer components of a type than this are asked for one by one. */
const WORTH_A_TYPE = 3

/** As few calls as the API allows. */
export function groupsOf(refs: readonly PropertyRef[], directory: Directory): readonly Group[] {
  const byType = new Map<string, PropertyRef[]>()
  const alone: PropertyRef[] = []
  for (const ref of refs) {
    const place = directory.placeOf(ref)
    if (!place?.externalId || directory.isDistrusted(place.componentTypeId)) alone.push(ref)
    else byType.set(place.componentTypeId, [...(byType.get(place.componentTypeId) ?? []), ref])
  }
  const groups: Group[] = []
  for (const [componentTypeId, members] of byType) {
    const components = new Set(members.map((it) => `${it.entityId}\u0000${it.componentName}`))
    const names = new Set(members.map((it) => directory.placeOf(it)?.externalId))
    // Two that bear one name cannot be told apart.
    if (components.size < WORTH_A_TYPE || names.size < components.size) alone.push(...members)
    else groups.push(...typeGroups(componentTypeId, members))
  }
  return [...groups, ...aloneGroups(alone)]
}

function typeGroups(componentTypeId: string, refs: readonly PropertyRef[]): readonly Group[] {
  const names = [...new Set(refs.map((it) => it.propertyName))]
  const groups: Group[] = []
  for (let i = 0; i < names.length; i += SELECTED_MOST) {
    const properties = names.slice(i, i + SELECTED_MOST)
    groups.push({
      subject: { componentTypeId },
      properties,
      refs: refs.filter((it) => properties.includes(it.propertyName)),
    })
  }
  return groups
}

function aloneGroups(refs: readonly PropertyRef[]): readonly Group[] {
  return batchesOf(refs.map((ref) => ({ ref, isStatic: false }))).map(
    ({ entityId, componentName, properties }) => ({
      subject: { entityId, componentName },
      properties,
      refs: properties.map((propertyName) => ({ entityId, componentName, propertyName })),
    }),
  )
}

/** The points of a group; what a type's answer leaves out is asked for by component. */
export async function askGroup(asking: Asking, group: Group, question: Question): Promise<Answers> {
  const { subject } = group
  if (!('componentTypeId' in subject)) return await askAlone(asking, group, question)
  let found: Answers | null = null
  try {
    found = await askPages(asking, group, question)
  } catch (error) {
    if (asking.signal.aborted || !isAboutRequest(error)) throw error
    asking.directory.distrust(subject.componentTypeId)
  }
  const rest = aloneGroups(group.refs.filter((it) => !found?.points.has(keyOf(it))))
  return merged([...(found ? [found] : []), ...(await all(rest, (it) => askAlone(asking, it, question)))])
}

/** One wrong name refuses the whole call: the good ones are found by asking one at a time. */
async function askAlone(asking: Asking, group: Group, question: Question): Promise<Answers> {
  try {
    return await askPages(asking, group, question)
  } catch (error) {
    if (asking.signal.aborted || !isAboutRequest(error)) throw error
    if (group.refs.length > 1) {
      const parts = group.refs.map((ref) => ({ ...group, properties: [ref.propertyName], refs: [ref] }))
      return merged(await all(parts, (it) => askAlone(asking, it, question)))
    }
    const { message } = describeError(error)
    return {
      points: new Map(),
      cut: new Set(),
      failures: group.refs.map((ref) => ({ ref, message })),
    }
  }
}

async function all(groups: readonly Group[], ask: (group: Group) => Promise<Answers>): Promise<Answers[]> {
  const answers: Answers[] = []
  for (const it of groups) answers.push(await ask(it))
  return answers
}

function merged(answers: readonly Answers[]): Answers {
  return {
    points: new Map(answers.flatMap((it) => [...it.points])),
    cut: new Set(answers.flatMap((it) => [...it.cut])),
    failures: answers.flatMap((it) => it.failures),
  }
}

async function askPages(asking: Asking, group: Group, question: Question): Promise<Answers> {
  const { clients, workspaceId, directory, signal } = asking
  const { pages_max, ...input } = question
  const isOfType = 'componentTypeId' in group.subject
  const keys = new Map(
    group.refs.map((ref) => [
      `${ref.propertyName}\u0000${isOfType ? (directory.placeOf(ref)?.externalId ?? '') : ''}`,
      keyOf(ref),
    ]),
  )
  const points = new Map<LiveKey, Point[]>()
  if (!isOfType) for (const ref of group.refs) points.set(keyOf(ref), [])
  let nextToken: string | undefined
  let last: ReadonlySet<LiveKey> = new Set()
  for (let page = 0; page < pages_max; page++) {
    const answer: GetPropertyValueHistoryCommandOutput = await clients.twinmaker.send(
      new GetPropertyValueHistoryCommand({
        workspaceId,
        ...group.subject,
        selectedProperties: [...group.properties],
        ...input,
        ...(nextToken ? { nextToken } : {}),
      }),
      { abortSignal: signal },
    )
    last = keep(answer, keys, points, isOfType)
    if (isOfType && isWasteful(answer, last)) throw new WastefulError()
    nextToken = answer.nextToken
    if (!nextToken) return { points, cut: new Set(), failures: [] }
  }
  return { points, cut: last, failures: [] }
}

/** Takes an answer's points; answers whose they are. */
function keep(
  answer: GetPropertyValueHistoryCommandOutput,
  keys: ReadonlyMap<string, LiveKey>,
  points: Map<LiveKey, Point[]>,
  isOfType: boolean,
): ReadonlySet<LiveKey> {
  const seen = new Set<LiveKey>()
  for (const { entityPropertyReference: it, values } of answer.propertyValues ?? []) {
    const id = isOfType ? externalIdOf(it?.externalIdProperty ?? {}) : ''
    const key = keys.get(`${it?.propertyName ?? ''}\u0000${id}`)
    if (key === undefined) continue
    // Two in one answer by one name are two things.
    if (seen.has(key) && isOfType) throw new WastefulError()
    seen.add(key)
    const list = points.get(key) ?? []
    points.set(key, list)
    for (const { value, time, timestamp } of values ?? []) {
      const time_ms = timeOf(time ?? timestamp)
      if (time_ms !== undefined) list.push({ time_ms, value: scalarOf(value) })
    }
  }
  return seen
}

/** Whether most of an answer is of things nobody looks at. */
function isWasteful(answer: GetPropertyValueHistoryCommandOutput, wanted: ReadonlySet<LiveKey>): boolean {
  return (answer.propertyValues?.length ?? 0) > 4 * Math.max(10, wanted.size)
}

/** A type that is better read by component; looks like a refusal, which is what it is treated as. */
class WastefulError extends Error {
  override name = 'WastefulError'
  readonly $metadata = { httpStatusCode: 400 }
}
