import Catalog
import Columns

/// Values as integers that compare as the values do.
package enum OrderKeys {
  package static func keys(of column: Column, as type: DataType) throws -> Buffer<Int64> {
    switch column.storage {
    case .boolean(let values):
      return Kernels.values(values) { $0 ? 1 : 0 }
    case .integer(let values): return values.widened
    case .real(let values):
      return Kernels.values(values) { value in
        let bits = Int64(bitPattern: (value + 0).bitPattern)
        return bits ^ ((bits >> 63) & Int64.max)
      }
    case .ordinal(let values):
      return Kernels.values(values) { Int64($0) }
    case .code(let codes, let labels):
      if case .category = type { return codes.widened }
      return Kernels.values(codes.looked(up: try labels.ranks(Cancellation.check))) { Int64($0) }
    }
  }
}
