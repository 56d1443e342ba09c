/** What Kairos's own arguments say. All others are Chromium's. */
export type OwnArguments = {
  /** The settings file, where another one than the usual is meant. */
  settings: string | undefined
  /** How often the program has started itself again, without a steady run in between. */
  restarts: number
  /** Whether the graphics processor is left alone: its process ended again and again. */
  withoutGpu: boolean
}

const SETTINGS = '--kairos-settings='
const RESTARTS = '--kairos-restarts='
const WITHOUT_GPU = '--kairos-without-gpu'

export function ownArguments(argv: readonly string[]): OwnArguments {
  const restarts = Number(argv.find((each) => each.startsWith(RESTARTS))?.slice(RESTARTS.length))
  return {
    settings: argv.find((each) => each.startsWith(SETTINGS))?.slice(SETTINGS.length),
    restarts: Number.isSafeInteger(restarts) && restarts > 0 ? restarts : 0,
    withoutGpu: argv.includes(WITHOUT_GPU),
  }
}

/** The arguments with which the program starts itself again: as it was started, but for what is said. */
export function argumentsAgain(
  argv: readonly string[],
  { restarts, withoutGpu }: Pick<OwnArguments, 'restarts' | 'withoutGpu'>,
): string[] {
  const kept = argv.slice(1).filter((each) => !each.startsWith(RESTARTS) && each !== WITHOUT_GPU)
  return [...kept, `${RESTARTS}${restarts}`, ...(withoutGpu ? [WITHOUT_GPU] : [])]
}
