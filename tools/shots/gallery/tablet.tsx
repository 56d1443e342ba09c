import { Page } from '@kairos/associate/page'
import { messageId } from '@kairos/shared/ids'
import type { Exhibit } from '../fixtures/exhibits.ts'
import { NOW } from '../fixtures/tablet-views.ts'
import { showExhibits } from './show-exhibits.tsx'

const nothing = () => {}
const deaf = { report: nothing, drop: nothing, coming: nothing, mute: nothing }

function tabletView({ tablet }: Extract<Exhibit['shows'], { tablet: unknown }>) {
  const { state, hub, reported, requests } = tablet
  const prompted = state?.visitors.filter((visitor) => visitor.prompt !== undefined) ?? []
  const outcomes = reported.flatMap(({ visitor, is, why }) => {
    const { visit, prompt } = prompted[visitor] ?? {}
    const ask = prompt?.asks[0]
    if (visit === undefined || prompt === undefined || ask === undefined) return []
    const input = { visit, ref: prompt.ref, response: ask.response }
    const outcome = { input, label: ask.label, is, ...(why === undefined ? {} : { why }) }
    return [[`${visit} ${messageId(prompt.ref)}`, outcome] as const]
  })
  return {
    heard: state === undefined ? undefined : { state, at: NOW },
    hub,
    outcomes: new Map(outcomes),
    requests: requests ?? new Map(),
  }
}

showExhibits(({ shows }) =>
  'tablet' in shows ? <Page view={tabletView(shows)} language={shows.language} {...deaf} /> : undefined,
)
