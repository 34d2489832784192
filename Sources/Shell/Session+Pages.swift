import Diagnostics
import IO

// Pages that are longer than the screen, where no pager shows them.

extension Session {
  /// Shows a page from its beginning, as far as a screen of this height holds it.
  func show(page text: String, of height: Int) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    restOfPage = lines.last?.isEmpty == true ? lines.dropLast() : lines
    if !restOfPage.isEmpty { showPart(of: height) }
  }

  /// Shows what the screen holds of the rest of a page, and the exercise of a lesson below; false where
  /// there is none.
  func showRestOfPage(of height: Int) -> Bool {
    if restOfPage.isEmpty { return false }
    showPart(of: height)
    keepInView(lines: height, of: height)
    console.flush()
    return true
  }

  /// Shows the next lines of a page, and how to see what is left.
  private func showPart(of height: Int) {
    // Lines that are not the page's: the prompt, and an exercise with an empty line above.
    let room = height - 1 - (exerciseHeight.map { $0 + 1 } ?? 0)
    var count = restOfPage.count
    if rows(restOfPage[...]) > room {
      count = 1
      while count < restOfPage.count, rows(restOfPage[...count]) < max(room, 3) { count += 1 }
      // A page breaks between its parts where that costs few lines.
      let gap = restOfPage[..<count].lastIndex { $0.isEmpty }
      if let gap, gap > count * 3 / 4 { count = gap + 1 }
    }
    console.release(restOfPage.prefix(count).joined(separator: "\n") + "\n")
    restOfPage.removeFirst(count)
    if restOfPage.isEmpty { return }
    console.flush()
    let more = counted(restOfPage.count, "more line")
    console.note("… \(more): Enter goes on (.pager on shows such pages in a pager)")
  }

  /// How many rows of the screen lines take.
  private func rows(_ lines: ArraySlice<Substring>) -> Int {
    let width = max(1, options.layout.width ?? 80)
    return lines.reduce(0) { sum, line in
      let text = FormatOptions.styles.reduce(String(line)) { $0.replacing($1, with: "") }
      return sum + max(1, (displayWidth(of: text) + width - 1) / width)
    }
  }
}
