// The expression language of rules: jexl 2.3 without functions and transforms; nothing is ever run as a
// program.

// Whoever compiles this file without its folder finds the types too.
/// <reference path="./jexl.d.ts" />

import { Jexl, type Expression } from 'jexl'

/** How many expressions are kept read. */
const KEPT_MAX = 1_000
/** Longer texts are refused: they are read slowly, and no rule needs them. */
export const EXPRESSION_LENGTH_MAX = 4_096
/** Where `==` and `!=` stand in jexl's own grammar. */
const EQUALITY_PRECEDENCE = 20

const language = makeLanguage()
const kept = new Map<string, Expression | Error>()

function makeLanguage(): Jexl {
  const made = new Jexl()
  // Names that every object has, such as `constructor`, must not be found as functions.
  made._grammar.functions = Object.create(null) as object
  made._grammar.transforms = Object.create(null) as object
  made.addBinaryOp('==', EQUALITY_PRECEDENCE, isAlike)
  made.addBinaryOp('!=', EQUALITY_PRECEDENCE, (left, right) => !isAlike(left, right))
  return made
}

/** jexl's `==` (that of JavaScript), and besides `true` equals `'true'` and `false` equals `'false'`: App
 *  Kit's viewer gives rules booleans as strings or as booleans, depending on where they come from, and
 *  rules are written for both. */
function isAlike(left: unknown, right: unknown): boolean {
  if (typeof left === 'boolean' && typeof right === 'string') return String(left) === right
  if (typeof left === 'string' && typeof right === 'boolean') return left === String(right)
  // oxlint-disable-next-line eqeqeq -- the language says so
  return left == right
}

/** Reads an expression; each text is read once as long as it is in use. */
export function compileExpression(text: string): Expression | Error {
  const known = kept.get(text)
  if (known !== undefined) {
    kept.delete(text)
    kept.set(text, known)
    return known
  }
  const made = tryCompile(text)
  const oldest = kept.size >= KEPT_MAX ? kept.keys().next().value : undefined
  if (oldest !== undefined) kept.delete(oldest)
  kept.set(text, made)
  return made
}

function tryCompile(text: string): Expression | Error {
  if (text.length > EXPRESSION_LENGTH_MAX)
    return new Error(`The expression is longer than ${EXPRESSION_LENGTH_MAX} characters`)
  try {
    return language.compile(text)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
