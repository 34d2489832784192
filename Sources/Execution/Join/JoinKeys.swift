import Columns
import Functions
import Parallel
import Planner

extension KeyEncoder {
  /// Encoders that give equal values of two columns the same number; missing values have none.
  static func paired(
    _ left: Column,
    _ right: Column,
    isOrdered: Bool = false,
    by workers: WorkerPool
  ) throws -> (left: KeyEncoder, right: KeyEncoder) {
    let (codings, last): ((Coding, Coding), UInt64)
    switch (left.storage, right.storage) {
    case (.boolean, .boolean): (codings, last) = ((.boolean, .boolean), 1)
    case (.integer, .integer), (.ordinal, .ordinal):
      let (least, most) = both(
        try bounds(of: left, by: workers),
        try bounds(of: right, by: workers)
      )
      codings = (.integer(least), .integer(least))
      last = UInt64(bitPattern: most) &- UInt64(bitPattern: least)
    case (.real(let first), .real(let second)):
      let (least, most) = both(
        try bounds(of: first, left.known, by: workers),
        try bounds(of: second, right.known, by: workers)
      )
      (codings, last) = ((.real(least), .real(least)), most - least)
    case (.code(_, let first), .code(_, let second)):
      let texts = try UnifiedDictionary(first, second, isOrdered: isOrdered)
      (codings, last) = ((.rank(texts.left), .rank(texts.right)), texts.last)
    default: preconditionFailure("the keys of a join have one type")
    }
    return (
      KeyEncoder(column: left, coding: codings.0, lastKnown: last),
      KeyEncoder(column: right, coding: codings.1, lastKnown: last)
    )
  }

  private static func both<Image: Comparable>(
    _ left: (Image, Image),
    _ right: (Image, Image)
  ) -> (Image, Image) {
    (min(left.0, right.0), max(left.1, right.1))
  }
}

/// A translation of two dictionaries into common numbers: the same for the same bytes.
private struct UnifiedDictionary {
  /// For each code of the left dictionary the text's number.
  let left: Buffer<UInt32>
  /// For each code of the right dictionary the text's number.
  let right: Buffer<UInt32>
  /// The largest number.
  let last: UInt64

  /// `isOrdered` asks for numbers in the byte order of the texts.
  init(_ left: TextDictionary, _ right: TextDictionary, isOrdered: Bool) throws {
    var builder = StringTable()
    let rightNumbers = try builder.codes(of: right, Cancellation.check)
    let leftNumbers =
      left === right ? rightNumbers : try builder.codes(of: left, Cancellation.check)
    last = UInt64(max(builder.count, 1) - 1)
    if isOrdered {
      let ranks = try builder.finish().ranks(Cancellation.check)
      self.left = Buffer(leftNumbers.map { ranks[Int($0)] })
      self.right = Buffer(rightNumbers.map { ranks[Int($0)] })
    } else {
      (self.left, self.right) = (leftNumbers, rightNumbers)
    }
  }
}

/// The encoded keys of a join: rows of either side with equal keys have the same number.
struct JoinKeys {
  /// For each left row its key's number; below zero if a key is missing, or no right row has it.
  let left: Buffer<Int32>
  /// For each right row its key's number; below zero if a key is missing, or no left row has it.
  let right: Buffer<Int32>
  /// How many numbers there are.
  let count: Int
}

extension Executor {
  /// Numbers the keys of two inputs; without keys all rows have the same one.
  func joinKeys(_ join: Join, _ left: Chunk, _ right: Chunk) throws -> JoinKeys {
    let leftMask = left.known(in: join.keys.map(\.left))
    let rightMask = right.known(in: join.keys.map(\.right))
    let encoders = try join.keys.map {
      try KeyEncoder.paired(left[$0.left], right[$0.right], by: workers)
    }
    // The encoders of both sides have the same bounds, so that they are packed alike.
    let leftWords = NormalizedKey.words(of: encoders.map(\.left))
    let rightWords = NormalizedKey.words(of: encoders.map(\.right))
    var keys: JoinKeys?
    for (leftWord, rightWord) in zip(leftWords, rightWords) {
      var next = try numbered(
        EncodedKeys(source: leftWord, mask: leftMask, rowCount: left.rowCount),
        EncodedKeys(source: rightWord, mask: rightMask, rowCount: right.rowCount),
        leftWord.last
      )
      if let keys {
        next = try numbered(
          EncodedKeys(packing: keys.left, next.left),
          EncodedKeys(packing: keys.right, next.right),
          .max
        )
      }
      keys = next
    }
    return keys
      ?? JoinKeys(
        left: Buffer(repeating: 0, count: left.rowCount),
        right: Buffer(repeating: 0, count: right.rowCount),
        count: 1
      )
  }

