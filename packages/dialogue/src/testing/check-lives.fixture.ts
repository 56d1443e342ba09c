import * as fc from 'fast-check'
import type { Customer, Run } from '@kairos/shared/customer'
import type { Playbooks } from '../playbook.ts'
import { live, lives, type Moment } from './random-life.fixture.ts'
import { compileRandom, playbookSources } from './random-playbook.fixture.ts'
import { anna } from './small-chain.fixture.ts'

/** Runs one property over many small playbooks and lives. A failure prints its seed, playbook and life. */
export const checkLives = (property: (playbooks: Playbooks, moments: Moment[]) => void, numRuns = 70) =>
  fc.assert(
    fc.property(playbookSources, lives, (source, life) => {
      const playbooks = compileRandom(source)
      property(playbooks, live(playbooks, life))
    }),
    { numRuns },
  )

export const runKey = ({ dialogue, occasion }: Pick<Run, 'dialogue' | 'occasion'>) => `${dialogue}/${occasion}`
/** The document at the end of a life. */
export const last = (playbooks: Playbooks, moments: Moment[]): Customer =>
  moments.at(-1)?.after.customer ?? anna(playbooks)
