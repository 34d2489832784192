import Catalog
import Columns

/// Values as integers that compare as the values do.
package enum OrderKeys {
  package static func keys(of column: Column, as type: DataType) -> Buffer<Int64> {
    let rows = column.count
    switch column.storage {
    case .boolean(let values):
      return Kernels.values(Input(values, known: nil), rows: rows) { $0 ? 1 : 0 }
    case .integer(let values): return values.widened
    case .real(let values):
      return Kernels.values(Input(values, known: nil), rows: rows) { value in
        let bits = Int64(bitPattern: (value + 0).bitPattern)
        return bits ^ ((bits >> 63) & Int64.max)
      }
    case .ordinal(let values):
      return Kernels.values(Input(values, known: nil), rows: rows) { Int64($0) }
    case .code(let codes, let labels):
      if case .category = type { return codes.widened }
      let ranks = Input(codes.looked(up: labels.ranks), known: nil)
      return Kernels.values(ranks, rows: rows) { Int64($0) }
    }
  }
}
