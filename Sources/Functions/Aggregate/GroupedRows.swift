import Columns

/// A column with a value for each group, or none.
func column<Value: Stored>(
  _ groupCount: Int,
  _ value: (Int) throws -> Value?
) rethrows -> Column {
  try Kernels.gathered(rows: groupCount, known: nil, value).column
}

/// The rows of one stretch that an accumulator takes in.
struct GroupedRows {
  let groups: Buffer<UInt32>

  /// Calls `body` with each known row and its group.
  @inline(__always)
  func forEach(_ known: Buffer<Bool>?, _ body: (_ row: Int, _ group: Int) throws -> Void) rethrows {
    let (count, base) = (groups.count, groups.base)
    var row = 0
    if let known {
      while row < count {
        if known.base[row] { try body(row, Int(base[row])) }
        row &+= 1
      }
    } else {
      while row < count {
        try body(row, Int(base[row]))
        row &+= 1
      }
    }
  }

  /// The same with one loop more, without a look at the groups, for when there is only one.
  @inline(__always)
  func forEach(
    _ known: Buffer<Bool>?,
    of groupCount: Int,
    _ body: (_ row: Int, _ group: Int) -> Void
  ) {
    guard groupCount == 1 && known == nil else { return forEach(known, body) }
    var row = 0
    while row < groups.count {
      body(row, 0)
      row &+= 1
    }
  }
}

/// Values of groups in memory of their own, so that loops write through a pointer.
struct GroupValues<Value> {
  private(set) var values: [Value] = []
  private let start: Value

  init(_ start: Value) { self.start = start }

  subscript(group: Int) -> Value {
    get { group < values.count ? values[group] : start }
    set { values[group] = newValue }
  }

  mutating func grow(to count: Int) {
    if count > values.count {
      values.append(contentsOf: repeatElement(start, count: count - values.count))
    }
  }

  /// Gives `body` the values to write.
  @inline(__always)
  mutating func update(
    _ count: Int,
    _ body: (UnsafeMutablePointer<Value>) throws -> Void
  ) rethrows {
    grow(to: count)
    try values.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { try body(base) }
    }
  }
}

/// Which rows of an operand are known; nil when all are.
func knownRows(_ operand: Operand, _ rows: Int) -> Buffer<Bool>? {
  switch operand {
  case .column(let column): column.known
  case .constant(let value, _):
    value == .missing ? Buffer(repeating: false, count: rows) : nil
  }
}

extension Column {
  /// How many of the groups for which `isExpected` holds have no value.
  func missingCount(where isExpected: (Int) -> Bool) -> Int {
    guard let known else { return 0 }
    return (0..<known.count).count { !known[$0] && isExpected($0) }
  }
}
