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
