// Values by name, and how an expression sees them: a dash means minus, so names write it as two underscores.

/** The value of the bound property by its name, and beside it any other the rule may see. */
export type Values = Readonly<Record<string, unknown>>

/** A quoted string, or a run of what names are made of; strings are never touched. */
const STRINGS_AND_WORDS =
  /'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|[\p{L}\p{N}_$](?:[\p{L}\p{N}_$-]*[\p{L}\p{N}_$])?/gu

/** How a property's name is written in an expression. */
export function variableName(name: string): string {
  return name.replaceAll('-', '__')
}

/** An expression with the names of values that hold a dash written as variables. App Kit does this for
 *  the first occurrence and the first dash only, after which nothing but a simple case works; here all
 *  are, with one meaning. */
export function withVariables(expression: string, values: Values): string {
  const dashed = Object.keys(values).filter((name) => name.includes('-'))
  if (dashed.length === 0 || !expression.includes('-')) return expression
  const longestFirst = dashed.toSorted((one, other) => other.length - one.length)
  return expression.replaceAll(STRINGS_AND_WORDS, (part) => {
    if (/^['"]/.test(part) || !part.includes('-')) return part
    return longestFirst.reduce((text, name) => replaceName(text, name), part)
  })
}

/** Replaces a name where it stands whole: `a-b` in `a-b-1`, not in `aa-b`. */
function replaceName(text: string, name: string): string {
  let result = ''
  let from = 0
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (at < from) continue
    const isWhole = !isPartOfName(text[at - 1]) && !isPartOfName(text[at + name.length])
    if (!isWhole) continue
    result += text.slice(from, at) + variableName(name)
    from = at + name.length
  }
  return result + text.slice(from)
}

function isPartOfName(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_$]/u.test(character)
}

/** What an expression finds its variables in. Names that every object has are not among them. */
export function contextOf(values: Values): object {
  const context = Object.create(null) as Record<string, unknown>
  for (const [name, value] of Object.entries(values)) {
    context[variableName(name)] = value
    // As App Kit writes it: rules made there name `a-b-c` as `a__b-c` nowhere, but `a__b` for `a-b`, which is
    // the same.
    context[name] = value
  }
  return context
}

/** The names an expression uses, as they are written in it. */
export function namesIn(expression: string): readonly string[] {
  const found = new Set<string>()
  for (const match of expression.matchAll(/'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|([\p{L}_$][\p{L}\p{N}_$]*)/gu)) {
    const [, name] = match
    const isMember = expression[match.index - 1] === '.'
    if (name !== undefined && !isMember && !RESERVED.has(name)) found.add(name)
  }
  return [...found]
}

const RESERVED = new Set(['true', 'false', 'in'])
