// Signs of other languages.

extension ForeignPhrases {
  /// `removals ** 2` and `removals ^ 2`.
  func power(_ start: Int) -> ForeignPhrase? {
    let isStars = isSign(.times, start) && isSign(.times, start + 1)
    guard isStars || isStrange("^", start) else { return nil }
    let right = start + (isStars ? 2 : 1)
    let isSquare = isSimple(start - 1) && tokens.indices.contains(right) && written(right) == "2"
    guard isSquare else { return phrase(.power, start..<right) }
    return phrase(.power, start - 1..<right + 1, "\(written(start - 1)) * \(written(start - 1))")
  }

  /// `removals // 2`.
  func wholeQuotient(_ start: Int) -> ForeignPhrase? {
    guard isSign(.divide, start), isSign(.divide, start + 1) else { return nil }
    guard isSimple(start - 1), isSimple(start + 2) else {
      return phrase(.wholeQuotient, start..<start + 2)
    }
    let ours = "floor(\(written(start - 1)) / \(written(start + 2)))"
    return phrase(.wholeQuotient, start - 1..<start + 3, ours)
  }

  /// `removals % 2`.
  func remainder(_ start: Int) -> ForeignPhrase? {
    guard isStrange("%", start), isSimple(start - 1), isSimple(start + 1) else { return nil }
    return phrase(
      .remainder,
      start - 1..<start + 2,
      "mod(\(written(start - 1)), \(written(start + 1)))"
    )
  }

  /// `~(x = 3)`.
  func notSign(_ start: Int) -> ForeignPhrase? {
    guard isStrange("~", start), isSign(.open, start + 1) else { return nil }
    return phrase(.notSign, start..<start + 1, "not ")
  }

  /// `x ~= 3` and `x =~ "a"`.
  func approximateSign(_ start: Int) -> ForeignPhrase? {
    if isStrange("~", start), isSign(.equal, start + 1) || isSign(.doubleEqual, start + 1) {
      let ours = isText(start + 2) ? nil : "!="
      return phrase(.tildeEqual, start..<start + 2, ours)
    }
    if isSign(.equal, start), isStrange("~", start + 1) {
      return phrase(.equalTilde, start..<start + 2)
    }
    return nil
  }

  /// `a = 1 & b = 2`, `state & "x"`.
  func ampersand(_ start: Int) -> ForeignPhrase? {
    guard isStrange("&", start) else { return nil }
    let joinsTexts =
      isText(start + 1) && !isSign(.equal, start - 2) && !isSign(.doubleEqual, start - 2)
    return phrase(.ampersand, start..<start + 1, joinsTexts ? nil : "and")
  }
}
