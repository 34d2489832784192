/// Spelling suggestions: the candidates nearest to `word`, nearest first; ties as given.
///
/// A candidate is near if it is the same but for case; if a few letters are wrong, missing, added
/// or swapped, the fewer the shorter the word; if the word is its beginning; or if the word is one
/// of the parts between its underscores or blanks, or one with a wrong letter or an s.
public func nearest(
  _ word: String,
  in candidates: some Sequence<String>,
  atMost: Int = 3
) -> [String] {
  let wanted = folded(word)
  guard !wanted.isEmpty else { return [] }
  var found: [(score: Int, order: Int, candidate: String)] = []
  for (order, candidate) in candidates.enumerated() where candidate != word {
    guard let score = score(wanted, folded(candidate)) else { continue }
    found.append((score, order, candidate))
  }
  found.sort { ($0.score, $0.order) < ($1.score, $1.order) }
  // One that is much nearer than the others is meant alone.
  let best = found.first?.score ?? 0
  return found.prefix { $0.score < best + 10 }.prefix(atMost).map(\.candidate)
}

/// The letters of `word` without case.
private func folded(_ word: String) -> [UInt32] { word.lowercased().unicodeScalars.map(\.value) }

/// The distance of `candidate` from `word`, smaller for nearer; nil if it is too far to be offered.
private func score(_ word: [UInt32], _ candidate: [UInt32]) -> Int? {
  if word == candidate { return 0 }
  var best: Int?
  func offer(_ score: Int) { best = min(best ?? score, score) }
  let limit = mistakesAllowed(word.count)
  if let distance = distance(word, candidate, atMost: limit) {
    offer(distance * 10 + min(9, abs(candidate.count - word.count)))
  }
  if word.count >= 2, candidate.starts(with: word) {
    offer(12 + min(9, candidate.count - word.count))
  }
  let parts = candidate.split { $0 == underscore || $0 == blank }
  let isPart = { (word: ArraySlice<UInt32>) in parts.contains { $0.elementsEqual(word) } }
  if word.count >= 3, isPart(word[...]) { offer(15) }
  if word.count > 3, word.last == plural, isPart(word.dropLast()) { offer(16) }
  if candidate.count >= 4, word.count <= 2 * candidate.count, word.starts(with: candidate) {
    offer(22)
  }
  if word.count >= 4, parts.count > 1,
    parts.contains(where: { $0.count == word.count && distance(word, Array($0), atMost: 1) != nil })
  {
    offer(25)
  }
  return best
}

private let (underscore, blank) = (UInt32(UInt8(ascii: "_")), UInt32(UInt8(ascii: " ")))

private let plural = UInt32(UInt8(ascii: "s"))

/// The greatest edit distance for a word of `count` letters.
private func mistakesAllowed(_ count: Int) -> Int {
  switch count {
  case ...2: 0
  case 3...5: 1
  case 6...8: 2
  default: 3
  }
}

/// The optimal string alignment distance: how many letters are wrong, missing, added or swapped
/// with their neighbor (Damerau and Levenshtein, without edits of swapped ones); nil above `limit`.
private func distance(_ left: [UInt32], _ right: [UInt32], atMost limit: Int) -> Int? {
  guard abs(left.count - right.count) <= limit else { return nil }
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for i in left.indices {
    var row = [i + 1]
    for j in right.indices {
      var cost = min(last[j] + (left[i] == right[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    guard let least = row.min(), least <= limit else { return nil }
    (beforeLast, last) = (last, row)
  }
  return last[right.count] <= limit ? last[right.count] : nil
}
