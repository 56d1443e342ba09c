import { useState } from 'react'
import { PLAIN_COMFORT, type Comfort, type ScreenInput, type WayOut } from '@kairos/shared/screen-state'
import { Button } from '@kairos/ui/button'
import { Choice, OneOf } from '@kairos/ui/choice'
import { Sheet } from '@kairos/ui/sheet'
import { useScreen } from '../screen-context.ts'
import { textsFor } from '../texts/texts.ts'

/** In this order, so that each is always found in the same place. */
const WAYS: readonly WayOut[] = ['call', 'about', 'quiet', 'guest', 'notMe']
const COMFORTS: readonly (keyof Comfort)[] = ['large', 'reach', 'speech']

function Ways({ press }: { press: (input: ScreenInput) => void }) {
  const { frame, texts } = useScreen()
  const isCalled = frame.called !== undefined
  const ways = WAYS.filter((way) => frame.ways?.includes(way) && !(way === 'call' && isCalled))
  if (ways.length === 0 && !isCalled) return null
  return (
    <div className="menu-part menu-ways">
      {isCalled && (
        <Button kind="other" onPress={() => press({ press: 'callOff' })}>
          {texts.say('called.off')}
        </Button>
      )}
      {ways.map((way) => (
        <Button key={way} kind="other" className={`way-${way}`} onPress={() => press({ press: 'way', way })}>
          {texts.say(`way.${way}`)}
        </Button>
      ))}
    </div>
  )
}

/** Each language calls itself by its own name, so that whoever speaks it finds it. */
function Languages({ press }: { press: (input: ScreenInput) => void }) {
  const { frame, texts } = useScreen()
  const languages = frame.languages ?? []
  if (languages.length < 2) return null
  const options = languages.map((language) => ({
    value: language,
    words: textsFor(language).nameOf(language),
    lang: language,
  }))
  const chosen = languages.find((language) => language === frame.language) ?? ''
  return (
    <section className="menu-part">
      <h2>{texts.say('menu.language')}</h2>
      <OneOf
        label={texts.say('menu.language')}
        chosen={chosen}
        options={options}
        onChoose={(language) => press({ press: 'language', language })}
      />
    </section>
  )
}

function Comforts({ press }: { press: (input: ScreenInput) => void }) {
  const { frame, texts } = useScreen()
  const comfort = frame.comfort ?? PLAIN_COMFORT
  return (
    <section className="menu-part">
      <h2>{texts.say('menu.comfort')}</h2>
      {COMFORTS.map((one) => (
        <Choice
          key={one}
          isOn={comfort[one]}
          onChange={(isOn) => press({ press: 'comfort', comfort: { ...comfort, [one]: isOn } })}
        >
          {texts.say(`comfort.${one}`)}
        </Choice>
      ))}
    </section>
  )
}

/** All that one can always do at this screen, behind one button. What is chosen closes it; comfort is seen at once behind it. */
export function Menu() {
  const { texts, send } = useScreen()
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  const press = (input: ScreenInput) => {
    close()
    send(input)
  }
  return (
    <>
      <Button className="menu-button" kind="quiet" onPress={() => setIsOpen(true)}>
        {texts.say('menu.open')}
      </Button>
      <Sheet
        isOpen={isOpen}
        onClose={close}
        title={texts.say('menu.title')}
        within={() => document.querySelector<HTMLElement>('.glass')}
      >
        <div className="menu">
          <Ways press={press} />
          <Comforts press={send} />
          <Languages press={press} />
        </div>
        <div className="menu-close">
          <Button kind="main" onPress={close}>
            {texts.say('menu.close')}
          </Button>
        </div>
      </Sheet>
    </>
  )
}
