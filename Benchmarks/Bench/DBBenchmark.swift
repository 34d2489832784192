import Syntax
import Catalog
import Columns

/// The tables of the public db-benchmark, made by its rules: 1e2 groups, nothing missing, not
/// sorted.
enum DBBenchmark {
  /// The table of the group-by questions, and the four of the join questions.
  static func tables(_ rowCount: Int, seed: UInt64) -> [InMemoryTable] {
    var dice = Dice(seed)
    var tables = [InMemoryTable(name: "g", title: "group by", table: groups(rowCount, &dice))]
    let sizes = [max(1, rowCount / 1_000_000), max(1, rowCount / 1000), rowCount]
    // A tenth of the keys of either side is unknown to the other.
    let keys = sizes.map { size in
      let numbers = dice.shuffled(size + max(1, size / 10))
      return (left: Array(numbers.prefix(size)), right: Array(numbers.suffix(size)))
    }
    let labels = sizes.map { size in
      Columns.names("id", size + max(1, size / 10), digits: 9, &dice)
    }
    let maker = JoinTables(keys: keys, labels: labels, rowCount: rowCount)
    tables.append(InMemoryTable(name: "x", title: "left", table: maker.left(&dice)))
    for (level, name) in ["small", "medium", "big"].enumerated() {
      let table = maker.right(level, &dice)
      tables.append(InMemoryTable(name: name, title: "right", table: table))
    }
    return tables
  }

  private static func groups(_ rows: Int, _ dice: inout Dice) -> Table {
    let few = 100
    let many = max(1, rows / few)
    let short = Columns.names("id", few, digits: 3, &dice)
    let long = Columns.names("id", many, digits: 10, &dice)
    let fields =
      ["id1", "id2", "id3"].map { Field($0, .text) }
      + ["id4", "id5", "id6"].map { Field($0, .integer, role: .key) }
      + [Field("v1", .integer, role: .additive), Field("v2", .integer, role: .additive)]
      + [Field("v3", .real, role: .additive)]
    let columns = [
      Columns.texts(rows, of: short) { dice.below(few) },
      Columns.texts(rows, of: short) { dice.below(few) },
      Columns.texts(rows, of: long) { dice.below(many) },
      Columns.integers(rows) { 1 + dice.below(few) },
      Columns.integers(rows) { 1 + dice.below(few) },
      Columns.integers(rows) { 1 + dice.below(many) },
      Columns.integers(rows) { 1 + dice.below(5) },
      Columns.integers(rows) { 1 + dice.below(15) },
      Columns.reals(rows) { Double(dice.below(100_000_000)) / 1e6 },
    ]
    return Table(schema: Schema(fields), columns: columns, rowCount: rows)
  }
}

/// The tables of the join questions.
private struct JoinTables {
  let keys: [(left: [Int], right: [Int])]
  let labels: [TextDictionary]
  let rowCount: Int

  /// Keys of all three sizes drawn by chance, those of the largest once each.
  func left(_ dice: inout Dice) -> Table {
    let drawn = keys.indices.map { level -> [Int] in
      if level == 2 { return keys[2].left }
      return (0..<rowCount).map { _ in keys[level].left[dice.below(keys[level].left.count)] }
    }
    let fields =
      (0..<3).map { Field("id\($0 + 1)", .integer, role: .key) }
      + (0..<3).map { Field("id\($0 + 4)", .text) } + [Field("v1", .real, role: .additive)]
    let columns =
      drawn.map(integers) + drawn.enumerated().map { texts($1, $0) }
      + [Columns.reals(rowCount) { Double(dice.below(100_000_000)) / 1e6 }]
    return Table(schema: Schema(fields), columns: columns, rowCount: rowCount)
  }

  /// Each key of the level once, with keys of the smaller levels beside it.
  func right(_ level: Int, _ dice: inout Dice) -> Table {
    let size = keys[level].right.count
    let drawn = (0...level).map { lower -> [Int] in
      if lower == level { return keys[level].right }
      return (0..<size).map { _ in keys[lower].right[dice.below(keys[lower].right.count)] }
    }
    let fields =
      drawn.indices.map { Field("id\($0 + 1)", .integer, role: .key) }
      + drawn.indices.map { Field("id\($0 + 4)", .text) } + [Field("v2", .real, role: .additive)]
    let columns =
      drawn.map(integers) + drawn.enumerated().map { texts($1, $0) }
      + [Columns.reals(size) { Double(dice.below(100_000_000)) / 1e6 }]
    return Table(schema: Schema(fields), columns: columns, rowCount: size)
  }

  private func integers(_ numbers: [Int]) -> Column {
    var row = -1
    return Columns.integers(numbers.count) {
      row += 1
      return numbers[row]
    }
  }

  private func texts(_ numbers: [Int], _ level: Int) -> Column {
    var row = -1
    return Columns.texts(numbers.count, of: labels[level]) {
      row += 1
      return numbers[row] - 1
    }
  }
}
