import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run of the tests with one line that says how it went, and names above it what was skipped. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let [passed, failed, skipped] = [0, 0, 0]
    for (const module of modules) {
      let tests = 0
      for (const test of module.children.allTests()) {
        tests++
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state === 'failed') failed++
        else {
          skipped++
          console.log(`skipped: ${test.fullName} (${module.relativeModuleId})`)
        }
      }
      // A file that broke before it had a test has failed all the same.
      if (module.errors().length > 0 || tests === 0) failed++
    }
    console.log(`${passed} passed, ${failed + unhandled.length} failed, ${skipped} skipped`)
  }
}
