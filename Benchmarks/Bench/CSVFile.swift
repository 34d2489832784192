import Glibc
import Catalog
import Columns

/// A table written as CSV, for the other engines.
///
/// Texts are written as they are: the ones made here need no quotes.
struct CSVFile {
  private let file: UnsafeMutablePointer<FILE>
  private var bytes: [UInt8] = []

  /// Opens the file at `path` for writing; nil if it cannot be.
  init?(path: String) {
    guard let file = fopen(path, "w") else { return nil }
    self.file = file
    bytes.reserveCapacity(1 << 21)
  }

  /// Writes the whole table and closes the file.
  mutating func write(_ table: Table) {
    bytes += Array(table.schema.fields.map(\.name).joined(separator: ",").utf8)
    bytes.append(10)
    for row in 0..<table.rowCount {
      for (place, column) in table.columns.enumerated() {
        if place > 0 { bytes.append(44) }
        if column.isKnown(row) { append(column, row, table.schema.fields[place].type) }
      }
      bytes.append(10)
      if bytes.count > 1 << 20 { flush() }
    }
    flush()
    fclose(file)
  }

  private mutating func flush() {
    fwrite(bytes, 1, bytes.count, file)
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ column: Column, _ row: Int, _ type: DataType) {
    switch column.storage {
    case .boolean(let values): bytes += Array((values[row] ? "true" : "false").utf8)
    case .integer(let values): append(Int(values[row]))
    case .real(let values): bytes += Array(values[row].description.utf8)
    case .ordinal(let values): append(ordinal: values[row], type)
    case .code(let codes, let labels): bytes.append(contentsOf: labels.utf8(codes[row]))
    }
  }

  private mutating func append(ordinal: Int32, _ type: DataType) {
    if case .period(let unit) = type {
      bytes += Array(unit.text(of: ordinal).utf8)
      return
    }
    let date = CivilDate(ordinal: ordinal)
    append(date.year, digits: 4)
    bytes.append(45)
    append(date.month, digits: 2)
    bytes.append(45)
    append(date.day, digits: 2)
  }

  private mutating func append(_ number: Int, digits: Int = 1) {
    if number < 0 { bytes.append(45) }
    var rest = number.magnitude
    var text: (count: Int, digits: UInt128) = (0, 0)
    while rest > 0 || text.count < digits {
      text.digits = text.digits << 4 | UInt128(rest % 10)
      text.count += 1
      rest /= 10
    }
    for _ in 0..<text.count {
      bytes.append(48 + UInt8(truncatingIfNeeded: text.digits & 15))
      text.digits >>= 4
    }
  }
}
