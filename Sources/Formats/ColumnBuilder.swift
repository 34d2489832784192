import Tables

/// Makes a column of the cells of a file, some rows at a time.
protocol ColumnBuilder: AnyObject {
  /// What the cells must be, for messages: "an integer".
  var expectation: String { get }
  /// What to do about a cell that is something else.
  var remedy: String { get }
  /// Adds the values of `cells`; gives the place of the first that cannot be read, if there is one.
  func append(_ cells: UnsafeBufferPointer<CSVCell>, of bytes: UnsafePointer<UInt8>) -> Int?
  /// The column of all values added. Called once.
  func finish() -> Column
}

extension ColumnBuilder {
  var remedy: String { "correct the cell, or declare another type for the column" }
}

/// The texts that stand for a missing value, besides the empty one.
struct MissingTexts: Sendable {
  private let texts: [[UInt8]]

  /// The texts `texts`; empty ones always stand for a missing value.
  init(_ texts: [String] = []) {
    self.texts = texts.filter { !$0.isEmpty }.map { Array($0.utf8) }
  }

  /// Whether `text` stands for a missing value.
  @inline(__always)
  func contain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if text.isEmpty { return true }
    return texts.isEmpty ? false : texts.contains { $0.elementsEqual(text) }
  }
}

/// Which rows of a growing column are known: nothing is kept until the first is not.
struct KnownRows {
  private var known: Slab<Bool>?
  private let capacity: Int

  /// The rows of a column that will have `capacity` of them.
  init(capacity: Int) { self.capacity = capacity }

  /// Notes that `row` is missing.
  mutating func remove(_ row: Int) {
    let slab = known ?? Slab<Bool>(capacity: capacity)
    if known == nil {
      slab.start.initialize(repeating: true, count: capacity)
      known = slab
    }
    slab.start[row] = false
  }

  /// For each row whether it is known; nil when all are.
  var buffer: Buffer<Bool>? { known?.buffer(count: capacity) }
}

/// How the text of a cell becomes a value of fixed size.
protocol CellParser: Sendable {
  associatedtype Element: BitwiseCopyable & Sendable
  /// What a text must be, for messages.
  var expectation: String { get }
  /// The value in the place of a missing one.
  static var absent: Element { get }
  /// The value that `text`, which is not empty, writes.
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Element?
  /// The values as a column stores them.
  func storage(_ values: Buffer<Element>) -> Column.Storage
}

/// Makes a column of numbers, days or truth values.
///
/// It holds closures, not a parser, so that their loops are compiled for one parser each.
final class FixedBuilder: ColumnBuilder {
  let expectation: String
  private let appendCells: (UnsafeBufferPointer<CSVCell>, UnsafePointer<UInt8>) -> Int?
  private let column: () -> Column

  /// A builder of `rowCount` rows.
  @inline(__always)
  init<Parser: CellParser>(_ parser: Parser, rowCount: Int, missing: MissingTexts) {
    expectation = parser.expectation
    let values = Slab<Parser.Element>(capacity: rowCount)
    var known = KnownRows(capacity: rowCount)
    var count = 0
    var scratch: [UInt8] = []
    appendCells = { cells, bytes in
      let bad = parseCells(
        cells,
        of: bytes,
        (parser, missing, values.start),
        firstRow: count,
        &known,
        &scratch
      )
      count += cells.count
      return bad
    }
    column = { Column(parser.storage(values.buffer(count: count)), known: known.buffer) }
  }

  func append(_ cells: UnsafeBufferPointer<CSVCell>, of bytes: UnsafePointer<UInt8>) -> Int? {
    appendCells(cells, bytes)
  }

  func finish() -> Column { column() }
}

/// Writes the values of `cells` to the target; gives the place of the first that cannot be read.
@inline(__always)
private func parseCells<Parser: CellParser>(
  _ cells: UnsafeBufferPointer<CSVCell>,
  of bytes: UnsafePointer<UInt8>,
  _ work: (parser: Parser, missing: MissingTexts, target: UnsafeMutablePointer<Parser.Element>),
  firstRow: Int,
  _ known: inout KnownRows,
  _ scratch: inout [UInt8]
) -> Int? {
  var place = 0
  while place < cells.count {
    let row = firstRow &+ place
    let isRead = cells[place].withText(of: bytes, &scratch) { text in
      if work.missing.contain(text) {
        known.remove(row)
        work.target[row] = Parser.absent
      } else if let value = work.parser.parse(text) {
        work.target[row] = value
      } else {
        return false
      }
      return true
    }
    if !isRead { return place }
    place &+= 1
  }
  return nil
}

/// Makes a column of texts, or of a category's labels.
final class TextBuilder: ColumnBuilder {
  private let category: Category?
  private let missing: MissingTexts
  private var labels = TextDictionaryBuilder()
  private var codes: [UInt32] = []
  private var known: KnownRows
  private var scratch: [UInt8] = []

  /// A builder of `rowCount` texts; of those of `category` if it is given.
  init(category: Category? = nil, rowCount: Int, missing: MissingTexts) {
    (self.category, self.missing) = (category, missing)
    known = KnownRows(capacity: rowCount)
    codes.reserveCapacity(rowCount)
    guard let category else { return }
    for code in 0..<category.labels.count { _ = labels.code(of: category.labels.utf8(code)) }
  }

  var expectation: String {
    let listed = category?.labels.strings.prefix(8).map { "\"\(shown($0))\"" } ?? []
    let more = (category?.labels.count ?? 0) > 8 ? ", …" : ""
    return "one of the categories (\(listed.joined(separator: ", "))\(more))"
  }

  var remedy: String { "correct the cell, or add it to the column's categories" }

  func append(_ cells: UnsafeBufferPointer<CSVCell>, of bytes: UnsafePointer<UInt8>) -> Int? {
    let limit = category.map { UInt32($0.labels.count) } ?? .max
    return codeCells(cells, of: bytes, (missing, limit), &labels, &codes, &known, &scratch)
  }

  func finish() -> Column {
    if let category {
      let shared = category.labels
      return Column(.code(Codes(codes, dictionaryCount: shared.count), shared), known: known.buffer)
    }
    var finished = TextDictionaryBuilder()
    swap(&finished, &labels)
    if finished.count == 0 { _ = finished.code(of: "") }
    let texts = finished.finish()
    return Column(.code(Codes(codes, dictionaryCount: texts.count), texts), known: known.buffer)
  }
}

/// Adds the codes of `cells`; gives the place of the first whose code is not below the limit.
///
/// The builder's state comes as parameters, so that access to it is checked once, not cell by cell.
private func codeCells(
  _ cells: UnsafeBufferPointer<CSVCell>,
  of bytes: UnsafePointer<UInt8>,
  _ rules: (missing: MissingTexts, limit: UInt32),
  _ labels: inout TextDictionaryBuilder,
  _ codes: inout [UInt32],
  _ known: inout KnownRows,
  _ scratch: inout [UInt8]
) -> Int? {
  var place = 0
  while place < cells.count {
    let code = cells[place].withText(of: bytes, &scratch) { text in
      rules.missing.contain(text) ? UInt32.max : labels.code(of: text)
    }
    if code == .max {
      known.remove(codes.count)
      codes.append(0)
    } else if code < rules.limit {
      codes.append(code)
    } else {
      return place
    }
    place &+= 1
  }
  return nil
}
