/**
 * How Node is to be started for HQ, for a hub, and for a screen's device process. What they take in and look up becomes
 * garbage at once; left alone on a machine with much memory, V8 lets it gather: at HQ, importing 26,563 receipts, 223 to
 * 308 MB resident, with these 181 MB, at the same speed; a hub of 50,000 customers after 10,000 cards 277 MB, with these
 * 178 MB; a device process after 12,000 cards 162 MB, with these 116 MB, of which 90 stay after a collection. V8 takes
 * them only at its start, so whoever starts one of them passes them.
 */
export const NODE_FLAGS: readonly string[] = ['--heap-growing-percent=20', '--max-semi-space-size=8']
