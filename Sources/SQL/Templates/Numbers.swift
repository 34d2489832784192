import Planner
import Catalog

extension ScalarSaying {
  static let numbers: [String: ScalarSaying] = [
    "round": ScalarSaying(.nearly) { call throws(Refusal) in try call.rounded() },
    "mod": ScalarSaying(isNullable: true) { call throws(Refusal) in try call.remainder() },
    "min_of": ScalarSaying { call throws(Refusal) in try call.extreme("least") },
    "max_of": ScalarSaying { call throws(Refusal) in try call.extreme("greatest") },
    "bucket": ScalarSaying { call throws(Refusal) in try call.bucket() },
    "real": ScalarSaying { call throws(Refusal) in call.dialect.cast(try call(0), to: .real) },
    "percent": ScalarSaying { call throws(Refusal) in
      call.operands[0].type == .integer
        ? call.dialect.cast(try call(0), to: .real) : try call(0)
    },
  ]
}

extension ScalarCall {
  /// Rounded as this program does it: halves away from zero, of the number times a power of ten.
  fileprivate func rounded() throws(Refusal) -> Expression {
    let x = try self(0)
    if type == .integer { return roundedInteger(x) }
    let scale = (integer(1) ?? 0) + (type == .percent ? 2 : 0)
    return dialect.rounded(x, scale)
  }

  private func roundedInteger(_ x: Expression) -> Expression {
    let digits = integer(1) ?? 0
    guard digits < 0 else { return x }
    guard digits > -19 else { return .integer(0) }
    if let rounded = dialect.arithmetic.roundedInteger?(x, .integer(digits)) { return rounded }
    let unit = (0..<(-digits)).reduce(1) { unit, _ in unit * 10 }
    let half = dialect.wholeQuotient(.call("abs", [x]) + .integer(unit / 2), .integer(unit))
    return .call("sign", [x]) * half * .integer(unit)
  }

  fileprivate func remainder() throws(Refusal) -> Expression {
    let (left, right) = (try self(0), try self(1))
    let divisor =
      operands[1].isNonzeroLiteral ? right : .call("nullif", [right, .integer(0)])
    if type == .integer { return .infix(left, "%", divisor) }
    return dialect.arithmetic.realRemainder(left, divisor)
  }

  /// The least or greatest of several; missing where one of them is.
  fileprivate func extreme(_ name: String) throws(Refusal) -> Expression {
    let whole = Expression.call(name, try all())
    var tests: [Expression] = []
    for place in operands.indices {
      let said = try said(place)
      if said.isNullable { tests.append(said.sql.isNotNull) }
    }
    return Expression.all(tests).map { whole.when($0) } ?? whole
  }

  fileprivate func bucket() throws(Refusal) -> Expression {
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
  func rounded(_ x: Expression, _ digits: Int) -> Expression {
    if arithmetic.roundsAway { return .call("round", digits == 0 ? [x] : [x, .integer(digits)]) }
    let power = Expression.integer((0..<abs(digits)).reduce(1) { power, _ in power * 10 })
    let size = Expression.call("abs", [x])
    let scaled = digits > 0 ? size * power : digits < 0 ? size / power : size
    let whole = Expression.call("sign", [x]) * .call("floor", [scaled + literals.real("0.5")])
    return digits > 0 ? whole / power : digits < 0 ? whole * power : whole
  }

  /// The whole part of a quotient of two integers.
  func wholeQuotient(_ left: Expression, _ right: Expression) -> Expression {
    arithmetic.wholeQuotient(left, right)
  }
}
