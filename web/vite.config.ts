import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))

/** The gateway that the development server passes API calls to. */
const gateway = process.env.TRUNKLINE_PUBLIC_URL ?? 'http://localhost:8080'

/** Nothing is inlined and nothing comes from another host: the page runs under `script-src 'self'`. */
export default defineConfig({
  root,
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: {
    port: 5173,
    // The gateway takes calls from its own pages only: the proxy speaks in their name.
    proxy: {
      '/api': {
        target: gateway,
        changeOrigin: true,
        ws: true,
        rewriteWsOrigin: true,
        headers: { origin: gateway },
      },
    },
  },
})
