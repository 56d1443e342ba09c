import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { Server } from 'socket.io'
import { z } from 'zod'
import { endOf } from './end-server.ts'
import type { Ms } from './time.ts'
import { bearerToken, tokenMatches } from './tokens.ts'

export type ServerSettings = {
  log: FastifyBaseLogger
  /** The largest body of a request, and of a socket's message, in bytes. */
  bodyLimit: number
  messageLimit: number
  /** How often a peer is asked whether it is still there; one that does not answer in twice that time is gone. */
  heartbeat: Ms
  /** Who may show its pages in a frame, and what they may frame; nobody and nothing if absent. */
  framedBy?: string | undefined
  frames?: string | undefined
}

/**
 * A program's one server, for its HTTP doors and its sockets: websockets only, no client code handed out,
 * and no request in the log (an address may hold what a log must not). `close` ends all of it.
 */
export function openServer({ log, bodyLimit, messageLimit, heartbeat, framedBy, frames }: ServerSettings) {
  const server: FastifyInstance = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
  })
  pageHeaders(server, framedBy, frames)
  server.setErrorHandler((error, _request, reply) => {
    if (error instanceof z.ZodError) return reply.code(400).send({ problem: refusedInWords(error) })
    const status = statusOf(error)
    if (status >= 500) log.error(error)
    // What is wrong on this side is for the log; what is wrong with the request is for its sender.
    const problem = status < 500 && error instanceof Error ? error.message : 'it could not be done; the log says why'
    return reply.code(status).send({ problem })
  })
  const sockets = new Server(server.server, {
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: messageLimit,
    pingInterval: heartbeat,
    pingTimeout: 2 * heartbeat,
  })
  return { server, sockets, close: endOf(server, sockets) }
}

const statusSchema = z.looseObject({ statusCode: z.int().min(400).max(599) })

/** The status that fastify gave an error of the request itself (too large, not JSON), else 500. */
function statusOf(error: unknown): number {
  const parsed = statusSchema.safeParse(error)
  return parsed.success ? parsed.data.statusCode : 500
}

/**
 * What every page of Kairos is served with: nothing but its own scripts, styles, pictures and sockets,
 * in nobody's frame unless it is said whose.
 */
function pageHeaders(server: FastifyInstance, framedBy = "'none'", frames = "'none'"): void {
  const policy = [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `frame-src ${frames}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${framedBy}`,
  ].join('; ')
  server.addHook('onSend', async (_request, reply, payload) => {
    reply.header('content-security-policy', policy)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    reply.header('cache-control', 'no-store')
    return payload
  })
}

/**
 * Every path below `prefix` asks for the bearer token, health excepted. `where` tells a person in the
 * refusal where the token is to be found.
 */
export function tokenGuard(server: FastifyInstance, prefix: string, token: string, where: string): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith(prefix) || request.url === `${prefix}health`) return
    if (tokenMatches(bearerToken(request.headers.authorization), token)) return
    await reply.code(401).send({ problem: `a bearer token is needed: see ${where}` })
  })
}

/** What a schema refused, for the reader: where and what, the first ten. */
export const refusedInWords = (error: z.ZodError): string =>
  error.issues
    .slice(0, 10)
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
    .join('; ')
