import type { FastifyInstance } from 'fastify'
import type { StoreId } from '@kairos/shared/ids'
import { tokenGuard } from '@kairos/shared/server'
import { metricsText, type SyncState } from '../metrics.ts'
import type { Rebuilt } from '../rebuilt.ts'

export type KeeperDoor = {
  server: FastifyInstance
  store: StoreId
  token: string
  state: () => SyncState
  rebuild: () => Rebuilt
}

/** What whoever keeps the hub running asks, with the till's token: `GET /metrics`, `POST /v1/rebuild`. */
export function keeperDoors({ server, store, token, state, rebuild }: KeeperDoor): void {
  tokenGuard(server, '/metrics', token, 'secrets.json in the data folder of the hub')
  server.get('/metrics', async (_request, reply) =>
    reply
      .header('content-type', 'application/openmetrics-text; version=1.0.0; charset=utf-8')
      .send(metricsText(store, state())),
  )
  server.post('/v1/rebuild', async () => rebuild())
}
