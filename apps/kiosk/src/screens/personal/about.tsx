import { useState } from 'react'
import type { KnownOfHer, ScreenRole, WayOut } from '@kairos/shared/screen-state'
import { Button } from '@kairos/ui/button'
import { useScreen } from '../screen-context.ts'
import { aboutHer, inPages, type Group } from './about-sentences.ts'

/** How many sentences are on the glass at a time: the others come by a button, because not everybody can draw a list. */
const AT_A_TIME: Record<ScreenRole, number> = { kiosk: 9, cart: 3, aisle: 1 }
const LARGE_AT_A_TIME: Record<ScreenRole, number> = { kiosk: 4, cart: 2, aisle: 1 }
const WAYS_ON: readonly WayOut[] = ['call', 'quiet']

function Told({ heading, sentences }: Group) {
  return (
    <section>
      <h2>{heading}</h2>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </section>
  )
}

/** What is known of her, in plain sentences, and what she can do about it. */
export function About({ known }: { known: KnownOfHer }) {
  const { frame, texts, send } = useScreen()
  const [page, setPage] = useState(0)
  const most = (frame.comfort?.large === true ? LARGE_AT_A_TIME : AT_A_TIME)[frame.role]
  const pages = inPages(aboutHer(known, texts), most)
  const shown = page % pages.length
  const turn = () => {
    setPage(shown + 1)
    scrollTo(0, 0)
  }
  return (
    <div className="about-state">
      <div className="words">
        <h1 className="title display" data-length="long">
          {texts.say('about.title')}
        </h1>
        <p className="note">{texts.say('about.intro')}</p>
      </div>
      <div className="told">
        {pages[shown]?.map((group) => (
          <Told key={group.heading} {...group} />
        ))}
      </div>
      <div className="asks">
        {pages.length > 1 && (
          <Button kind="main" onPress={turn}>
            {`${texts.say('about.next')} (${texts.number(shown + 1)}/${texts.number(pages.length)})`}
          </Button>
        )}
        {WAYS_ON.filter((way) => frame.ways?.includes(way)).map((way) => (
          <Button key={way} kind="other" onPress={() => send({ press: 'way', way })}>
            {texts.say(`way.${way}`)}
          </Button>
        ))}
      </div>
    </div>
  )
}
