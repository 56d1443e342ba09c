import { defineConfig } from 'vite'

/** The preload, alone in one CommonJS file: a sandboxed one can be nothing else. Follows `vite.main.config.ts`. */
export default defineConfig({
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    target: 'es2024',
    outDir: 'dist/electron',
    emptyOutDir: false,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { preload: 'src/electron/preload.ts' },
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
})
