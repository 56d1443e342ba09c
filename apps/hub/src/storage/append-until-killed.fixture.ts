import { HubReplica } from '@kairos/replica/hub-replica'
import { customerIdSchema, epochSchema, eventIdSchema } from '@kairos/shared/ids'
import { openHubDatabase } from './open.ts'
import { sqliteReplica } from './sqlite-replica.ts'

/** A program for a test to kill: records facts in the file it is given, and says each number once it is on disk. */
const [file = '', epoch = ''] = process.argv.slice(2)
const database = openHubDatabase(file)
const { storage } = sqliteReplica(database)
const replica = new HubReplica(
  storage,
  epochSchema.parse(epoch),
  (customer) => customer,
  () => {
    throw new Error('nobody looks at a document here')
  },
)
const customer = customerIdSchema.parse('ann')
const recordTwo = database.transaction(() => [0, 1].map(() => record()))

function record(): number {
  const id = eventIdSchema.parse(replica.nextName())
  const common = { id, customer, at: 0, received: 0 }
  const fact = replica.record({ ...common, type: 'consent', purpose: 'marketing', given: true, strength: 'held' }, 1)
  return fact?.n ?? 0
}

for (let n = 0; n < 20_000; n++) {
  const numbers = n % 3 === 0 ? recordTwo() : [record()]
  process.stdout.write(`${numbers.at(-1)}\n`)
}
