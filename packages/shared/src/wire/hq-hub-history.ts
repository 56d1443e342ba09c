/**
 * What HQ and hubs have said to each other so far, the newest last. A test computes the hash of all schemas of
 * `hq-hub.ts` (documents and events among them) and fails until a line is added here: `wire` moves with it where one
 * side would misread the other, and `why` says why it moved, or why it did not have to.
 */
export const WIRE_HISTORY: readonly { wire: number; hash: string; why: string }[] = [
  {
    wire: 2,
    hash: 'f20e2d6dcf1368f2',
    why: 'tombstones: a hub that does not know them would go on serving the erased; big batches, comparing and reports are asked for by those who know them',
  },
  {
    wire: 2,
    hash: 'af3758f8f5cf46f1',
    why: 'a second digest, of identities, and three more things in a report: all optional, and passed over by whoever does not know them',
  },
  {
    wire: 2,
    hash: '4c37a47591f187d8',
    why: 'a hub names its newest playbooks at hello; an HQ that is older does not look, and to an older hub HQ sends what came after its newest, as before',
  },
  {
    wire: 2,
    hash: '7f322c2a8aed88ed',
    why: 'a hub names the last change that it has anything of: an HQ that is older looks at the cursor alone, as before',
  },
  {
    wire: 2,
    hash: '8f5e875ec8cc531c',
    why: 'a report may name screens that do not show what they should; an HQ that does not know of them leaves them out',
  },
  {
    wire: 2,
    hash: '7eb15ceb1c60908c',
    why: 'a look-up comes with the tombstones of her other names: a hub that passes them over reads them in the feed, as before',
  },
]
