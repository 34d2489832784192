/// Codes of a dictionary in the narrowest width that holds them.
public enum Codes: Sendable {
  case narrow(Buffer<UInt8>)
  case middle(Buffer<UInt16>)
  case wide(Buffer<UInt32>)

  /// The codes in the narrowest width that a dictionary of `dictionaryCount` texts allows.
  public init(_ codes: Buffer<UInt32>, dictionaryCount: Int) {
    func converted<Code: FixedWidthInteger>() -> Buffer<Code> {
      .tabulate(codes.count) { Code(truncatingIfNeeded: codes.base[$0]) }
    }
    if dictionaryCount <= 1 << 8 {
      self = .narrow(converted())
    } else if dictionaryCount <= 1 << 16 {
      self = .middle(converted())
    } else {
      self = .wide(codes)
    }
  }

  /// The same of an array.
  public init(_ codes: [UInt32], dictionaryCount: Int) {
    self.init(Buffer(codes), dictionaryCount: dictionaryCount)
  }

  /// The number of rows.
  public var count: Int {
    switch self {
    case .narrow(let codes): codes.count
    case .middle(let codes): codes.count
    case .wide(let codes): codes.count
    }
  }

  /// The code of a row.
  public subscript(row: Int) -> Int {
    switch self {
    case .narrow(let codes): Int(codes[row])
    case .middle(let codes): Int(codes[row])
    case .wide(let codes): Int(codes[row])
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
    case .narrow(let codes): return map(codes)
    case .middle(let codes): return map(codes)
    case .wide(let codes): return map(codes)
    }
  }
}
