import Functions

extension ScalarCall {
  static let numbers: [String: ScalarTemplate] = [
    "round": .strict(.nearly) { $0.rounded() },
    "mod": .nullable { $0.remainder() },
    "min_of": .strict { $0.extreme("least") },
    "max_of": .strict { $0.extreme("greatest") },
    "bucket": .strict { $0.bucket() },
    "valueless": .nullable { $0.dialect.cast(.null, to: Representation($0.type)) },
    "real": .strict { $0.dialect.cast($0[0], to: .real) },
    "percent": .strict { $0.type(0) == .integer ? $0.dialect.cast($0[0], to: .real) : $0[0] },
  ]

  /// Rounded as this program does it: halves away from zero, of the number times a power of ten.
  private func rounded() -> SQLExpression {
    let digits = integer(1) ?? 0
    guard type == .integer else {
      return dialect.rounded(self[0], digits + (type == .percent ? 2 : 0))
    }
    guard digits < 0 else { return self[0] }
    guard digits > -19 else { return 0 }
    if let rounded = dialect.roundedInteger?(self[0], .integer(digits)) {
      return rounded
    }
    let unit = powerOfTen(-digits)
    let half = dialect.wholeQuotient(.call("abs", [self[0]]) + .integer(unit / 2), .integer(unit))
    return .call("sign", [self[0]]) * half * .integer(unit)
  }

  private func remainder() -> SQLExpression {
    let divisor = arguments[1].isNonzeroLiteral ? self[1] : .call("nullif", [self[1], 0])
    if type == .integer { return .infix(self[0], "%", divisor) }
    return dialect.realRemainder(self[0], divisor)
  }

  /// The least or greatest of several; missing where one of them is.
  private func extreme(_ name: String) -> SQLExpression {
    SQLExpression.call(name, all).when(all: operands.filter(\.isNullable).map(\.sql.isNotNull))
  }

  private func bucket() -> SQLExpression {
    let (x, width) = (self[0], self[1])
    if type == .integer { return x - .infix(.infix(x, "%", width) + width, "%", width) }
    let isReal = Representation(type(0)) == .real || dialect.dividesReally
    return .call("floor", [(isReal ? x : dialect.cast(x, to: .real)) / width]) * width
  }
}

private func powerOfTen(_ digits: Int) -> Int { (0..<digits).reduce(1) { power, _ in power * 10 } }

extension Dialect {
  /// A real number to so many digits, halves away from zero.
  func rounded(_ x: SQLExpression, _ digits: Int) -> SQLExpression {
    if roundsAway { return .call("round", digits == 0 ? [x] : [x, .integer(digits)]) }
    let power = SQLExpression.integer(powerOfTen(abs(digits)))
    let size = SQLExpression.call("abs", [x])
    let scaled = digits > 0 ? size * power : digits < 0 ? size / power : size
    let whole = SQLExpression.call("sign", [x]) * .call("floor", [scaled + real("0.5")])
    return digits > 0 ? whole / power : digits < 0 ? whole * power : whole
  }
}
