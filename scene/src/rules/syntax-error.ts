// What is wrong with an expression, in words for people, and at which character.

/** `at` counts characters from 0. */
export interface ExpressionProblem {
  readonly message: string
  readonly at?: number
  /** It can be evaluated all the same, and is hardly what was meant. */
  readonly isWarning?: boolean
}

/** Habits from other languages, and what is written here instead. */
const HABITS: readonly (readonly [pattern: RegExp, message: string])[] = [
  [/===/, 'Write == to compare; === is not known here.'],
  [/!==/, 'Write != to compare; !== is not known here.'],
  [/(?<![=!<>])=(?!=)/, 'Write == to compare two values; a single = is not known here.'],
  [/(?<!&)&(?!&)/, 'Write && for "and"; a single & is not known here.'],
  [/(?<!\|)\|(?!\|)/, 'Write || for "or"; a single | is not known here.'],
  [/<>/, 'Write != for "is not".'],
  [/\band\b/i, 'Write && for "and".'],
  [/\bor\b/i, 'Write || for "or".'],
  [/\bnot\b/i, 'Write ! for "not".'],
  [/\b(?:null|undefined)\b/, 'There is no null here: a rule is not asked while there is no value.'],
  [/[“”‘’]/, 'Use straight quotes, \' or ".'],
  [/(?<![\d\p{L}_$\])])\.\d/u, 'Write the 0 before the point: 0.5.'],
  [/;/, 'One rule statement is one condition; a semicolon is not known here.'],
  [
    /[\p{L}_$][\p{L}\p{N}_$]*\s*\(/u,
    'There are no functions here; only values, numbers, texts and operators.',
  ],
]

/** A habit of another language in an expression, if there is one. */
export function findHabit(text: string): ExpressionProblem | null {
  const bare = withoutStrings(text)
  for (const [pattern, message] of HABITS) {
    const at = bare.search(pattern)
    if (at >= 0) return { message, at }
  }
  return null
}

/** What can be evaluated and is hardly what was meant. */
export function findTrap(text: string): ExpressionProblem | null {
  const bracket = openBracket(text)
  if (bracket !== null) {
    return { message: `The ${text[bracket]} that begins here is not closed.`, at: bracket, isWarning: true }
  }
  const at = findMixed(withoutStrings(text))
  if (at === null) return null
  return {
    message: 'Put brackets where && and || stand side by side: here they are taken from left to right.',
    at,
    isWarning: true,
  }
}

/** A name for which there is no value; `known` are those there are, as they are written in an expression. */
export function findUnknownName(
  text: string,
  used: readonly string[],
  known: readonly string[],
): ExpressionProblem | null {
  const unknown = used.find((name) => !known.includes(name) && !known.includes(name.replace(/_raw$/, '')))
  if (unknown === undefined || known.length === 0) return null
  const at = withoutStrings(text).indexOf(unknown)
  const message = `There is no value "${unknown}" here; what is bound is ${known.join(', ')}.`
  return { message, ...(at < 0 ? {} : { at }), isWarning: true }
}

/** Where && and || meet in one bracket. */
function findMixed(bare: string): number | null {
  const seen: (string | null)[] = [null]
  for (const match of bare.matchAll(/[([{]|[)\]}]|&&|\|\||[,?:]/g)) {
    const [sign] = match
    if ('([{'.includes(sign)) seen.push(null)
    else if (')]}'.includes(sign)) seen.pop()
    else if (',?:'.includes(sign)) seen[seen.length - 1] = null
    else if (seen.at(-1) == null) seen[seen.length - 1] = `${sign}${match.index}`
    else if (!seen.at(-1)?.startsWith(sign)) return Number(seen.at(-1)?.slice(2))
  }
  return null
}

export function describeSyntaxError(text: string, error: Error): ExpressionProblem {
  const quote = openQuote(text)
  if (quote !== null)
    return { message: `The text that begins here is not closed; a ${text[quote]} is missing.`, at: quote }
  const bracket = openBracket(text)
  const unexpected = /^Token ([\s\S]+) \((\w+)\) unexpected in expression: ([\s\S]*)$/.exec(error.message)
  if (unexpected !== null) {
    const [, token = '', , read = ''] = unexpected
    const at = Math.max(0, text.length - text.trimStart().length + read.length - token.length)
    return {
      message: `"${token.trim()}" does not belong here. Is an operator (==, &&, +) missing before it?`,
      at,
    }
  }
  if (error.message.startsWith('Unexpected end of expression')) {
    if (bracket !== null)
      return { message: `The ${text[bracket]} that begins here is not closed.`, at: bracket }
    return {
      message: 'The expression ends too early; something is missing after its end.',
      at: text.trimEnd().length,
    }
  }
  const invalid = /^Invalid expression token: ([\s\S]*)$/.exec(error.message)?.[1]?.trim()
  if (invalid !== undefined) {
    const at = text.indexOf(invalid)
    return { message: `"${invalid}" means nothing here.`, ...(at < 0 ? {} : { at }) }
  }
  return { message: `${error.message}.` }
}

/** The text with all that stands in quotes blanked, so that places stay the same. */
function withoutStrings(text: string): string {
  return text.replaceAll(/'(?:\\'|[^'])*'|"(?:\\"|[^"])*"/g, (string) => ' '.repeat(string.length))
}

function openQuote(text: string): number | null {
  const at = withoutStrings(text).search(/['"]/)
  return at < 0 ? null : at
}

function openBracket(text: string): number | null {
  const open: number[] = []
  for (const [at, character] of [...withoutStrings(text)].entries()) {
    if ('([{'.includes(character)) open.push(at)
    else if (')]}'.includes(character)) open.pop()
  }
  return open.at(-1) ?? null
}
