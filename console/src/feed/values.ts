// From the wire's typed values to what rules, tags and charts see.

import type { LiveScalar, LiveValue } from '@gemel/scene'

/** A DataValue as the SDK and the live subscription have it: one member is set. */
export interface WireValue {
  readonly booleanValue?: boolean | undefined
  readonly doubleValue?: number | undefined
  readonly integerValue?: number | undefined
  readonly longValue?: number | undefined
  readonly stringValue?: string | undefined
  readonly listValue?: readonly WireValue[] | undefined
  readonly mapValue?: Readonly<Record<string, WireValue>> | undefined
  readonly relationshipValue?: { readonly targetEntityId?: string | undefined } | undefined
  readonly expression?: string | undefined
}

/** The plain value; booleans stay booleans; a relationship is the entity it points to. */
export function scalarOf(value: WireValue | null | undefined): LiveScalar {
  if (!value) return null
  const plain =
    value.booleanValue ?? value.doubleValue ?? value.integerValue ?? value.longValue ?? value.stringValue
  if (plain !== undefined) return plain
  if (value.listValue) return value.listValue.map(scalarOf)
  if (value.mapValue)
    return Object.fromEntries(Object.entries(value.mapValue).map(([key, it]) => [key, scalarOf(it)]))
  return value.relationshipValue?.targetEntityId ?? value.expression ?? null
}

/** A value with its time; a time that cannot be read counts as none. */
export function liveValueOf(
  value: WireValue | null | undefined,
  time: string | Date | undefined,
): LiveValue | undefined {
  if (!value) return undefined
  return { value: scalarOf(value), time_ms: timeOf(time) }
}

export function timeOf(time: string | Date | undefined): number | undefined {
  if (time === undefined) return undefined
  const time_ms = time instanceof Date ? time.getTime() : Date.parse(time)
  return Number.isNaN(time_ms) ? undefined : time_ms
}
