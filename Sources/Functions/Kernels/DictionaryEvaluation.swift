import Columns

/// Functions of text that are computed once a distinct value.
enum DictionaryEvaluation {
  /// A table over the codes of a dictionary: a value each, or none.
  struct Values<Result: Stored>: Sendable {
    let values: Buffer<Result>
    let known: Buffer<Bool>?
  }

  /// The texts that a function makes of a dictionary's texts, as codes of their own dictionary.
  struct Texts: Sendable {
    let codes: Buffer<UInt32>
    let known: Buffer<Bool>?
    let labels: TextDictionary
  }

  /// A value for each text; how many known rows gave none.
  static func values<Result: Stored>(
    _ column: Column,
    _ cache: DictionaryCache<Values<Result>>,
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result?
  ) throws -> (column: Column, failures: Int) {
    let (codes, labels) = column.texts
    let table = try cache.value(for: labels) {
      let all = try (0..<labels.count).map { code in
        try Cancellation.check(at: code)
        return try body(labels.utf8(code))
      }
      let isTotal = all.allSatisfy { $0 != nil }
      return Values(
        values: Buffer(all.map { $0 ?? Result.filler }),
        known: isTotal ? nil : Buffer(all.map { $0 != nil })
      )
    }
    return counted(column, Result.storage(codes.looked(up: table.values)), table.known)
  }

  /// A text for each text; `body` writes its bytes, none for missing.
  ///
  /// Empty texts are missing.
  static func texts(
    _ column: Column,
    _ cache: DictionaryCache<Texts>,
    _ body: (UnsafeBufferPointer<UInt8>, inout [UInt8]) throws -> Void
  ) throws -> Column {
    let (codes, labels) = column.texts
    let table = try cache.value(for: labels) { try mapped(labels, body) }
    let result =
      switch Codes(table.codes, dictionaryCount: table.labels.count) {
      case .uint8(let table): Codes.uint8(codes.looked(up: table))
      case .uint16(let table): Codes.uint16(codes.looked(up: table))
      case .uint32(let table): Codes.uint32(codes.looked(up: table))
      }
    return counted(column, .code(result, table.labels), table.known).column
  }

  private static func mapped(
    _ labels: TextDictionary,
    _ body: (UnsafeBufferPointer<UInt8>, inout [UInt8]) throws -> Void
  ) throws -> Texts {
    var builder = Builder()
    var bytes: [UInt8] = []
    for code in 0..<labels.count {
      bytes.removeAll(keepingCapacity: true)
      try body(labels.utf8(code), &bytes)
      try builder.append(bytes)
    }
    return builder.finish()
  }

  /// A builder of texts; those without bytes are missing.
  struct Builder: ~Copyable {
    private var table = StringTable()
    private var codes: [UInt32] = []
    private var known: [Bool] = []

    mutating func append(_ bytes: [UInt8]) throws {
      if bytes.count > 1 << 12 {
        // The table may have to move all texts into twice the room.
        try MemoryBudget.reserve(bytes.count + table.byteCount)
        try Cancellation.check()
      } else {
        try Cancellation.check(at: codes.count)
      }
      known.append(!bytes.isEmpty)
      codes.append(bytes.isEmpty ? 0 : bytes.withUnsafeBufferPointer { table.code(of: $0) })
    }

    mutating func finish() -> Texts {
      Texts(
        codes: Buffer(codes),
        known: known.contains(false) ? Buffer(known) : nil,
        labels: table.finish()
      )
    }
  }

  private static func counted(
    _ column: Column,
    _ storage: Column.Storage,
    _ knownByCode: Buffer<Bool>?
  ) -> (column: Column, failures: Int) {
    guard let knownByCode else { return (Column(storage, known: column.known), 0) }
    let known = BooleanKernels.and(column.texts.codes.looked(up: knownByCode), column.known)
    let failures = column.knownCount - BooleanKernels.count(known)
    return (Column(storage, known: known), failures)
  }
}
