// How the page measured is built, as the console is: minified, from our own origin.

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname, base: './', plugins: [react()],
  build: { minify: process.env["NOMIN"] ? false : "oxc", target: 'es2023',
    outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 3000 },
})
