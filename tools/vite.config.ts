import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the dock's page. */
export default defineConfig({
  root: 'dock/page',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../dist/dock',
    emptyOutDir: true,
    // A font inlined as a data: address would be refused by the page's content security policy.
    assetsInlineLimit: 0,
  },
})
