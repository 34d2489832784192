/// What to do with rows that have not the header's number of fields, or are malformed otherwise.
public enum MalformedRowPolicy: String, CaseIterable, Sendable {
  /// The first one is an error.
  case error
  /// They are left out.
  case skip
  /// Fields that lack are missing values, and fields too many are left out; what is malformed
  /// otherwise is left out wholly.
  case missing
}

/// A row that was not taken as it stands.
struct Reject: Sendable {
  /// Where it begins in the file.
  let offset: Int
  /// What is wrong with it.
  let problem: String
  /// What stands there; bytes that are no UTF-8 are replaced.
  let text: String
  /// Whether it is left out; else fields that lack are missing, or some are left out.
  var isSkipped = true
}

/// The slow path of the structural index: records found field by field, with what is malformed.
struct FieldScannerSlowPath {
  let fields: FieldScanner
  /// Where the text begins in its file.
  let offset: Int
  /// Whether the file ends with the text.
  let isLast: Bool
  let shape: TableShape
  private var badRows: MalformedRowPolicy { shape.options.badRows }
  private(set) var rejects: [Reject] = []

  /// Why a search ends early.
  enum Stop: Error {
    /// A record goes on beyond the text.
    case needsMore
    /// Something is wrong at a place of the file.
    case failed(at: Int, String)
  }

  /// Finds the records that begin in `range`, which begins with one.
  mutating func find(_ range: Range<Int>, into found: inout FieldIndex) throws(Stop) {
    (found.stride, found.rowCount, found.next) = (shape.fieldCount + 1, 0, range.lowerBound)
    found.hasHigh = badRows == .error
    rejects = []
    var place = range.lowerBound
    while place < range.upperBound {
      found.reserve((found.rowCount + 1) * found.stride)
      let row = found.base + found.rowCount * found.stride
      row[0] = Int32(truncatingIfNeeded: place - 1)
      let record = try record(place, row)
      if record.isTaken { found.rowCount += 1 }
      place = record.next
    }
    found.next = place
  }

  /// A record, which may be left out, and where the next one begins.
  private typealias Record = (next: Int, isTaken: Bool)

  private mutating func record(
    _ start: Int,
    _ ends: UnsafeMutablePointer<Int32>
  ) throws(Stop) -> Record {
    var place = start
    var count = 0
    while true {
      let stop = fields.skip(from: place)
      if stop < 0 { return try malformed(start, field: place) }
      if stop >= fields.end, !isLast { throw .needsMore }
      if count < shape.fieldCount { ends[count + 1] = Int32(truncatingIfNeeded: stop) }
      count += 1
      place = stop + 1
      if stop >= fields.end || fields.bytes[stop] != fields.delimiter { break }
    }
    if count == 1, shape.fieldCount > 1, fields.isEmptyLine(start) { return (place, false) }
    if badRows != .error, let bad = invalid(start, place) {
      return reject(start, place, CSVProblem.encoding(fields.bytes[bad]))
    }
    if count == shape.fieldCount { return (place, true) }
    let problem = CSVProblem.ragged(count, header: shape.fieldCount)
    if badRows == .error { throw .failed(at: start + offset, problem) }
    let left = reject(start, place, problem)
    if badRows == .skip { return left }
    rejects[rejects.count - 1].isSkipped = false
    // What lacks is empty: it ends where it begins.
    for column in stride(from: count, to: shape.fieldCount, by: 1) {
      ends[column + 1] = ends[column] + 1
    }
    return (place, true)
  }

  private mutating func malformed(_ start: Int, field: Int) throws(Stop) -> Record {
    guard let after = fields.textAfterQuote(field) else {
      throw isLast ? .failed(at: field + offset, CSVProblem.unclosed) : .needsMore
    }
    if badRows == .error { throw .failed(at: after + offset, CSVProblem.textAfterQuote) }
    var end = after
    while end < fields.end, fields.bytes[end] != 0x0A { end += 1 }
    if end == fields.end, !isLast { throw .needsMore }
    return reject(start, end + 1, CSVProblem.textAfterQuote)
  }

  private func invalid(_ start: Int, _ next: Int) -> Int? {
    let count = min(next, fields.end) - start
    return TextCheck(base: fields.bytes + start, count: count).firstInvalid().map { start + $0 }
  }

  private mutating func reject(_ start: Int, _ next: Int, _ problem: String) -> Record {
    var end = min(next, fields.end)
    while end > start, fields.bytes[end - 1] == 0x0A || fields.bytes[end - 1] == 0x0D { end -= 1 }
    let text = UnsafeBufferPointer(start: fields.bytes + start, count: end - start)
    rejects.append(
      Reject(
        offset: offset + start,
        problem: String(problem.prefix { $0 != ";" }),
        text: String(decoding: text, as: UTF8.self)
      )
    )
    return (next, false)
  }
}
