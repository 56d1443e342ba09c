import { defineConfig } from 'vite'

/**
 * Electron's main process and the device process, as two modules that need nothing beside them but Electron and node-hid,
 * whose addon is no JavaScript. Not minified: whoever checks the program can read it.
 */
export default defineConfig({
  ssr: { noExternal: true, external: ['electron', 'node-hid'] },
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'dist/electron',
    emptyOutDir: true,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { main: 'src/electron/main.ts', 'device-main': 'src/electron/device-main.ts' },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
