// The invocations made from this browser tab, newest first: the API keeps no log that could be asked for later.

import { create } from 'zustand'
import type { Answer } from './model/answer'

const KEPT_MAX = 30

interface Invocations {
  readonly byFunction: Readonly<Record<string, readonly Answer[]>>
  readonly events: Readonly<Record<string, string>>
}

export const invocationsStore = create<Invocations>(() => ({ byFunction: {}, events: {} }))

export function addInvocation(name: string, answer: Answer): void {
  invocationsStore.setState(({ byFunction }) => ({
    byFunction: { ...byFunction, [name]: [answer, ...(byFunction[name] ?? [])].slice(0, KEPT_MAX) },
  }))
}

export function rememberEvent(name: string, event: string): void {
  invocationsStore.setState(({ events }) => ({ events: { ...events, [name]: event } }))
}

export function clearInvocations(name: string): void {
  invocationsStore.setState(({ byFunction }) => ({ byFunction: { ...byFunction, [name]: [] } }))
}
