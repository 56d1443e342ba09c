import type { Polled } from '@kairos/ui/page/polled'
import type { Trouble } from '@kairos/ui/page/read-json'
import { time } from './words.ts'

const WHAT: Record<Trouble, string> = {
  unreachable: 'HQ does not answer',
  denied: 'HQ does not accept this page’s token',
  missing: 'HQ does not know this address',
  unreadable: 'HQ answers in a way this page does not understand',
}

const TODO: Record<Trouble, string> = {
  unreachable: 'This page keeps asking and goes on by itself as soon as HQ is back. The stores work on meanwhile.',
  denied: 'Open the address that HQ printed when it started.',
  missing: 'It may have been started with another version. Reload this page.',
  unreadable: 'Page and HQ are of different versions. Reload this page.',
}

/** One line in the frame's head: always there, so that nothing moves when the line breaks. */
export function LineToHq({ polled }: { polled: Polled<unknown> }) {
  return (
    <p className="live" role="status" data-live={polled.is}>
      {polled.is === 'loading' && 'Asking HQ …'}
      {polled.is === 'here' && 'Live'}
      {polled.is === 'trouble' && (
        <>
          <strong>{WHAT[polled.why]}</strong> since {time(polled.since)}
          {polled.value !== undefined && '; shown is what was last known'}
        </>
      )}
    </p>
  )
}

/** In a place's stead while it has nothing to show. */
export function NothingYet({ polled }: { polled: Polled<unknown> }) {
  if (polled.is !== 'trouble') {
    return (
      <p className="nothing" aria-busy="true">
        Asking HQ …
      </p>
    )
  }
  return (
    <div className="nothing">
      <h2>
        {WHAT[polled.why]}, since {time(polled.since)}
      </h2>
      <p>{TODO[polled.why]}</p>
    </div>
  )
}
