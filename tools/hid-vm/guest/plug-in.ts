import type { TestContext } from 'node:test'
import { createUhidDevice, type UhidDevice, type UhidModel } from './uhid.ts'

/** Plugs a device in until the test is over, however it ends: the next test finds none but its own. */
export async function plugIn(t: TestContext, model: UhidModel): Promise<UhidDevice> {
  const device = await createUhidDevice(model)
  t.after(() => device.destroy())
  return device
}
