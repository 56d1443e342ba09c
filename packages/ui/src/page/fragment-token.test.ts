import { describe, expect, it } from 'vitest'
import { fragmentToken, splitFragment, type TokenPage } from './fragment-token.ts'

function pageAt(hash: string, pathname = '/console/', kept = new Map<string, string>()) {
  const page: TokenPage = {
    location: { hash, pathname, search: '?x=1' },
    history: { replaceState: (_data, _unused, url) => addresses.push(url) },
    sessionStorage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
    },
  }
  const addresses: string[] = []
  return { page, addresses, kept }
}

describe('a token in the fragment', () => {
  it('is split from the place it comes with', () => {
    expect(splitFragment('#token=a%2Bb&at=/customers/c1')).toEqual({ token: 'a+b', place: '#/customers/c1' })
    expect(splitFragment('#token=abc')).toEqual({ token: 'abc', place: '' })
    expect(splitFragment('#/customers/token=no')).toEqual({ place: '#/customers/token=no' })
    expect(splitFragment('#token=')).toEqual({ place: '' })
  })

  it('is removed from the address and kept for the tab', () => {
    const first = pageAt('#token=abc&at=/stores')
    expect(fragmentToken(first.page)).toBe('abc')
    expect(first.addresses).toEqual(['/console/?x=1#/stores'])
    const reloaded = pageAt('#/stores', '/console/', first.kept)
    expect(fragmentToken(reloaded.page)).toBe('abc')
    expect(reloaded.addresses).toEqual([])
  })

  it('is not mixed up with the token of another page of the same origin', () => {
    const { kept } = pageAt('')
    fragmentToken(pageAt('#token=kiosk', '/k1/', kept).page)
    fragmentToken(pageAt('#token=cart', '/c1/', kept).page)
    expect(fragmentToken(pageAt('', '/k1/', kept).page)).toBe('kiosk')
    expect(fragmentToken(pageAt('', '/aisle/', kept).page)).toBeUndefined()
  })
})
