import type { Visitor } from '@kairos/shared/tablet-state'
import { useHubNow } from './hub-now.ts'
import type { PageProps } from './page.tsx'
import { Prompt } from './prompt.tsx'
import { outcomeKey } from './outcomes.ts'
import type { TabletView } from './tablet-store.ts'
import type { Texts } from './texts.ts'
import { VisitorLine } from './visitor-line.tsx'

interface FloorProps extends Pick<PageProps, 'report' | 'drop' | 'language'> {
  heard: NonNullable<TabletView['heard']>
  view: TabletView
  texts: Texts
}

/** Those who came first stand first: a newcomer never moves what a finger is about to touch. */
const byArrival = (a: Visitor, b: Visitor) => a.since - b.since

/** Who is in the store: first those to whom there is something to say, then the others. */
export function Floor({ heard, view, texts, language, report, drop }: FloorProps) {
  const now = useHubNow(heard)
  const visitors = heard.state.visitors.toSorted(byArrival)
  const others = visitors.filter((visitor) => visitor.prompt === undefined)
  const prompted = visitors.flatMap((visitor) => {
    const { prompt, visit } = visitor
    if (prompt === undefined) return []
    const key = outcomeKey({ visit, ref: prompt.ref })
    return [{ visitor, prompt, key, outcome: view.outcomes.get(key) }]
  })
  return (
    <div className="floor">
      <section className="to-say" aria-labelledby="to-say">
        <h1 id="to-say" className="section-title">
          {texts.toSay}
        </h1>
        {prompted.length === 0 && <p className="quiet">{texts.nothingToSay}</p>}
        {prompted.map(({ visitor, prompt, key, outcome }) => (
          <Prompt
            key={key}
            visitor={visitor}
            prompt={prompt}
            outcome={outcome}
            now={now}
            texts={texts}
            language={language}
            isHubThere={view.hub === 'there'}
            onOutcome={(response, label) => report({ visit: visitor.visit, ref: prompt.ref, response }, label)}
            onDrop={() => drop(key)}
          />
        ))}
      </section>
      <section className="others" aria-labelledby="others">
        <h2 id="others" className="section-title">
          {texts.others}
        </h2>
        {others.length === 0 && <p className="quiet">{texts.nobodyElse}</p>}
        <ul className="lines">
          {others.map((visitor) => (
            <li key={visitor.visit} data-visit={visitor.visit}>
              <VisitorLine visitor={visitor} now={now} texts={texts} language={language} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
