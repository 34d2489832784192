indirect enum PatternNode {
  case empty
  case scalar(ScalarSet)
  case test(RegularExpression.Place)
  case sequence([PatternNode])
  case either([PatternNode])
  /// A group in brackets; its number from 1, or nil if it is not kept.
  case group(PatternNode, Int?)
  case repeated(PatternNode, least: Int, most: Int?, isLazy: Bool)
}

/// Reads a pattern.
struct PatternParser {
  private let text: [Unicode.Scalar]
  private var index = 0
  private var depth = 0
  private var ignoresCase = false
  private(set) var groupCount = 0

  init(_ pattern: String) { text = Array(pattern.unicodeScalars) }

  private var next: Unicode.Scalar? { index < text.count ? text[index] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  mutating func parse() throws(PatternMistake) -> PatternNode {
    let node = try alternatives()
    if next != nil {
      throw PatternMistake("has a closing bracket without an opening one", at: index)
    }
    return node
  }

  private mutating func alternatives() throws(PatternMistake) -> PatternNode {
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .either(branches)
  }

  private mutating func sequence() throws(PatternMistake) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      parts.append(try repetitions(of: try atom()))
    }
    return .sequence(parts)
  }

  private mutating func repetitions(
    of atom: PatternNode
  ) throws(PatternMistake) -> PatternNode {
    guard let (least, most) = try count() else { return atom }
    let node = PatternNode.repeated(atom, least: least, most: most, isLazy: take("?"))
    let again = index
    if try count() != nil {
      throw PatternMistake("repeats a repetition; put the first one in brackets", at: again)
    }
    return node
  }

  private mutating func count() throws(PatternMistake) -> (Int, Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = index
    guard take("{") else { return nil }
    guard let least = number() else {
      index = start
      return nil
    }
    let most = take(",") ? number() : least
    let isOpen = most == nil
    guard take("}"), least <= 1000, (most ?? 0) <= 1000, isOpen || (most ?? 0) >= least else {
      throw PatternMistake("has a count that is not {2}, {2,} or {2,5}, at most 1000", at: start)
    }
    return (least, most)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let digit = next, ("0"..."9").contains(digit) {
      value = min((value ?? 0) * 10 + Int(digit.value - 48), 100_000)
      index += 1
    }
    return value
  }

  private mutating func atom() throws(PatternMistake) -> PatternNode {
    let start = index
    let scalar = text[index]
    index += 1
    switch scalar {
    case "(": return try group(from: start)
    case "[": return .scalar(try set(from: start))
    case ".": return .scalar(.anythingButNewline)
    case "^": return .test(.start)
    case "$": return .test(.end)
    case "\\": return try escape(from: start)
    case "*", "+", "?":
      throw PatternMistake(
        "repeats nothing with \(scalar); write \\\(scalar) for the sign",
        at: start
      )
    default: return .scalar(literal(scalar))
    }
  }

  private func literal(_ scalar: Unicode.Scalar) -> ScalarSet {
    ScalarSet(ranges: [scalar.value...scalar.value], ignoresCase: ignoresCase)
  }

  private mutating func group(from start: Int) throws(PatternMistake) -> PatternNode {
    depth += 1
    if depth > 100 { throw PatternMistake("has more than 100 brackets in each other", at: start) }
    let before = ignoresCase
    var number: Int?
    if take("?") {
      if take(":") {
      } else if take("i") {
        ignoresCase = true
        if take(")") {
          depth -= 1
          return .empty
        }
        guard take(":") else { throw PatternMistake.unknownGroup(start) }
      } else {
        if let scalar = next, "=!<".unicodeScalars.contains(scalar) {
          throw PatternMistake(
            "looks around with (?\(scalar), which patterns here cannot",
            at: start
          )
        }
        throw PatternMistake.unknownGroup(start)
      }
    } else {
      groupCount += 1
      number = groupCount
    }
    let node = try alternatives()
    guard take(")") else { throw PatternMistake("has a bracket that is not closed", at: start) }
    (depth, ignoresCase) = (depth - 1, before)
    return .group(node, number)
  }

  private mutating func escape(from start: Int) throws(PatternMistake) -> PatternNode {
    guard let scalar = next else { throw PatternMistake("ends with a backslash", at: start) }
    index += 1
    switch scalar {
    case "b": return .test(.wordEdge)
    case "B": return .test(.insideOrOutsideWord)
    case "1"..."9":
      throw PatternMistake("refers back with \\\(scalar), which patterns here cannot", at: start)
    default:
      if let set = ScalarSet(escape: scalar) { return .scalar(set) }
      return .scalar(literal(try plain(scalar, start)))
    }
  }

  /// The scalar that a backslash before `scalar` means.
  private func plain(
    _ scalar: Unicode.Scalar,
    _ start: Int
  ) throws(PatternMistake) -> Unicode.Scalar {
    switch scalar {
    case "t": return "\t"
    case "n": return "\n"
    case "r": return "\r"
    case "a"..."z", "A"..."Z", "0"..."9":
      throw PatternMistake("has \\\(scalar), which means nothing", at: start)
    default: return scalar
    }
  }

  private mutating func set(from start: Int) throws(PatternMistake) -> ScalarSet {
    if next == ":", let end = text[index...].firstIndex(of: "]"), end > index + 1,
      text[end - 1] == ":"
    {
      let name = String(String.UnicodeScalarView(text[index..<end]))
      throw PatternMistake("has a class with one bracket; write [[\(name)]]", at: start)
    }
    var set = ScalarSet(ranges: [], ignoresCase: ignoresCase)
    set.isNegated = take("^")
    var isFirst = true
    while let scalar = next, scalar != "]" || isFirst {
      isFirst = false
      let place = index
      guard let low = try member(&set) else { continue }
      if next == "-", index + 1 < text.count, text[index + 1] != "]" {
        index += 1
        guard let high = try member(&set), low.value <= high.value else {
          throw PatternMistake("has a range that ends before it begins", at: place)
        }
        set.ranges.append(low.value...high.value)
      } else {
        set.ranges.append(low.value...low.value)
      }
    }
    guard take("]") else { throw PatternMistake("has a [ that is not closed", at: start) }
    return set
  }

  /// The rest of a POSIX class such as `[:alpha:]`, or `[:^alpha:]` for all others.
  private mutating func posixClass(from start: Int, ignoresCase: Bool) throws(PatternMistake)
    -> ScalarSet
  {
    let isNegated = take("^")
    let first = index
    while let scalar = next, scalar != ":", scalar != "]" { index += 1 }
    let name = String(String.UnicodeScalarView(text[first..<index]))
    guard take(":"), take("]"), var found = ScalarSet(posixClass: name) else {
      throw PatternMistake(
        "has a class that is none of alpha, digit, alnum, upper, lower, space, punct and the others "
          + "of POSIX, such as [[:alpha:]]",
        at: start
      )
    }
    (found.ignoresCase, found.isNegated) = (ignoresCase, isNegated)
    return found
  }

  /// A scalar within square brackets; nil for a class such as `\d`, which goes into the set.
  private mutating func member(_ set: inout ScalarSet) throws(PatternMistake) -> Unicode.Scalar? {
    let start = index
    guard let scalar = next else { throw PatternMistake("has a [ that is not closed", at: start) }
    index += 1
    if scalar == "[", take(":") {
      set.parts.append(try posixClass(from: start, ignoresCase: set.ignoresCase))
      return nil
    }
    guard scalar == "\\" else { return scalar }
    guard let escaped = next else { throw PatternMistake("ends with a backslash", at: start) }
    index += 1
    if let part = ScalarSet(escape: escaped) {
      set.parts.append(part)
      return nil
    }
    return try plain(escaped, start)
  }
}
