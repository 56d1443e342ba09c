/**
 * Starts a watch that tells the seconds of processor time this process used since, the collector's threads included:
 * what one core does, also where other programs want it too.
 */
export function cpuWatch(): () => number {
  const began = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(began)
    return (user + system) / 1e6
  }
}
