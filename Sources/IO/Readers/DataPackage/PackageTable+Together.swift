import Catalog
import Parallel

/// Reads the tables of data packages among `tables` whole, each by a worker of `pool`.
///
/// What cannot be read says so when its table is asked. Throws when the work is to stop.
package func readTogether(_ tables: [any TableSource], by pool: WorkerPool) throws {
  // Each table is read by the one worker that claims it, and by no other thread meanwhile.
  nonisolated(unsafe) let tables = tables.compactMap { $0 as? PackageTable }
  _ = try pool.map(tables.count) { place in
    if let schema = try? tables[place].schema() {
      _ = try? tables[place].load(Array(schema.fields.indices))
    }
  }
}
