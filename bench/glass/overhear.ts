/**
 * Lets something hear what a method is called with, just before it is; what it puts in another's place is passed on.
 * For programs that are watched as they ship.
 */
export function overhear(of: object, method: string, listen: (said: unknown[]) => void): void {
  const called = Reflect.get(of, method) as (this: unknown, ...said: unknown[]) => unknown
  Reflect.set(of, method, function (this: unknown, ...said: unknown[]) {
    listen(said)
    return called.apply(this, said)
  })
}
