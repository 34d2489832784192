import Catalog
import Columns
import Functions
import Parallel
import Planner

/// A grouping of rows at rest: for each row the number of its group, from zero, in the order of
/// keys where that is asked for.
///
/// Windows and slices use it, and aggregations that are neither direct nor partitioned.
struct Grouping {
  let count: Int
  /// For each group its first row.
  let firstRows: Buffer<Int32>
  /// For each row the number of its group; nil when there is but one group.
  private let numbers: Buffer<UInt32>?
  private let zeros: Buffer<UInt32>

  init(numbers: Buffer<UInt32>, firstRows: Buffer<Int32>) {
    (self.numbers, self.firstRows, count) = (numbers, firstRows, firstRows.count)
    zeros = Buffer(count: 0) { _ in }
  }

  /// All rows in one group, which exists for no rows, too; never asked for more than `stretch`
  /// rows.
  init(single rowCount: Int, stretch: Int) {
    (numbers, count) = (nil, 1)
    firstRows = Buffer(repeating: rowCount == 0 ? -1 : 0, count: 1)
    zeros = Buffer(repeating: 0, count: min(rowCount, stretch))
  }

  /// Whether all rows are in one group because there are no keys.
  var isSingle: Bool { numbers == nil }

  /// Whether groups have so few of `rowCount` rows that a table of them for each worker costs more
  /// than the rows.
  func isCrowded(_ rowCount: Int) -> Bool { count > max(1024, rowCount / 16) }

  func number(of row: Int) -> Int { numbers.map { Int($0.base[row]) } ?? 0 }

  /// The group numbers of some rows.
  func numbers(of rows: Range<Int>) -> Buffer<UInt32> {
    numbers?[rows] ?? zeros[0..<rows.count]
  }

  /// For each group the number of its rows among `rowCount`.
  func sizes(rowCount: Int) -> [Int] {
    guard let numbers else { return [rowCount] }
    var sizes = [Int](repeating: 0, count: count)
    var row = 0
    while row < rowCount {
      sizes[Int(numbers.base[row])] &+= 1
      row &+= 1
    }
    return sizes
  }
}

extension Executor {
  /// The encoders of columns of `input`, which `plan` describes.
  func encoders(
    _ ids: [ColumnID],
    of input: Chunk,
    _ plan: LogicalPlan,
    keepingOrder: Bool = true
  ) throws -> [KeyEncoder] {
    try ids.flatMap { id in
      let type = plan.type(of: id, input[id])
      return try KeyEncoder.encoders(input[id], type, keepingOrder: keepingOrder, by: workers)
    }
  }

  /// The groups of the rows of `input`, which `plan` describes, by their values in `keys`; without
  /// `keepingOrder` the groups are numbered in any order.
  func groups(
    _ keys: [ColumnID],
    of input: Chunk,
    _ plan: LogicalPlan,
    keepingOrder: Bool = true
  ) throws -> Grouping {
    if keys.isEmpty { return Grouping(single: input.rowCount, stretch: workers.chunkSize) }
    let encoders = try encoders(keys, of: input, plan, keepingOrder: keepingOrder)
    let words = NormalizedKey.words(of: encoders)
    let rowCount = input.rowCount
    if words.count == 1, isDense(words[0], rowCount) { return try denseGroups(words[0], rowCount) }
    return try sortedGroups(words, rowCount)
  }

  /// Whether so few numbers may occur that each worker can have a table of them.
  private func isDense(_ word: NormalizedKey, _ rowCount: Int) -> Bool {
    let most = UInt64(8 * rowCount + 4096)
    return word.last < min(most, max(1 << 20, most / UInt64(workers.runs(of: rowCount).count)))
  }

  /// Groups by sorting: for sparse codes, and keys too large for a word.
  private func sortedGroups(_ words: [NormalizedKey], _ rowCount: Int) throws -> Grouping {
    let order = try sortedRows(words, rowCount: rowCount, by: workers)
    let codes = try words.map { try $0.codes(rowCount: rowCount, by: workers) }
    var firstRows: [Int32] = []
    let numbers = Buffer<UInt32>(count: rowCount) { target in
      var place = 0
      while place < rowCount {
        let row = Int(order.base[place])
        if place == 0
          || codes.contains(where: { $0.base[row] != $0.base[Int(order.base[place - 1])] })
        {
          firstRows.append(Int32(row))
        }
        target[row] = UInt32(firstRows.count - 1)
        place &+= 1
      }
    }
    return Grouping(numbers: numbers, firstRows: Buffer(firstRows))
  }

  /// Groups by direct addressing, of codes that are dense.
  private func denseGroups(_ word: NormalizedKey, _ rowCount: Int) throws -> Grouping {
    let domain = Int(word.last) + 1
    let runs = workers.runs(of: rowCount)
    var seen: [[Int32]] = []
    let codes = try Buffer<UInt32>(count: rowCount) { target in
      let slots = DisjointSlots(target, count: rowCount)
      seen = try workers.map(runs.count) { [workers] run in
        try workers.denseCodes(word, runs[run], domain, to: slots.base)
      }
    }
    var first = seen[0]
    for later in seen.dropFirst() {
      for code in 0..<domain where first[code] < 0 { first[code] = later[code] }
    }
    var firstRows: [Int32] = []
    var places = [UInt32](repeating: 0, count: domain)
    for code in 0..<domain where first[code] >= 0 {
      places[code] = UInt32(firstRows.count)
      firstRows.append(first[code])
    }
    let table = Buffer(places)
    let numbers =
      firstRows.count == domain
      ? codes : try workers.tabulate(rowCount) { table.base[Int(codes.base[$0])] }
    return Grouping(numbers: numbers, firstRows: Buffer(firstRows))
  }
}

extension WorkerPool {
  /// Writes the codes of a run of rows; gives for each code the first row of the run that has it.
  fileprivate func denseCodes(
    _ word: NormalizedKey,
    _ run: Range<Int>,
    _ domain: Int,
    to target: UnsafeMutablePointer<UInt32>
  ) throws -> [Int32] {
    var firstRows = [Int32](repeating: -1, count: domain)
    try each(run, of: word) { rows, codes in
      let start = target + rows.lowerBound
      firstRows.withUnsafeMutableBufferPointer { firstRows in
        guard let firstRows = firstRows.baseAddress else { return }
        var row = 0
        while row < rows.count {
          let code = Int(truncatingIfNeeded: codes[row])
          start[row] = UInt32(truncatingIfNeeded: code)
          if firstRows[code] < 0 {
            firstRows[code] = Int32(truncatingIfNeeded: rows.lowerBound &+ row)
          }
          row &+= 1
        }
      }
    }
    return firstRows
  }
}

extension LogicalPlan {
  /// The type of one of its columns, or what the stored values tell of it.
  func type(of id: ColumnID, _ column: Column) -> DataType {
    if let known = columns.first(where: { $0.id == id }) { return known.field.type }
    switch column.storage {
    case .boolean: return .boolean
    case .integer: return .integer
    case .real: return .real
    case .ordinal: return .date
    case .code: return .text
    }
  }
}
