import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compileTexts } from './src/screens/texts/compile-texts.ts'

export default defineConfig({
  root: 'src/screens',
  base: './',
  plugins: [react(), compileTexts()],
  // Socket in a browser, file in a shell: the same files are served from anywhere, so nothing is absolute.
  build: { outDir: '../../dist/screens', emptyOutDir: true, target: 'es2024', reportCompressedSize: false },
})
