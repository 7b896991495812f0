// How the console is built: one page below /console/, nothing inlined, nothing from another host.

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { decoderFiles } from '../scene/decoders.mjs'
import { decoders, fontFiles, licences, missingPages } from './vite.plugins.ts'

const endpoint = process.env['GEMEL_ENDPOINT'] ?? 'http://127.0.0.1:8780'
const { watch, write } = licences()

export default defineConfig({
  base: '/console/',
  plugins: [missingPages(), react(), decoders(decoderFiles), fontFiles(), write()],
  build: { target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 1500, modulePreload: { polyfill: false } },
  worker: { format: 'es', plugins: () => [watch()] },
  server: {
    // All but the console's own files is the API; the host header stays as the browser signed it.
    proxy: { '^/(?!console/(?!session|config\\.json))': { target: endpoint, changeOrigin: false } },
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] },
})
