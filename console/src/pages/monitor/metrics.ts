// Reads the text of Prometheus (`GET /metrics`) into families of samples.

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface Family {
  readonly name: string
  readonly help: string
  readonly type: string
  readonly samples: readonly Sample[]
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?\s*$/
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"\s*,?\s*/gy

/** Lines it does not understand are passed over: a newer server may say more. */
export function parseMetrics(text: string): ReadonlyMap<string, Family> {
  const families = new Map<string, { name: string; help: string; type: string; samples: Sample[] }>()
  const familyOf = (name: string) => {
    const family = families.get(name) ?? { name, help: '', type: 'untyped', samples: [] }
    families.set(name, family)
    return family
  }
  for (const line of text.split('\n')) {
    const told = /^#\s+(HELP|TYPE)\s+(\S+)\s*(.*)$/.exec(line)
    if (told) {
      const family = familyOf(told[2] ?? '')
      if (told[1] === 'HELP') family.help = (told[3] ?? '').replaceAll('\\n', '\n').replaceAll('\\\\', '\\')
      else family.type = told[3] ?? ''
      continue
    }
    const found = LINE.exec(line)
    if (line.startsWith('#') || !found) continue
    const [, name = '', labels = '', value = ''] = found
    familyOf(ownerOf(name, families)).samples.push({ name, labels: parseLabels(labels), value: parseValue(value) })
  }
  return families
}

/** `x_bucket`, `x_sum` and `x_count` belong to the histogram or summary `x`. */
function ownerOf(name: string, families: ReadonlyMap<string, { readonly type: string }>): string {
  const base = name.replace(/_(bucket|sum|count)$/, '')
  const type = families.get(base)?.type
  return base !== name && (type === 'histogram' || type === 'summary') ? base : name
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  LABEL.lastIndex = 0
  for (let found = LABEL.exec(text); found !== null; found = LABEL.exec(text)) {
    labels[found[1] ?? ''] = (found[2] ?? '').replaceAll(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
  }
  return labels
}

function parseValue(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text)
}
