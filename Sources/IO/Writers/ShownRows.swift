/// The rows of a table that a screen shows: all, or the first and last of many.
struct ShownRows {
  /// How many rows there are.
  let count: Int
  /// The rows that are shown, in order.
  let rows: [Int]
  /// The place in `rows` before which rows are left out; nil where none are.
  let gap: Int?

  /// The rows of `count` that are shown where that may be at most `most`.
  init(count: Int, most: Int?) {
    self.count = count
    let most = max(2, most ?? .max)
    // Leaving out a row or two would save no line.
    if count - 2 > most {
      let head = (most + 1) / 2
      rows = Array(0..<head) + Array((count - most + head)..<count)
      gap = head
    } else {
      rows = Array(0..<count)
      gap = nil
    }
  }

  /// Which rows are left out, in words.
  var words: String? {
    gap.map { gap in
      "rows \(number(gap + 1)) to \(number(rows[gap])) of \(number(count)) are not shown; "
        + ".last all shows them"
    }
  }
}
