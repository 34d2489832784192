import Diagnostics

/// `query` without the values, conditions and sort keys that stand in it a second time; nil where a
/// column would be compared with itself.
package func withoutRepetitions(_ query: String) -> String? {
  let bytes = Array(query.utf8)
  let repetitions = Repetitions(tokens: Lexer.read(bytes).tokens, query: bytes)
  if repetitions.comparesWithItself { return nil }
  let cuts = repetitions.cuts.map { FixIt.replacing($0, with: "") }
  return cuts.isEmpty ? query : withoutRepetitions(applying(cuts, to: query))
}

/// What stands twice in a query, by its tokens.
private struct Repetitions {
  let tokens: [Token]
  let query: [UInt8]

  /// The places of the second of two equal items, from what stands before it on.
  var cuts: [SourceSpan] {
    sets.flatMap { repeated($0) } + chains.flatMap { repeated($0) } + sorts.flatMap { repeated($0) }
  }

  /// Whether a condition of `where` compares a column with itself.
  var comparesWithItself: Bool {
    tokens.indices.contains { place in
      let right = place + (stands("(", place + 1) && stands("in", place) ? 2 : 1)
      let isComparison = ["=", "!=", "<", "<=", ">", ">=", "in"].contains { stands($0, place) }
      guard isComparison, place > 0, right < tokens.count, tokens[place - 1].nameText != nil,
        tokens[place - 1].nameText == tokens[right].nameText, !stands(".", place - 2),
        !stands(".", right + 1), !stands("(", right + 1)
      else { return false }
      return tokens[..<place].lastIndex { $0.isBar }.map { stands("where", $0 + 1) } ?? false
    }
  }

  /// The lists after `in`, as items between commas.
  private var sets: [[Range<Int>]] {
    tokens.indices.filter { stands("in", $0) && stands("(", $0 + 1) }
      .map { items(from: $0 + 2, between: [","], until: [")"]) }
  }

  private var sorts: [[Range<Int>]] {
    tokens.indices.filter { stands("sort", $0) && $0 > 0 && tokens[$0 - 1].isBar }
      .map { items(from: $0 + 1, between: [","], until: []) }
  }

  /// The chains of `or`, and those of `and`, from the verb or bracket with which they begin.
  private var chains: [[Range<Int>]] {
    tokens.indices.filter { stands("where", $0) || stands("(", $0) }.flatMap { start in
      [("or", "and"), ("and", "or")].map { word, other in
        let items = items(from: start + 1, between: [word], until: [",", ")"])
        let isMixed = items.contains { $0.contains { stands(other, $0) || stands("between", $0) } }
        return isMixed ? [] : items
      }
    }
  }

  /// The runs of tokens from `start` on between `signs`, up to one of `ends` or the stage's end.
  private func items(from start: Int, between signs: [String], until ends: [String]) -> [Range<Int>]
  {
    var items: [Range<Int>] = []
    var (first, depth) = (start, 0)
    for place in start..<tokens.count {
      let isEnd = depth == 0 && ends.contains { stands($0, place) }
      depth += tokens[place].nesting
      if isEnd || depth < 0 || tokens[place].isBar || tokens[place].endsStatement {
        return items + [first..<place]
      }
      if depth == 0, signs.contains(where: { stands($0, place) }) {
        items.append(first..<place)
        first = place + 1
      }
    }
    return items
  }

  /// The items that equal an earlier one, each with the sign before it.
  private func repeated(_ items: [Range<Int>]) -> [SourceSpan] {
    var known: Set<[[UInt8]]> = []
    return items.compactMap { item in
      if item.isEmpty || known.insert(item.map(written)).inserted { return nil }
      return SourceSpan(tokens[item.lowerBound - 2].span.end, tokens[item.upperBound - 1].span.end)
    }
  }

  private func stands(_ word: String, _ place: Int) -> Bool {
    tokens.indices.contains(place) && written(place).elementsEqual(word.utf8)
  }

  private func written(_ place: Int) -> [UInt8] {
    Array(query[tokens[place].span.start..<tokens[place].span.end])
  }
}
