// Which statement of a rule holds for some values, and what it asks for.

import type { RuleGroup } from '../document/types'
import { compileExpression } from './language'
import {
  describeSyntaxError,
  findHabit,
  findTrap,
  findUnknownName,
  type ExpressionProblem,
} from './syntax-error'
import { parseTarget, type ColorTarget, type IconTarget, type OpacityTarget } from './target'
import { contextOf, namesIn, variableName, withVariables, type Values } from './variables'

/** What a rule asks for; a number target has its value. */
export type RuleEffect =
  IconTarget | ColorTarget | OpacityTarget | { readonly kind: 'number'; readonly value: number }

export interface RuleResult {
  readonly statementIndex: number
  readonly target: RuleEffect
}

/** The value of an expression; throws what is wrong with it. */
export function evaluateExpression(expression: string, values: Values): unknown {
  const compiled = compileExpression(withVariables(expression, values))
  if (compiled instanceof Error) throw compiled
  return compiled.evalSync(contextOf(values))
}

/** The first statement that holds. One that throws is passed over. Without any value only statements hold
 *  that ask for none, such as `1 == 1`, so that things look as usual until something is known. `null` is:
 *  look as usual. */
export function evaluateRule(rule: RuleGroup | undefined, values: Values): RuleResult | null {
  if (rule === undefined) return null
  const hasValue = Object.values(values).some((value) => value !== undefined && value !== null)
  for (const [statementIndex, { expression, target, targetMetadata }] of rule.statements.entries()) {
    if (!hasValue && namesIn(expression).length > 0) continue
    const value = tryEvaluate(expression, values)
    const parsed = parseTarget(target, targetMetadata)
    if (parsed?.kind === 'number') {
      const number = Number(value)
      if (value !== undefined && value !== null && Number.isFinite(number)) {
        return { statementIndex, target: { kind: 'number', value: number } }
      }
    } else if (value) return parsed === null ? null : { statementIndex, target: parsed }
  }
  return null
}

function tryEvaluate(expression: string, values: Values): unknown {
  try {
    return evaluateExpression(expression, values)
  } catch {
    return undefined
  }
}

/** What is wrong with an expression, or `null`. `names` are the properties that are bound, if they are
 *  known. */
export function checkExpression(text: string, names?: readonly string[]): ExpressionProblem | null {
  if (text.trim() === '') {
    return { message: 'The expression is empty. Write a condition, such as temperature > 40.' }
  }
  const known = Object.fromEntries((names ?? []).map((name) => [name, 0]))
  const written = withVariables(text, known)
  const compiled = compileExpression(written)
  const habit = findHabit(text)
  if (habit !== null) return habit
  if (compiled instanceof Error) return describeSyntaxError(written, compiled)
  return findTrap(text) ?? findUnknownName(text, namesIn(written), (names ?? []).map(variableName))
}
