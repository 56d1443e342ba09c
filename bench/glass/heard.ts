/** What comes in one by one, for whoever waits for the next of some kind. */
export class Heard<T> {
  #waiting: { fits: (said: T) => boolean; take: (said: T) => void }[] = []

  hear = (said: T): void => {
    const served = this.#waiting.filter(({ fits }) => fits(said))
    this.#waiting = this.#waiting.filter((each) => !served.includes(each))
    for (const { take } of served) take(said)
  }

  /** The next that fits, from now on; throws after a while. */
  next<S extends T>(what: string, fits: (said: T) => said is S, within = 20_000): Promise<S> {
    const { promise, resolve, reject } = Promise.withResolvers<S>()
    const one = { fits, take: (said: T) => fits(said) && resolve(said) }
    this.#waiting.push(one)
    const timer = setTimeout(() => {
      this.#waiting = this.#waiting.filter((each) => each !== one)
      reject(new Error(`${what}: not within ${within / 1000} s`))
    }, within)
    return promise.finally(() => clearTimeout(timer))
  }
}
