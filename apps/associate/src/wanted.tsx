import type { Coming, Wanted as WantedAt } from '@kairos/shared/tablet-state'
import { Button } from '@kairos/ui/button'
import { useHubNow } from './hub-now.ts'
import { requestKey, type Requested } from './requests.ts'
import type { TabletView } from './tablet-store.ts'
import type { Texts } from './texts.ts'
import { passedSince } from './visitor-line.tsx'

interface WantedProps {
  heard: NonNullable<TabletView['heard']>
  view: TabletView
  texts: Texts
  coming: (coming: Coming) => void
}

/**
 * Who called an associate, and from where; above all else, whatever else the tablet shows. Of her it says what the
 * screen itself may say: her name if she held her card there, and of anybody else that somebody is there.
 */
export function Wanted({ heard, view, texts, coming }: WantedProps) {
  const now = useHubNow(heard)
  const { wanted } = heard.state
  return (
    <div className="wanted" aria-live="polite">
      {wanted.length > 0 && (
        <section aria-labelledby="wanted">
          <h2 id="wanted" className="section-title">
            {texts.wanted}
          </h2>
          <ul className="calls">
            {wanted.map((one) => (
              <li key={one.screen}>
                <Call
                  call={one}
                  since={passedSince(one.since, now, texts)}
                  request={view.requests.get(requestKey('coming', one.screen))}
                  isHubThere={view.hub === 'there'}
                  texts={texts}
                  coming={coming}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

interface CallProps extends Pick<WantedProps, 'texts' | 'coming'> {
  call: WantedAt
  since: string
  request: Requested | undefined
  isHubThere: boolean
}

function Call({ call, since, request, isHubThere, texts, coming }: CallProps) {
  const { screen, first, visit, zone } = call
  const who = first ?? (visit === undefined ? texts.guest : texts.someone)
  const say = (is: Coming['is']) => () => coming({ screen, is })
  const isDisabled = !isHubThere || request?.is === 'pending'
  return (
    <article className="call" data-screen={screen} data-coming={call.coming ? '' : undefined}>
      <div className="visitor-line">
        <div className="who">
          <span className="first">{who}</span>
          <span className="zone">{texts.at(screen)}</span>
          {zone !== undefined && <span className="zone">{zone}</span>}
        </div>
        <span className="since figures">{since}</span>
      </div>
      {call.coming && <p className="on-the-way">{texts.onTheWay}</p>}
      {request?.about === 'coming' && request.is === 'refused' && (
        <p className="refused" role="alert">
          {texts.refused(request.message.is === 'over' ? texts.done : texts.coming, request.why ?? '')}
        </p>
      )}
      <div className="outcomes" role="group" aria-label={texts.answerTo(who, screen)}>
        {!call.coming && (
          <Button kind="accent" response="coming" isDisabled={isDisabled} onPress={say('coming')}>
            {texts.coming}
          </Button>
        )}
        <Button kind="other" response="over" isDisabled={isDisabled} onPress={say('over')}>
          {texts.done}
        </Button>
      </div>
    </article>
  )
}
