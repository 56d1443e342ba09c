/**
 * How Node is to be started for the device process: without optimised code. Where V8 gives such code up, it writes every
 * vector register to its heap and frees that unzeroed, and in those registers stands what was copied last: sixteen digits
 * of a card after a move of nineteen. Code that was never optimised is never given up (`docs/decisions/0014`).
 */
export const DEVICE_NODE_FLAGS: readonly string[] = ['--no-turbofan', '--no-maglev']
