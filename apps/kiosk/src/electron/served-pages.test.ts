import { join, sep } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileOf, isOurs } from './served-pages.ts'

const FOLDER = join('a', 'dist', 'screens')

test('the pages’ own files are found', () => {
  expect(fileOf(FOLDER, 'kairos://screen/index.html')?.file).toBe(join(FOLDER, 'index.html'))
  expect(fileOf(FOLDER, 'kairos://screen/assets/a.js?x#y')?.file).toBe(join(FOLDER, 'assets', 'a.js'))
})

test('what a page is not made of is not served, though it lay there', () => {
  for (const name of ['assets/index.js.map', 'secrets.json', 'main.ts', 'paused', 'assets/', '.env'])
    expect([name, fileOf(FOLDER, `kairos://screen/${name}`)]).toEqual([name, undefined])
})

test('no address leads out of their folder', () => {
  const piece = fc.oneof(
    fc.constantFrom('..', '.', '%2e%2e', '%2f', '/', '%5c', '\\', '%00', 'x.js', '%252e'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const found = fileOf(FOLDER, `kairos://screen/${pieces.join('/')}`)
      if (found) expect(join(found.file)).toMatch(new RegExp(`^${FOLDER.replaceAll(/[\\/]/g, '[\\\\/]')}`))
      if (found) expect(found.file.split(sep)).not.toContain('..')
    }),
    { numRuns: 2_000 },
  )
})

test('only the one origin is ours', () => {
  const others = [
    'https://screen/index.html',
    'kairos://screen.example.com/',
    'kairos://screen:80/index.html',
    'kairos://me@screen/index.html',
    'kairos:screen/index.html',
    'file:///kairos://screen/',
    'about:blank',
    '',
  ]
  expect(others.filter(isOurs)).toEqual([])
  expect(isOurs('kairos://screen/index.html#a')).toBe(true)
})
