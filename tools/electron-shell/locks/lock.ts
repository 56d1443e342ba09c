import type { Elsewhere } from '../elsewhere.ts'
import type { ShellUnderTest } from '../shell-under-test.ts'

/** One thing that the shell must not allow, and how to see that it does not. Throws where it does. */
export type Lock = {
  name: string
  /** What only the stand-in can be asked. */
  only?: 'stand-in'
  holds: (shell: ShellUnderTest, elsewhere: Elsewhere) => Promise<void>
}
