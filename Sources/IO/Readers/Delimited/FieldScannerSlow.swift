/// What to do with rows that have not the header's number of fields, or are malformed otherwise.
public enum BadRows: String, CaseIterable, Sendable {
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
}

/// The slow path of the structural index: records found field by field, with what is malformed.
struct FieldScannerSlow {
  let fields: FieldScanner
  /// Where the text begins in its file.
  let offset: Int
  /// Whether the file ends with the text.
  let isLast: Bool
  let fieldCount: Int
  let badRows: BadRows
  private(set) var rejects: [Reject] = []

  /// How a search ends.
  enum Outcome {
    case done
    /// A record goes on beyond the text.
    case needsMore
    /// Something is wrong at a place of the file.
    case failed(at: Int, String)
  }

  /// Finds the records that begin in `range`, which begins with one.
  mutating func find(_ range: Range<Int>, into found: inout FieldIndex) -> Outcome {
    (found.stride, found.rowCount, found.next) = (fieldCount + 1, 0, range.lowerBound)
    found.hasHigh = badRows == .error
    rejects = []
    var place = range.lowerBound
    while place < range.upperBound {
      found.reserve((found.rowCount + 1) * found.stride)
      let row = found.base + found.rowCount * found.stride
      row[0] = Int32(truncatingIfNeeded: place - 1)
      switch record(place, row) {
      case .taken(let next):
        found.rowCount += 1
        place = next
      case .left(let next): place = next
      case .needsMore: return .needsMore
      case .failed(let at, let problem): return .failed(at: at + offset, problem)
      }
    }
    found.next = place
    return .done
  }

  private enum Record {
    case taken(next: Int)
    case left(next: Int)
    case needsMore
    case failed(Int, String)
  }

  private mutating func record(_ start: Int, _ ends: UnsafeMutablePointer<Int32>) -> Record {
    var place = start
    var count = 0
    while true {
      let stop = fields.skip(from: place)
      if stop < 0 { return malformed(start, field: place) }
      if stop >= fields.end, !isLast { return .needsMore }
      if count < fieldCount { ends[count + 1] = Int32(truncatingIfNeeded: stop) }
      count += 1
      place = stop + 1
      if stop >= fields.end || fields.bytes[stop] != fields.delimiter { break }
    }
    if count == 1, fieldCount > 1, fields.isEmptyLine(start) { return .left(next: place) }
    if badRows != .error, let bad = invalid(start, place) {
      return reject(start, place, CSVProblem.encoding(fields.bytes[bad]))
    }
    if count == fieldCount { return .taken(next: place) }
    let problem = CSVProblem.ragged(count, header: fieldCount)
    if badRows == .error { return .failed(start, problem) }
    let left = reject(start, place, problem)
    if badRows == .skip { return left }
    // What lacks is empty: it ends where it begins.
    for column in stride(from: count, to: fieldCount, by: 1) { ends[column + 1] = ends[column] + 1 }
    return .taken(next: place)
  }

  private mutating func malformed(_ start: Int, field: Int) -> Record {
    guard let after = fields.textAfterQuote(field) else {
      return isLast ? .failed(field, CSVProblem.unclosed) : .needsMore
    }
    if badRows == .error { return .failed(after, CSVProblem.textAfterQuote) }
    var end = after
    while end < fields.end, fields.bytes[end] != 0x0A { end += 1 }
    if end == fields.end, !isLast { return .needsMore }
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
    let row = Reject(
      offset: offset + start,
      problem: problem.split(separator: ";").first.map(String.init) ?? problem,
      text: String(decoding: text, as: UTF8.self)
    )
    rejects.append(row)
    return .left(next: next)
  }
}
