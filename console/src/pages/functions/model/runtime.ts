// Runtimes and handlers: what can be chosen, which file a handler means, and whether a zip has it.

export const RUNTIMES = [
  { value: 'python3.12', label: 'Python', description: 'The server’s Python 3, whatever the number here' },
  { value: 'nodejs20.x', label: 'Node.js', description: 'The server’s Node.js, whatever the number here' },
  {
    value: 'provided.al2023', label: 'Own executable',
    description: 'The file “bootstrap” at the top of the zip',
  },
] as const

export type Language = 'python' | 'node' | 'provided'

export function languageOf(runtime: string): Language {
  if (runtime.startsWith('python')) return 'python'
  return runtime.startsWith('nodejs') ? 'node' : 'provided'
}

export function runtimeWords(runtime: string | undefined): string {
  if (!runtime) return '–'
  const { python, node, provided } = { python: 'Python', node: 'Node.js', provided: 'Own executable' }
  return `${{ python, node, provided }[languageOf(runtime)]} (${runtime})`
}

/** The files any of which a handler may mean: `app.handler` is `app.py`. */
export function filesOfHandler(handler: string, language: Language): readonly string[] {
  if (language === 'provided') return ['bootstrap']
  const at = handler.lastIndexOf('.')
  const module = at < 0 ? handler : handler.slice(0, at)
  if (language === 'python') {
    const path = module.replaceAll('.', '/')
    return [`${path}.py`, `${path}/__init__.py`]
  }
  return ['.js', '.mjs', '.cjs'].map((it) => `${module}${it}`)
}

/** What is wrong with a zip for a handler, in words; `null` when it will be found. */
export function missingInZip(names: readonly string[], handler: string, runtime: string): string | null {
  const files = filesOfHandler(handler, languageOf(runtime))
  if (files.some((it) => names.includes(it))) return null
  const inFolder = names.find((name) => files.some((it) => name.endsWith(`/${it}`)))
  if (inFolder) {
    return `The zip has ${inFolder}, but it must lie at the top: zip what is in the folder, not the folder.`
  }
  const wanted = files.join(' or ')
  const there = names.filter((it) => !it.includes('/')).slice(0, 5).join(', ')
  return `The handler “${handler}” needs ${wanted} in the zip${there ? `, which has ${there}` : ''}.`
}
