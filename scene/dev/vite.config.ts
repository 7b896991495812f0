// How the page for looking at the view is served; SCENE_DATA is a folder of documents and models.

import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { decoderFiles } from '../decoders.mjs'

const decoders: Plugin = {
  name: 'decoders',
  configureServer: (server) => {
    server.middlewares.use((request, response, next) => {
      const file = decoderFiles.find(({ to }) => request.url === `/decoders/${to}`)
      if (!file) return next()
      response.setHeader('content-type', file.to.endsWith('.wasm') ? 'application/wasm' : 'text/javascript')
      response.end(readFileSync(file.from))
    })
  },
}
export default defineConfig({
  root: import.meta.dirname,
  publicDir: process.env['SCENE_DATA'] ?? 'data',
  plugins: [react(), decoders],
  server: { hmr: false },
})
