// For tests: small documents as JSON, and what is wrong with them in words.

import { parseScene } from './parse'
import type { Json, JsonObject } from './types'

export const TRANSFORM = { position: [0, 0, 0], rotation: [0, 0, 0], scale: [1, 1, 1] }

export function sceneWith(nodes: readonly Json[], more: JsonObject = {}): JsonObject {
  return {
    specVersion: '1.0',
    version: '1',
    unit: 'meters',
    properties: {},
    nodes,
    rootNodeIndexes: [0],
    cameras: [],
    rules: {},
    ...more,
  }
}

export function node(more: JsonObject = {}): JsonObject {
  return { name: 'N', transform: TRANSFORM, transformConstraint: {}, components: [], properties: {}, ...more }
}

export function wordsOf(json: Json): readonly string[] {
  return parseScene(json).problems.map(
    ({ severity, pointer, message }) => `${severity} ${pointer} ${message}`,
  )
}
