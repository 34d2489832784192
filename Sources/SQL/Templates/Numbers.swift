extension ScalarTemplate {
  static let numbers: [String: ScalarTemplate] = [
    "round": ScalarTemplate(.nearly) { call throws(Unsupported) in try call.rounded() },
    "mod": ScalarTemplate(isNullable: true) { call throws(Unsupported) in try call.remainder() },
    "min_of": ScalarTemplate { call throws(Unsupported) in try call.extreme("least") },
    "max_of": ScalarTemplate { call throws(Unsupported) in try call.extreme("greatest") },
    "bucket": ScalarTemplate { call throws(Unsupported) in try call.bucket() },
    "real": ScalarTemplate { call throws(Unsupported) in call.dialect.cast(try call(0), to: .real)
    },
    "percent": ScalarTemplate { call throws(Unsupported) in
      call.operands[0].type == .integer
        ? call.dialect.cast(try call(0), to: .real) : try call(0)
    },
  ]
}

extension ScalarCall {
  /// Rounded as this program does it: halves away from zero, of the number times a power of ten.
  fileprivate func rounded() throws(Unsupported) -> SQLExpression {
    let x = try self(0)
    if type == .integer { return roundedInteger(x) }
    let scale = (integer(1) ?? 0) + (type == .percent ? 2 : 0)
    return dialect.rounded(x, scale)
  }

  private func roundedInteger(_ x: SQLExpression) -> SQLExpression {
    let digits = integer(1) ?? 0
    guard digits < 0 else { return x }
    guard digits > -19 else { return .integer(0) }
    if let rounded = dialect.arithmetic.roundedInteger?(x, .integer(digits)) { return rounded }
    let unit = (0..<(-digits)).reduce(1) { unit, _ in unit * 10 }
    let half = dialect.wholeQuotient(.call("abs", [x]) + .integer(unit / 2), .integer(unit))
    return .call("sign", [x]) * half * .integer(unit)
  }

  fileprivate func remainder() throws(Unsupported) -> SQLExpression {
    let (left, right) = (try self(0), try self(1))
    let divisor =
      operands[1].isNonzeroLiteral ? right : .call("nullif", [right, .integer(0)])
    if type == .integer { return .infix(left, "%", divisor) }
    return dialect.arithmetic.realRemainder(left, divisor)
  }

  /// The least or greatest of several; missing where one of them is.
  fileprivate func extreme(_ name: String) throws(Unsupported) -> SQLExpression {
    let whole = SQLExpression.call(name, try all())
    var tests: [SQLExpression] = []
    for place in operands.indices {
      let said = try said(place)
      if said.isNullable { tests.append(said.sql.isNotNull) }
    }
    return SQLExpression.all(tests).map { whole.when($0) } ?? whole
  }

  fileprivate func bucket() throws(Unsupported) -> SQLExpression {
    let (x, width) = (try self(0), try self(1))
    if type == .integer {
      return x - .infix(.infix(x, "%", width) + width, "%", width)
    }
    let isReal = Representation(operands[0].type) == .real
    let share =
      (isReal || dialect.arithmetic.dividesReally ? x : dialect.cast(x, to: .real)) / width
    return .call("floor", [share]) * width
  }
}

extension Dialect {
  /// A real number to so many digits, halves away from zero.
  func rounded(_ x: SQLExpression, _ digits: Int) -> SQLExpression {
    if arithmetic.roundsAway { return .call("round", digits == 0 ? [x] : [x, .integer(digits)]) }
    let power = SQLExpression.integer((0..<abs(digits)).reduce(1) { power, _ in power * 10 })
    let size = SQLExpression.call("abs", [x])
    let scaled = digits > 0 ? size * power : digits < 0 ? size / power : size
    let whole = SQLExpression.call("sign", [x]) * .call("floor", [scaled + literals.real("0.5")])
    return digits > 0 ? whole / power : digits < 0 ? whole * power : whole
  }

  /// The whole part of a quotient of two integers.
  func wholeQuotient(_ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
    arithmetic.wholeQuotient(left, right)
  }
}
