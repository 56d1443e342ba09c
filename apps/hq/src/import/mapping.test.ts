import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { categoriser } from './category.ts'
import { parseMapping } from './mapping.ts'
import { readHeader } from './rows.ts'
import { exampleMapping, EXAMPLE } from './example-mapping.fixture.ts'

const problems = (text: string) => {
  const parsed = parseMapping(text, 'log.yaml')
  return parsed.ok ? [] : parsed.error.map(({ where, what }) => `${where}: ${what}`)
}

describe('a mapping', () => {
  test('fills in what is usual', () => {
    const mapping = exampleMapping()
    expect(mapping.file).toEqual({ encoding: 'utf-8', delimiter: ',' })
    expect(mapping.till).toEqual({ is: 'import' })
  })
  test('its problems name file, field and what is wrong', () => {
    expect(problems(EXAMPLE.replace('Europe/London', 'Europe/Londn'))).toEqual([
      'log.yaml, time.zone: no time zone that is known here; write UTC or a name such as Europe/London',
    ])
    expect(problems(EXAMPLE.replace('yyyy-MM-dd', 'yyyy-MM-DD'))[0]).toMatch(/^log.yaml, time.format: the format may/)
    expect(problems(EXAMPLE.replace('spread:', 'scatter:'))[0]).toMatch(/^log.yaml, store: one of/)
    expect(problems(`${EXAMPLE}\nextra: 1`)[0]).toMatch(/^log.yaml, the whole file: .*extra/)
    expect(problems('a: [1')[0]).toMatch(/^log.yaml:1: is no readable YAML/)
    expect(problems('')[0]).toMatch(/the whole file/)
  })
  test('a column that the file lacks is named with those it has', () => {
    const header = readHeader(exampleMapping(), ['Receipt', 'Sku', 'Name', 'Qty', 'Time', 'Price', 'Land', 'Qty'])
    expect(header.ok ? [] : header.error.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      'columns.quantity: the file has "Qty" 2 times',
      'columns.customer: the file has no column "Customer" (it has Receipt, Sku, Name, Qty, Time, Price, Land, Qty)',
    ])
  })
  test('the playbook for UCI is a mapping', () => {
    const file = new URL('../../../../playbooks/marlow-finch/imports/online-retail-uci.yaml', import.meta.url)
    expect(problems(readFileSync(file, 'utf8'))).toEqual([])
  })
})

describe('categories', () => {
  const of = categoriser(
    [
      { sku: ['POST'], is: 'none' },
      { contains: ['mug', 'tea cup'], is: 'tableware' },
      { contains: ['cup'], is: 'garden' },
    ],
    'home',
  )
  test('whole words, plurals included, the first rule that fits', () => {
    expect(of('1', 'SET OF 3 MUGS')).toEqual({ category: 'tableware', by: 'rule' })
    expect(of('1', 'RED  TEA  CUPS')).toEqual({ category: 'tableware', by: 'rule' })
    expect(of('1', 'CUPID HEART')).toEqual({ category: 'home', by: 'otherwise' })
    expect(of('POST', 'MUG POSTAGE')).toEqual({ by: 'rule' })
  })
})
