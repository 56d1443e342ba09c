import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds HQ's console. Its addresses are relative, so that HQ may serve it under any path. */
export default defineConfig({
  root: 'src/console',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    // A font inlined as a data: address would be refused by the page's content security policy.
    assetsInlineLimit: 0,
  },
})
