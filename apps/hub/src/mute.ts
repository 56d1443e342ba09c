/**
 * Why this store recognises nobody for now. `deaf`: head office has not been heard for too long (rule S8). `disk`: what
 * happens could not be recorded; a message whose showing is not recorded is not shown.
 */
export type Mute = 'deaf' | 'disk'
export const MUTE_IN_WORDS: Record<Mute, string> = {
  deaf: 'This store has not heard from head office for too long. It recognises nobody until it has.',
  disk: 'This store’s hub cannot keep anything on its disk. It recognises nobody until it can.',
}
