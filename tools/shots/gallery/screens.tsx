import { Page } from '@kairos/kiosk/screens/page'
import { showExhibits } from './show-exhibits.tsx'

showExhibits(({ shows }) =>
  'frame' in shows ? <Page frame={shows.frame} send={(press) => globalThis.pressed.push(press)} /> : undefined,
)
