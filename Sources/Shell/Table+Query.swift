import Syntax
import Catalog
import Columns
import Functions

extension Table {
  /// The table with a column and a row called total, which add up the columns of these names.
  ///
  /// Missing cells add nothing; a sum of only missing ones is missing.
  func withTotals(of names: [String]) -> Table {
    let places = names.compactMap { schema.index(of: $0) }
    guard let first = places.first else { return self }
    let key = schema.fields.indices.first { !places.contains($0) }
    var fields = schema.fields
    let type = fields[first].type
    fields.append(Field("total", type))
    var rows = (0..<rowCount).map { row -> [Value] in
      let cells = columns.map { $0[row] }
      return cells + [sum(places.map { cells[$0] })]
    }
    if let key {
      var last = [Value](repeating: .missing, count: fields.count)
      for place in places + [fields.count - 1] { last[place] = sum(rows.map { $0[place] }) }
      last[key] = .text("total")
      for row in rows.indices { rows[row][key] = textual(rows[row][key], fields[key].type) }
      fields[key].type = .text
      rows.append(last)
    }
    let summed = fields.indices.map { place in
      Column(rows.map { $0[place] }, as: fields[place].type)
    }
    return Table(schema: Schema(fields), columns: summed, rowCount: rows.count)
  }

  private func textual(_ value: Value, _ type: DataType) -> Value {
    switch value {
    case .missing: value
    case .real(let number): .text("\(number)")
    default: .text(value.text(as: type))
    }
  }

  private func sum(_ values: [Value]) -> Value {
    var (wholes, reals): ([Int64], [Double]) = ([], [])
    for value in values {
      if case .integer(let number) = value { wholes.append(number) }
      if case .real(let number) = value { reals.append(number) }
    }
    // A cell of an absent group is zero, and no reason to call an unknown total none.
    let isUnknown = values.contains(.missing) && wholes.allSatisfy { $0 == 0 }
    if isUnknown && reals.allSatisfy({ $0 == 0 }) { return .missing }
    if !reals.isEmpty { return .real(reals.reduce(0, +)) }
    var total: Int64 = 0
    for whole in wholes {
      let (sum, isTooLarge) = total.addingReportingOverflow(whole)
      if isTooLarge { return .missing }
      total = sum
    }
    return wholes.isEmpty ? .missing : .integer(total)
  }
}
