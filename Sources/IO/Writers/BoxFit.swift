import Diagnostics

/// Which columns of a box there is room for, and how wide they are.
///
/// First texts are broken over lines, where the rows are few, then they are shortened; then columns
/// are left out that have one value in all rows or that the query does not name; then texts are
/// shortened further, and only then other columns are left out. Those of less worth go first, of
/// the same worth the last ones.
struct BoxFit {
  /// The places of the columns that are shown, in order.
  let shown: [Int]
  /// Their widths.
  let widths: [Int]
  /// Whether anything is broken over lines, shortened or left out.
  let isTight: Bool
  /// How many lines the text of a cell may take.
  let mostLines: Int

  /// The least that texts are narrowed to.
  private enum Least {
    case whole
    case longestWord
    /// So many columns, but no word is cut.
    case columns(Int)
    case least(Int)
  }

  /// The columns, of this worth each, that fit `width`.
  init(_ columns: [ScreenColumn], worth: [ColumnWorth], mostLines: Int, width: Int?) {
    let natural = columns.map(\.width)
    let places = Array(columns.indices)
    self.mostLines = mostLines
    guard let width, BoxFit.total(natural) > width else {
      (shown, widths, isTight) = (places, natural, false)
      return
    }
    isTight = true
    let loose = [Least.whole, .columns(20)]
    // In cells of several lines a narrow column breaks words, in those of one it only cuts more off.
    let close = loose + [.longestWord, .least(mostLines > 1 ? 14 : 12)]
    let leaving = places.sorted { (worth[$0], -$0) < (worth[$1], -$1) }
    let spare = leaving.filter { worth[$0] <= .unasked }
    var left = places
    for (bounds, leaving) in [(loose, spare), (close, leaving)] {
      for dropped in [nil] + leaving.map(Optional.some) {
        left.removeAll { $0 == dropped }
        for least in bounds where !left.isEmpty {
          let narrow = left.map { BoxFit.narrowed(columns[$0], to: least) }
          if BoxFit.total(narrow) > width { continue }
          (shown, widths) = (left, BoxFit.widened(narrow, left.map { columns[$0] }, to: width))
          return
        }
      }
    }
    (shown, widths) = ([0], [max(1, min(natural[0], width - 4))])
  }

  private static func total(_ widths: some Collection<Int>) -> Int {
    widths.reduce(1) { $0 + $1 + 3 }
  }

  /// The least width of a column; its name stays whole.
  private static func narrowed(_ column: ScreenColumn, to least: Least) -> Int {
    let name = displayWidth(of: column.name)
    guard column.isText else { return max(name, column.cellWidth) }
    let most =
      switch least {
      case .whole: column.cellWidth
      case .longestWord: column.wordWidth
      case .least(let count): count
      case .columns(let count): max(count, column.wordWidth)
      }
    return max(name, min(column.cellWidth, most))
  }

  /// Gives what is left of the screen to the narrowed columns, always to the one whose texts would
  /// take the most lines.
  private static func widened(_ widths: [Int], _ columns: [ScreenColumn], to width: Int) -> [Int] {
    var widths = widths
    for _ in 0..<max(0, width - total(widths)) {
      let lines = zip(columns, widths).map { column, width in
        width < column.cellWidth
          ? Double(column.cellWidth) / Double(width) : width < column.width ? 0.5 : 0
      }
      guard let most = lines.max(), most > 0, let place = lines.firstIndex(of: most) else { break }
      widths[place] += 1
    }
    return widths
  }
}
