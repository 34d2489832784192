import Diagnostics

/// A grid of the columns and lines of a terminal.
struct TextCanvas {
  let width: Int
  let height: Int
  /// The characters; nil behind a wide one, whose second column it is.
  private var cells: [[Character?]]

  init(width: Int, height: Int) {
    (self.width, self.height) = (max(0, width), max(0, height))
    cells = Array(repeating: Array(repeating: " ", count: self.width), count: self.height)
  }

  /// The character in a cell; a space outside of the canvas.
  subscript(x: Int, y: Int) -> Character? {
    get { (0..<width).contains(x) && (0..<height).contains(y) ? cells[y][x] : " " }
    set { if (0..<width).contains(x), (0..<height).contains(y) { cells[y][x] = newValue } }
  }

  /// Writes a text from a cell on, as far as it fits into the line.
  mutating func write(_ text: String, _ x: Int, _ y: Int) {
    var place = x
    for character in text {
      let size = displayWidth(of: character)
      if size == 0 {
        if let before = self[place - 1, y] {
          self[place - 1, y] = Character(String(before) + String(character))
        }
        continue
      }
      if place + size > width { return }
      self[place, y] = character
      if size == 2 { self[place + 1, y] = nil }
      place += size
    }
  }

  /// Whether so many cells from this one on are blank, and lie on the canvas.
  func isBlank(_ x: Int, _ y: Int, count: Int) -> Bool {
    guard x >= 0, y >= 0, y < height, x + count <= width else { return false }
    return (x..<x + count).allSatisfy { cells[y][$0] == " " }
  }

  /// The lines, without spaces at their ends.
  var lines: [String] {
    cells.map { row in
      var text = String(row.compactMap { $0 })
      while text.last == " " { text.removeLast() }
      return text
    }
  }
}
