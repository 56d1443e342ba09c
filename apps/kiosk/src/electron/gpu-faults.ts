/** After so many ends of the graphics process, the program starts itself again and leaves the processor alone. */
export const MOST_GPU_FAULTS = 3

/** Counts; `true` once it is enough. A process that ended as it was told to is no fault. */
export function gpuFaults(): (details: { type: string; reason: string }) => boolean {
  let faults = 0
  return ({ type, reason }) => type === 'GPU' && reason !== 'clean-exit' && ++faults === MOST_GPU_FAULTS
}
