struct ScalarSet: Sendable {
  var ranges: [ClosedRange<UInt32>]
  var ignoresCase = false
  var isNegated = false
  /// Sets such as `\d` that a set in square brackets takes in.
  var parts: [ScalarSet] = []
}

extension ScalarSet {
  /// The set that a backslash before a letter stands for.
  init?(escape: Unicode.Scalar) {
    switch escape {
    case "d", "D": self.init(ranges: [48...57])
    case "w", "W": self.init(ranges: [48...57, 65...90, 95...95, 97...122])
    case "s", "S": self.init(ranges: [9...13, 32...32])
    default: return nil
    }
    isNegated = ("A"..."Z").contains(escape)
  }

  /// The POSIX class `[:name:]`, of ASCII only; nil if there is none of this name.
  init?(posixClass name: String) {
    let ranges: [String: [ClosedRange<UInt32>]] = [
      "alnum": [48...57, 65...90, 97...122], "alpha": [65...90, 97...122], "ascii": [0...127],
      "blank": [9...9, 32...32], "cntrl": [0...31, 127...127], "digit": [48...57],
      "graph": [33...126], "lower": [97...122], "print": [32...126],
      "punct": [33...47, 58...64, 91...96, 123...126], "space": [9...13, 32...32],
      "upper": [65...90], "word": [48...57, 65...90, 95...95, 97...122],
      "xdigit": [48...57, 65...70, 97...102],
    ]
    guard let found = ranges[name] else { return nil }
    self.init(ranges: found)
  }

  static let anythingButNewline = ScalarSet(ranges: [10...10], isNegated: true)

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var isInside = holds(scalar)
    if ignoresCase && !isInside {
      isInside =
        holds(ScalarSet.folded(scalar, scalar.properties.lowercaseMapping))
        || holds(ScalarSet.folded(scalar, scalar.properties.uppercaseMapping))
    }
    return isInside != isNegated
  }

  private static func folded(_ scalar: Unicode.Scalar, _ mapping: String) -> Unicode.Scalar {
    let scalars = mapping.unicodeScalars
    return scalars.count == 1 ? scalars.first ?? scalar : scalar
  }

  private func holds(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) } || parts.contains { $0.contains(scalar) }
  }

  /// Whether a scalar belongs to a word: `\w`.
  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: false
    }
  }
}
