import Catalog
import Columns
import Parallel

/// A normalized key: several columns packed into one 64-bit integer a row, whose order is that of
/// the columns' values (Graefe, *Implementing Sorting in Database Systems*, 2006).
struct NormalizedKey: CodeSource {
  /// The encoders of the columns, the most significant first.
  let encoders: [KeyEncoder]
  /// The largest number that a row can have.
  let last: UInt64
  /// For each encoder, by how much the key grows when its number grows by one.
  private let strides: [UInt64]

  /// How many significant bits the numbers have.
  var bits: Int { 64 - last.leadingZeroBitCount }

  /// As few words as hold all encoders, the most significant first.
  static func words(of encoders: [KeyEncoder]) -> [NormalizedKey] {
    var words: [NormalizedKey] = []
    var taken: [KeyEncoder] = []
    for encoder in encoders {
      if NormalizedKey(taken + [encoder]) != nil {
        taken.append(encoder)
      } else {
        words += [NormalizedKey(taken)].compactMap { $0 }
        taken = [encoder]
      }
    }
    return words + [NormalizedKey(taken)].compactMap { $0 }
  }

  /// A word of these encoders, if it has room for them.
  ///
  /// If it is `aligned`, each number has bits of its own, from which it can be read back.
  init?(_ encoders: [KeyEncoder], aligned: Bool = false) {
    var strides: [UInt64] = []
    var last: UInt64 = 0
    for encoder in encoders.reversed() {
      // The stride is one more than the largest number so far; it may not fit only where nothing
      // can be added any more.
      var (stride, overflows) = last.addingReportingOverflow(1)
      if overflows && encoder.last > 0 { return nil }
      if aligned {
        if last.leadingZeroBitCount == 0 { return nil }
        stride = 1 << UInt64(64 - last.leadingZeroBitCount)
      }
      let (part, tooLarge) = stride.multipliedReportingOverflow(by: encoder.last)
      let (sum, tooLong) = part.addingReportingOverflow(last)
      if tooLarge || tooLong { return nil }
      strides.append(stride)
      last = sum
    }
    (self.encoders, self.last, self.strides) = (encoders, last, strides.reversed())
  }

  /// From which bit on the number of an encoder stands, in a word that is aligned.
  func firstBit(of encoder: Int) -> Int { strides[encoder].trailingZeroBitCount }

  /// The encoder of the only column.
  var onlyEncoder: KeyEncoder? { encoders.count == 1 ? encoders[0] : nil }

  func codes(rowCount: Int, by workers: WorkerPool) throws -> Buffer<UInt64> {
    try workers.fill(rowCount) { rows, target in write(rows, to: target + rows.lowerBound) }
  }

  func write(_ rows: Range<Int>, to target: UnsafeMutablePointer<UInt64>) {
    target.initialize(repeating: 0, count: rows.count)
    for (encoder, stride) in zip(encoders, strides) { encoder.add(rows, times: stride, to: target) }
  }
}

extension KeyEncoder {
  /// Adds the numbers of some rows, times `stride`, to what stands in `target`.
  func add(_ rows: Range<Int>, times stride: UInt64, to target: UnsafeMutablePointer<UInt64>) {
    let step = Step(self, rows, stride, target)
    switch (column.storage, coding) {
    case (_, .isMissing): step.addMissing()
    case (.boolean(let values), _): step.add(values) { $0 ? 1 : 0 }
    case (.integer(let values), .integer(let least)): step.add(values, from: least)
    case (.ordinal(let values), .integer(let least)):
      step.add(values) { UInt64(bitPattern: Int64($0) &- least) }
    case (.real(let values), .real(let least)): step.add(values) { orderedBits($0) &- least }
    case (.code(let codes, _), .rank(let ranks)): step.add(codes, ranks)
    case (.code(let codes, _), _): step.add(codes)
    default: preconditionFailure("an encoder codes the column that it was made for")
    }
  }
}

/// The loop that adds one column's numbers to the keys of some rows.
private struct Step {
  let rows: Range<Int>
  let known: Buffer<Bool>?
  let stride: UInt64
  let missing: UInt64
  /// The number is `origin` + `sign` · code: descending ones count down from the last.
  let origin: UInt64
  let sign: UInt64
  let target: UnsafeMutablePointer<UInt64>

  init(
    _ encoder: KeyEncoder,
    _ rows: Range<Int>,
    _ stride: UInt64,
    _ target: UnsafeMutablePointer<UInt64>
  ) {
    self.rows = rows
    self.stride = stride
    self.target = target
    known = encoder.missing == nil ? nil : encoder.column.known
    missing = (encoder.missing ?? 0) &* stride
    origin = encoder.isDescending ? encoder.lastKnown &* stride : 0
    sign = encoder.isDescending ? 0 &- stride : stride
  }

  @inline(__always)
  func add<Element>(_ values: Buffer<Element>, _ code: (Element) -> UInt64) {
    let source = values.base + rows.lowerBound
    let count = rows.count
    var row = 0
    guard let known else {
      while row < count {
        target[row] &+= origin &+ sign &* code(source[row])
        row &+= 1
      }
      return
    }
    let mask = known.base + rows.lowerBound
    while row < count {
      target[row] &+= mask[row] ? origin &+ sign &* code(source[row]) : missing
      row &+= 1
    }
  }

  func add(_ values: Integers, from least: Int64) {
    switch values {
    case .int8(let values): add(values) { UInt64(bitPattern: Int64($0) &- least) }
    case .int16(let values): add(values) { UInt64(bitPattern: Int64($0) &- least) }
    case .int32(let values): add(values) { UInt64(bitPattern: Int64($0) &- least) }
    case .int64(let values): add(values) { UInt64(bitPattern: $0 &- least) }
    }
  }

  func add(_ codes: Codes) {
    switch codes {
    case .uint8(let codes): add(codes) { UInt64($0) }
    case .uint16(let codes): add(codes) { UInt64($0) }
    case .uint32(let codes): add(codes) { UInt64($0) }
    }
  }

  func add(_ codes: Codes, _ ranks: Buffer<UInt32>) {
    // The code of a missing text is arbitrary, and there may be no text at all.
    if ranks.isEmpty { return addMissing() }
    let table = ranks.base
    let last = UInt64(ranks.count &- 1)
    switch codes {
    case .uint8(let codes): add(codes) { UInt64(table[Int(min(UInt64($0), last))]) }
    case .uint16(let codes): add(codes) { UInt64(table[Int(min(UInt64($0), last))]) }
    case .uint32(let codes): add(codes) { UInt64(table[Int(min(UInt64($0), last))]) }
    }
  }

  func addMissing() {
    guard let known else { return }
    var row = 0
    while row < rows.count {
      target[row] &+= known.base[rows.lowerBound &+ row] ? 0 : missing
      row &+= 1
    }
  }
}
