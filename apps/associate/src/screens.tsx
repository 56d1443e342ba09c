import { useState } from 'react'
import type { MuteScreen, TabletScreen } from '@kairos/shared/tablet-state'
import { Button } from '@kairos/ui/button'
import { Sheet } from '@kairos/ui/sheet'
import { requestKey, type Requested } from './requests.ts'
import type { TabletView } from './tablet-store.ts'
import type { Texts } from './texts.ts'

interface ScreensProps {
  screens: readonly TabletScreen[]
  view: TabletView
  texts: Texts
  mute: (mute: MuteScreen) => void
}

/** The store's screens behind one button: each can be made silent on the spot. */
export function Screens({ screens, view, texts, mute }: ScreensProps) {
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  const muted = screens.filter((screen) => screen.muted).length
  return (
    <>
      <Button className="screens-button" kind="other" onPress={() => setIsOpen(true)}>
        {texts.screensButton(muted)}
      </Button>
      <Sheet
        isOpen={isOpen}
        onClose={close}
        title={texts.screens}
        within={() => document.querySelector<HTMLElement>('.tablet')}
      >
        <p className="quiet">{screens.length === 0 ? texts.noScreens : texts.muteMeans}</p>
        <ul className="lines">
          {screens.map((screen) => (
            <li key={screen.screen}>
              <Screen
                screen={screen}
                request={view.requests.get(requestKey('mute', screen.screen))}
                isHubThere={view.hub === 'there'}
                texts={texts}
                mute={mute}
              />
            </li>
          ))}
        </ul>
        <Button kind="main" className="screens-close" onPress={close}>
          {texts.close}
        </Button>
      </Sheet>
    </>
  )
}

interface ScreenProps extends Pick<ScreensProps, 'texts' | 'mute'> {
  screen: TabletScreen
  request: Requested | undefined
  isHubThere: boolean
}

function Screen({ screen: { screen, role, zone, muted, ill }, request, isHubThere, texts, mute }: ScreenProps) {
  const words = muted ? texts.unmute : texts.muteIt
  return (
    <div className="screen-line" data-screen={screen} data-muted={muted ? '' : undefined}>
      <div className="visitor-line">
        <div className="who">
          <span className="first">{screen}</span>
          <span>{texts.roles[role]}</span>
          {zone !== undefined && <span className="zone">{zone}</span>}
          {muted && <span className="tier">{texts.muted}</span>}
        </div>
        {ill !== undefined && <p>{ill}</p>}
        {request?.is === 'refused' && <p role="alert">{texts.refused(words, request.why ?? '')}</p>}
      </div>
      <Button
        kind={muted ? 'accent' : 'other'}
        label={`${words} ${screen}`}
        response={muted ? 'unmute' : 'mute'}
        isDisabled={!isHubThere || request?.is === 'pending'}
        onPress={() => mute({ screen, muted: !muted })}
      >
        {words}
      </Button>
    </div>
  )
}
