import Columns

/// Loops that kernels are made of.
///
/// They are inlined where they stand, so that each operation gets a loop of its own over plain
/// memory. Bodies must bear any input: missing rows hold arbitrary values.
enum Kernels {
  /// `body` of each row's value.
  @inline(__always)
  static func values<A, Result: BitwiseCopyable & Sendable>(
    _ input: Input<A>,
    rows: Int,
    _ body: (A) -> Result
  ) -> Buffer<Result> {
    if input.isConstant { return Buffer(repeating: body(input.constant), count: rows) }
    let source = input.values.base
    return Buffer(filling: rows) { target in
      var row = 0
      while row < rows {
        target[row] = body(source[row])
        row &+= 1
      }
    }
  }

  /// `body` of each value.
  @inline(__always)
  static func values<A, Result: BitwiseCopyable & Sendable>(
    _ values: Buffer<A>,
    _ body: (A) -> Result
  ) -> Buffer<Result> {
    Kernels.values(Input(values, known: nil), rows: values.count, body)
  }

  /// `body` of each row's two values.
  @inline(__always)
  static func values<A, B, Result: BitwiseCopyable & Sendable>(
    _ left: Input<A>,
    _ right: Input<B>,
    rows: Int,
    _ body: (A, B) -> Result
  ) -> Buffer<Result> {
    if right.isConstant {
      let constant = right.constant
      return values(left, rows: rows) { body($0, constant) }
    }
    if left.isConstant {
      let constant = left.constant
      return values(right, rows: rows) { body(constant, $0) }
    }
    let (first, second) = (left.values.base, right.values.base)
    return Buffer(filling: rows) { target in
      var row = 0
      while row < rows {
        target[row] = body(first[row], second[row])
        row &+= 1
      }
    }
  }

  /// What `body` gives for each row in `known`; how many of these it gave nothing for.
  @inline(__always)
  static func gathered<Result: Stored>(
    rows: Int,
    known: Buffer<Bool>?,
    _ body: (Int) throws -> Result?
  ) rethrows -> (column: Column, failures: Int) {
    var failures = 0
    var values = Buffer<Result>(count: 0) { _ in }
    let mask = try Buffer<Bool>(filling: rows) { mask in
      values = try Buffer(filling: rows) { target in
        var row = 0
        while row < rows {
          mask[row] = false
          target[row] = Result.filler
          if known == nil || known?.base[row] == true {
            if let value = try body(row) {
              target[row] = value
              mask[row] = true
            } else {
              failures &+= 1
            }
          }
          row &+= 1
        }
      }
    }
    let isTotal = failures == 0 && known == nil
    return (Column(Result.storage(values), known: isTotal ? nil : mask), failures)
  }

  /// A column of reals, of which infinities and what is no number are missing and counted.
  static func finite(
    _ values: Buffer<Double>,
    known: Buffer<Bool>?
  ) -> (column: Column, failures: Int) {
    let exponent: UInt64 = 0x7ff0_0000_0000_0000
    var (row, bad) = (0, UInt64(0))
    while row < values.count {
      bad |= (values.base[row].bitPattern & exponent) &+ (1 << 52)
      row &+= 1
    }
    if bad & (1 << 63) == 0 { return (Column(.real(values), known: known), 0) }
    var failures = 0
    let mask = Buffer<Bool>(filling: values.count) { mask in
      for row in 0..<values.count {
        let isKnown = known?.base[row] ?? true
        mask[row] = isKnown && values.base[row].isFinite
        if isKnown && !mask[row] { failures += 1 }
      }
    }
    return (Column(.real(values), known: mask), failures)
  }
}

extension KernelContext {
  /// `body` of each row's value; missing where that is.
  @inline(__always)
  func map<A: Stored, Result: Stored>(_ operand: Operand, _ body: (A) -> Result) -> Column {
    let input = Input<A>(operand, rows: rowCount)
    return Column(Result.storage(Kernels.values(input, rows: rowCount, body)), known: input.known)
  }

  /// `body` of each row's two values; missing where one of them is.
  @inline(__always)
  func map<A: Stored, B: Stored, Result: Stored>(
    _ left: Operand,
    _ right: Operand,
    _ body: (A, B) -> Result
  ) -> Column {
    let (left, right) = (Input<A>(left, rows: rowCount), Input<B>(right, rows: rowCount))
    let values = Kernels.values(left, right, rows: rowCount, body)
    return Column(Result.storage(values), known: BooleanKernels.both(left.known, right.known))
  }

  /// `body` of each known row's two values, which may have none; how many known rows gave none.
  @inline(__always)
  func partial<A: Stored, B: Stored, Result: Stored>(
    _ left: Operand,
    _ right: Operand,
    _ body: (A, B) throws -> Result?
  ) rethrows -> (column: Column, failures: Int) {
    let (left, right) = (Input<A>(left, rows: rowCount), Input<B>(right, rows: rowCount))
    let (first, second) = (left.values.base, right.values.base)
    let (firstStep, secondStep) = (left.step, right.step)
    let known = BooleanKernels.both(left.known, right.known)
    return try Kernels.gathered(rows: rowCount, known: known) { row in
      try body(first[row &* firstStep], second[row &* secondStep])
    }
  }

  /// A column of the reals that `function` gives; what is infinite or no number is missing, and
  /// counted.
  mutating func finite(
    _ values: Buffer<Double>,
    known: Buffer<Bool>?,
    of function: String
  ) -> Column {
    let (column, failures) = Kernels.finite(values, known: known)
    noteOutOfDomain(function, failures)
    return column
  }

  mutating func noteOutOfDomain(_ function: String, _ count: Int) {
    if count > 0 { tally.outOfDomain[function, default: 0] += count }
  }

  mutating func noteFailedConversions(_ function: String, _ count: Int) {
    if count > 0 { tally.failedConversions[function, default: 0] += count }
  }
}
