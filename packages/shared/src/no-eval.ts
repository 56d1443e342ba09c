import { config } from 'zod'

/**
 * The page's content security policy forbids making code from text, which zod otherwise tries when a
 * schema is made. Imported before anything that makes one.
 */
config({ jitless: true })
