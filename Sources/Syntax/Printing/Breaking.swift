import Diagnostics

/// A stage in lines of at most `width` columns, broken behind commas and before `|`, `and`, `or`,
/// `else` and clause keywords.
///
/// Each line is as long as it can be; of several places the one in fewest brackets is taken. Lines
/// after the first are indented, and are parsed as part of the stage again.
func broken(_ stage: String, width: Int) -> [String] {
  let bytes = Array(stage.utf8)
  let places = breaks(of: bytes)
  let indent = "    "
  var lines: [String] = []
  var start = 0
  while true {
    let margin = lines.isEmpty ? "" : indent
    func line(to end: Int) -> String {
      margin + String(decoding: bytes[start..<end], as: UTF8.self).trimmingSpaces
    }
    let rest = places.filter { $0.place > start }
    let whole = line(to: bytes.count)
    if displayWidth(of: whole) <= width || rest.isEmpty { return lines + [whole] }
    let fitting = rest.filter { displayWidth(of: line(to: $0.place)) <= width }
    let depth = fitting.map(\.depth).min()
    let best = fitting.filter { $0.depth == depth }
    // A line that begins with a word reads better than one that ends in a comma.
    let word = best.last { $0.isWord && displayWidth(of: line(to: $0.place)) * 10 >= width * 6 }
    let next = word ?? best.last ?? rest[0]
    lines.append(line(to: next.place))
    start = next.place
  }
}

/// The places within a stage at which a line may begin, each with its depth of brackets.
private func breaks(of bytes: [UInt8]) -> [(place: Int, depth: Int, isWord: Bool)] {
  let tokens = Lexer.read(bytes).tokens
  var found: [(place: Int, depth: Int, isWord: Bool)] = []
  var depth = 0
  // The first two tokens are the bar and the verb.
  for index in tokens.indices.dropFirst(2) {
    let (before, token) = (tokens[index - 1], tokens[index])
    let isOfOperator = ["starts", "ends"].contains(before.identifier)
    let isWord = !isOfOperator && token.identifier.map(Keywords.continuing.contains) ?? false
    let isInnerBar = depth > 0 && token.kind == .sign(.bar)
    if isWord || before.kind == .sign(.comma) || isInnerBar {
      found.append((token.span.start, depth, isWord))
    }
    depth += token.nesting
  }
  return found
}

extension String {
  fileprivate var trimmingSpaces: String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
