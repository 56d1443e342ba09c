import { note, onTime, replaceRun, type Draft } from './draft.ts'
import { end, isActive, withdraw } from './runs.ts'

/**
 * Rule E12: people keep the version that they began with, unless the edit says how they move. Done once,
 * when a document first meets a newer version.
 */
export function applyEdits(draft: Draft): void {
  const { current } = draft.playbooks
  if (draft.customer.playbook >= current.version) return
  for (const run of draft.customer.runs) {
    const dialogue = current.dialogues.get(run.dialogue)
    if (!dialogue || !isActive(run) || run.version >= current.version) continue
    const at = Math.max(draft.customer.now, run.since)
    switch (dialogue.source.edit) {
      case 'end':
        end(draft, withdraw(draft, run, 0), { how: 'over' }, onTime(at))
        break
      case 'move':
        // A step that the new version lacks, or that says nothing there, cannot be stood on.
        if (dialogue.steps.get(run.step)?.is !== 'say') break
        note(draft, replaceRun(draft, run, { ...run, version: current.version }), 'moved', at, String(current.version))
        break
      case 'keep':
        break
    }
  }
}