  /// Small codes are numbers themselves; others are numbered as they come on the smaller side, and
  /// looked up on the other by all workers.
  private func numbered(
    _ left: EncodedKeys<some CodeSource>,
    _ right: EncodedKeys<some CodeSource>,
    _ last: UInt64
  ) throws -> JoinKeys {
    if last < UInt64(min(1 << 24, 4 * (left.rowCount + right.rowCount) + 4096)) {
      return JoinKeys(
        left: try numbers(of: left) { Int32(truncatingIfNeeded: $0) },
        right: try numbers(of: right) { Int32(truncatingIfNeeded: $0) },
        count: Int(last) + 1
      )
    }
    if left.rowCount < right.rowCount {
      let (numbers, table) = try numbered(left)
      let others = try self.numbers(of: right) { table.number(of: $0) }
      return JoinKeys(left: numbers, right: others, count: table.count)
    }
    let (numbers, table) = try numbered(right)
    let others = try self.numbers(of: left) { table.number(of: $0) }
    return JoinKeys(left: others, right: numbers, count: table.count)
  }

  /// Numbers codes as they come.
  private func numbered(_ codes: EncodedKeys<some CodeSource>) throws
    -> (numbers: Buffer<Int32>, table: IntegerTable.Lookup)
  {
    let table = IntegerTable()
    let numbers = try Buffer<Int32>(count: codes.rowCount) { target in
      try workers.each(0..<codes.rowCount, of: codes.source) { rows, codes in
        for row in 0..<rows.count { target[rows.lowerBound + row] = table.number(of: codes[row]) }
      }
    }
    return (numbers.masked(by: codes.mask), table.lookup)
  }

  private func numbers(
    of codes: EncodedKeys<some CodeSource>,
    _ number: @Sendable (UInt64) -> Int32
  ) throws -> Buffer<Int32> {
    let (workers, source) = (workers, codes.source)
    return try workers.fill(codes.rowCount, in: workers.runs(of: codes.rowCount)) { rows, target in
      try workers.each(rows, of: source) { rows, codes in
        let start = target + rows.lowerBound
        var row = 0
        while row < rows.count {
          start[row] = number(codes[row])
          row &+= 1
        }
      }
    }.masked(by: codes.mask)
  }
}

/// The numbers of one side's keys, and which rows have one at all.
private struct EncodedKeys<Source: CodeSource> {
  let source: Source
  let mask: Buffer<Bool>?
  let rowCount: Int
}

extension EncodedKeys<PackedNumbers> {
  /// The numbers of keys of which some words have numbers already.
  fileprivate init(packing high: Buffer<Int32>, _ low: Buffer<Int32>) {
    source = PackedNumbers(high: high, low: low)
    mask = low.areRows
    rowCount = low.count
  }
}

extension Chunk {
  /// For each row whether all of the columns are known; nil when they are everywhere.
  func known(in ids: [ColumnID]) -> Buffer<Bool>? {
    let masks = ids.compactMap { self[$0].known }
    guard let first = masks.first else { return nil }
    if masks.count == 1 { return first }
    return .tabulate(rowCount) { row in masks.allSatisfy { $0[row] } }
  }
}

extension Buffer<Int32> {
  /// The numbers with -1 wherever `mask` is false.
  fileprivate func masked(by mask: Buffer<Bool>?) -> Buffer<Int32> {
    guard let mask else { return self }
    return .tabulate(count) { mask.base[$0] ? base[$0] : -1 }
  }
}
