/// Codes of a dictionary in the narrowest width that holds them.
public enum Codes: Sendable {
  case uint8(Buffer<UInt8>)
  case uint16(Buffer<UInt16>)
  case uint32(Buffer<UInt32>)

  /// The codes in the narrowest width that a dictionary of `dictionaryCount` texts allows.
  public init(_ codes: Buffer<UInt32>, dictionaryCount: Int) {
    func converted<Code: FixedWidthInteger>() -> Buffer<Code> {
      .tabulate(codes.count) { Code(truncatingIfNeeded: codes.base[$0]) }
    }
    if dictionaryCount <= 1 << 8 {
      self = .uint8(converted())
    } else if dictionaryCount <= 1 << 16 {
      self = .uint16(converted())
    } else {
      self = .uint32(codes)
    }
  }

  /// The same of an array.
  public init(_ codes: [UInt32], dictionaryCount: Int) {
    self.init(Buffer(codes), dictionaryCount: dictionaryCount)
  }

  /// The number of rows.
  public var count: Int {
    switch self {
    case .uint8(let codes): codes.count
    case .uint16(let codes): codes.count
    case .uint32(let codes): codes.count
    }
  }

  /// The code of a row.
  public subscript(row: Int) -> Int {
    switch self {
    case .uint8(let codes): Int(codes[row])
    case .uint16(let codes): Int(codes[row])
    case .uint32(let codes): Int(codes[row])
    }
  }

  /// For each row, what `table` holds at the row's code.
  @inlinable
  public func mapped<Target: BitwiseCopyable & Sendable>(
    _ table: Buffer<Target>
  ) -> Buffer<Target> {
    func map(_ codes: Buffer<some FixedWidthInteger>) -> Buffer<Target> {
      .tabulate(codes.count) { table.base[Int(truncatingIfNeeded: codes.base[$0])] }
    }
    if table.isEmpty { return Buffer(count: 0) { _ in } }
    switch self {
    case .uint8(let codes): return map(codes)
    case .uint16(let codes): return map(codes)
    case .uint32(let codes): return map(codes)
    }
  }
}
