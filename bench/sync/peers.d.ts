/** What the benchmark uses of PouchDB, which brings no types. */
declare module 'pouchdb-core' {
  class PouchDB {
    static plugin(plugin: unknown): typeof PouchDB
    constructor(name: string, options: { adapter: string })
    bulkDocs(documents: object[]): Promise<unknown>
    replicate: { to(other: PouchDB, options: { batch_size: number }): Promise<{ docs_written: number }> }
    destroy(): Promise<void>
  }
  export default PouchDB
}
declare module 'pouchdb-adapter-leveldb'
declare module 'pouchdb-adapter-memory'
declare module 'pouchdb-replication'
