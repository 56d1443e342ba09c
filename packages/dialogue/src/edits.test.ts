import { describe, expect, test } from 'vitest'
import type { Playbooks } from './playbook.ts'
import { answer, purchase, visit } from './testing/events.fixture.ts'
import {
  chooseAt,
  choiceInWords,
  effectsInWords,
  fold,
  theMessage,
  theRun,
  timePassed,
} from './testing/fold.fixture.ts'
import { anna, compileSmall, day, dialogue, playbooksOf, step, type Source } from './testing/small-chain.fixture.ts'

const STEPS = {
  ask: step('screen', ['2d', 'write'], { yes: 'tell' }),
  write: step('email', ['9d', 'over']),
  tell: step('pos', ['9d', 'over']),
}
const NEWER = { ask: step('screen', ['5d', 'call'], { yes: 'call' }), call: step('phone', ['9d', 'over']) }
const first = compileSmall([dialogue(STEPS)])
const edited = (edit: string | undefined, steps: Source = NEWER, more: Source = {}): Playbooks =>
  playbooksOf(first, compileSmall([dialogue(steps, edit === undefined ? more : { ...more, edit })], {}, 2))
const begun = fold(playbooksOf(first), anna(playbooksOf(first)), visit(day(1))).customer
const asked = theMessage(begun)

describe('E12: what an edit does to those who are under way', () => {
  test('E12: by default they keep the version they began with', () => {
    for (const playbooks of [edited(undefined), edited('keep')]) {
      const { customer, effects } = fold(playbooks, begun, timePassed(day(3)))
      expect(theRun(customer)).toMatchObject({ version: 1, step: 'write' })
      expect(effectsInWords(effects)).toEqual(['email talk/write/1'])
    }
  })

  test('E12: moved, they go on in the new version from the step they are on, once', () => {
    const playbooks = edited('move')
    const moved = fold(playbooks, begun, timePassed(day(2)))
    expect(moved.happened).toMatchObject([{ what: 'moved', detail: '2', at: day(1) }])
    expect(theRun(moved.customer)).toMatchObject({ version: 2, step: 'ask', due: day(3) })
    expect(fold(playbooks, moved.customer, timePassed(day(2, 1))).happened).toEqual([])
    expect(effectsInWords(fold(playbooks, moved.customer, timePassed(day(3))).effects)).toEqual(['phone talk/call/1'])
  })

  test('E12: an answer to what was said before the move goes on in the new version, where that knows it', () => {
    const said = fold(edited('move'), begun, answer(day(2), asked, 'yes'))
    expect(theRun(said.customer)).toMatchObject({ version: 2, step: 'call' })
    expect(effectsInWords(said.effects)).toEqual(['phone talk/call/1'])
    // The new version asks something else now: the old answer leads where it did, if that is still there.
    const other = { ask: step('screen', ['5d', 'tell'], { perhaps: 'tell' }), tell: step('pos', ['9d', 'over']) }
    expect(theRun(fold(edited('move', other), begun, answer(day(2), asked, 'yes')).customer)).toMatchObject({
      version: 2,
      step: 'tell',
    })
    const gone = { ask: step('screen', ['5d', 'over'], { perhaps: 'over' }) }
    expect(theRun(fold(edited('move', gone), begun, answer(day(2), asked, 'yes')).customer).ended?.how).toBe('over')
  })

  test('E12: what the new version lacks, or where it says nothing, cannot be stood on: those keep theirs', () => {
    const lacks = edited('move', { other: step('screen', ['1d', 'over']) })
    const branches = edited('move', {
      ask: { branch: [{ if: 'memory.visits.n > 1', next: 'over' }], otherwise: 'over' },
    })
    for (const playbooks of [lacks, branches])
      expect(theRun(fold(playbooks, begun, timePassed(day(3))).customer)).toMatchObject({ version: 1, step: 'write' })
  })

  test('E12: it is done once: who stayed behind does not move when she comes to a step that both have', () => {
    const playbooks = edited('move', { write: step('email', ['1h', 'over']) })
    const stayed = fold(playbooks, begun, timePassed(day(3)), timePassed(day(3, 5))).customer
    expect(theRun(stayed)).toMatchObject({ version: 1, step: 'write', due: day(12) })
  })

  test('E12: ended, the run is over at once, and what it asked to send is withdrawn', () => {
    const written = fold(playbooksOf(first), begun, timePassed(day(3))).customer
    const thanks = dialogue(
      { say: step('email', ['1d', 'over']) },
      { dialogue: 'sorry', begins: { when: 'ended', dialogue: 'talk', how: 'over' } },
    )
    const playbooks = playbooksOf(first, compileSmall([dialogue(NEWER, { edit: 'end' }), thanks], {}, 2))
    const { customer, effects } = fold(playbooks, written, visit(day(4)))
    expect(theRun(customer, 'sorry').begun).toBe(day(3))
    expect(customer.runs[0]?.ended).toEqual({ at: day(3), how: 'over' })
    expect(effectsInWords(effects)).toEqual(['withdraw talk', 'email sorry/say/1'])
    expect(fold(playbooks, customer, timePassed(day(4))).happened).toMatchObject([{ what: 'over', dialogue: 'sorry' }])
  })

  test('E12: the glass shows nothing of what an edit ended, before anything is folded', () => {
    expect(choiceInWords(chooseAt(edited('keep'), begun, day(2)))).toEqual(['talk/ask'])
    expect(choiceInWords(chooseAt(edited('end'), begun, day(2)))).toEqual([])
  })

  test('E12: only those of an earlier version, of this dialogue, that have not ended', () => {
    const playbooks = edited('end')
    const won = fold(playbooksOf(first), begun, purchase(day(2))).customer
    expect(theRun(fold(playbooks, won, timePassed(day(3))).customer).ended?.how).toBe('won')
    const later = fold(playbooks, anna(playbooks), visit(day(1))).customer
    expect(theRun(fold(playbooks, later, timePassed(day(2))).customer).ended).toBeUndefined()
    const other = playbooksOf(first, compileSmall([dialogue(NEWER, { edit: 'end', dialogue: 'other' })], {}, 2))
    expect(theRun(fold(other, begun, timePassed(day(2))).customer).ended).toBeUndefined()
    // A program that still holds the older version changes nothing either.
    expect(fold(playbooksOf(first), later, timePassed(day(2))).happened).toEqual([])
  })
})
