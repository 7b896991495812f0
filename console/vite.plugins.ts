// Additions to the build: decoders of 3D files at our own origin, fonts as files, the licences of what was bundled.

import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

interface DecoderFile {
  readonly from: string
  readonly to: string
}

/** Serves and emits three's decoders below /console/decoders/, straight out of the package: no copies in git. */
export function decoders(files: readonly DecoderFile[]): Plugin {
  return {
    name: 'gemel-decoders',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url?.split('?')[0]
        const file = files.find((it) => path === `/console/decoders/${it.to}`)
        if (!file) return next()
        response.setHeader('content-type', file.to.endsWith('.wasm') ? 'application/wasm' : 'text/javascript')
        createReadStream(file.from).pipe(response)
      })
    },
    generateBundle() {
      // The worker bundles run this too, without anything of their own to add.
      for (const { from, to } of files) this.emitFile({ type: 'asset', fileName: `decoders/${to}`, source: readFileSync(from) })
    },
  }
}

/** Cloudscape's style sheet holds its fonts as text, which holds the first paint up by 140 kB: they become files. */
export function fontFiles(): Plugin {
  return {
    name: 'gemel-font-files',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue
        const text = typeof asset.source === 'string' ? asset.source : new TextDecoder().decode(asset.source)
        if (!text.includes('data:font/woff2')) continue
        const lean = text.replaceAll(/url\(["']?data:font\/woff2[^,]*;base64,([A-Za-z0-9+/=]+)["']?\)/g, (_, base64: string) => {
          const source = Buffer.from(base64, 'base64')
          const fileName = `assets/font-${createHash('sha256').update(source).digest('hex').slice(0, 10)}.woff2`
          this.emitFile({ type: 'asset', fileName, source })
          return `url(/console/${fileName})`
        })
        asset.source = lean.replaceAll('@font-face{', '@font-face{font-display:swap;')
      }
    },
  }
}

const NOTICE = /^(licen[cs]e|notice|copying)/i

/** Remembers which packages' code went into the bundle (`watch` goes to workers too) and writes their licences. */
export function licences(): { readonly watch: () => Plugin; readonly write: () => Plugin } {
  const roots = new Set<string>()
  const note = (ids: Iterable<string>) => {
    for (const id of ids) {
      const root = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replace(/^\0/, ''))?.[1]
      if (root && existsSync(join(root, 'package.json'))) roots.add(root)
    }
  }
  const watch = (): Plugin => ({
    name: 'gemel-licences-watch',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') note(Object.keys(chunk.modules))
    },
  })
  const write = (): Plugin => ({
    name: 'gemel-licences',
    enforce: 'post',
    configureServer(server) {
      server.middlewares.use('/console/THIRD-PARTY.txt', (_, response) => {
        response.setHeader('content-type', 'text/plain; charset=utf-8')
        response.end('This list is written by the build: npm run build --workspace console\n')
      })
    },
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') note(Object.keys(chunk.modules))
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.txt', source: printLicences([...roots].toSorted()) })
    },
  })
  return { watch, write }
}

const HEAD = `What of others is in the Gemel console, and under which terms.
The decoders below decoders/ are Google's Draco and Binomial's Basis Universal, both under the Apache License 2.0,
as the package "three" carries them.`

function printLicences(roots: readonly string[]): string {
  const seen = new Set<string>()
  const parts = [HEAD]
  for (const root of roots) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>
    const title = `${String(name)} ${String(version)} (${typeof license === 'string' ? license : 'see below'})`
    if (seen.has(title) || String(name).startsWith('@gemel/')) continue
    seen.add(title)
    const texts = readdirSync(root).filter((it) => NOTICE.test(it)).map((it) => readFileSync(join(root, it), 'utf8').trim())
    parts.push([title, ...texts].join('\n\n'))
  }
  return `${parts.join(`\n\n${'-'.repeat(100)}\n\n`)}\n`
}

/** In development, a page that is not written yet breaks when it is opened, not the whole console. */
export function missingPages(): Plugin {
  return {
    name: 'gemel-missing-pages',
    apply: 'serve',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (!source.startsWith('./') || !/\/pages\/[^/]+\/page\.tsx$/.test(importer ?? '')) return null
      return (await this.resolve(source, importer, { ...options, skipSelf: true })) ?? `\0missing:${source}`
    },
    load(id) {
      return id.startsWith('\0missing:') ? `throw new Error(${JSON.stringify(`${id.slice(9)} does not exist yet`)})` : null
    },
  }
}
