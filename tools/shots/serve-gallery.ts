import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { compileTexts } from '@kairos/kiosk/screens/compile-texts'
import { build, preview } from 'vite'

/** Where each app's exhibits are shown. */
export interface GalleryPages {
  screens: string
  tablet: string
}

const ROOT = join(import.meta.dirname, 'gallery')
const FILES = { screens: 'screens.html', tablet: 'tablet.html' } satisfies GalleryPages

/** Builds the gallery as the pages themselves are built, and serves it on a free port. */
export async function serveGallery(): Promise<{ pages: GalleryPages; close: () => Promise<void> }> {
  const outDir = mkdtempSync(join(tmpdir(), 'kairos-gallery-'))
  const shared = {
    configFile: false as const,
    root: ROOT,
    base: './',
    logLevel: 'warn' as const,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2024',
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: Object.values(FILES).map((file) => join(ROOT, file)) },
    },
  }
  await build({ ...shared, plugins: [react(), compileTexts()] })
  const server = await preview({ ...shared, preview: { host: '127.0.0.1', port: 0, open: false } })
  const url = server.resolvedUrls?.local[0]
  if (url === undefined) throw new Error('the gallery is served, but not said where')
  return {
    pages: { screens: new URL(FILES.screens, url).href, tablet: new URL(FILES.tablet, url).href },
    close: async () => {
      await server.close()
      rmSync(outDir, { recursive: true, force: true })
    },
  }
}
