import Catalog
import Columns

extension QueryWriter {
  /// A literal of a type, mostly a value that a column here holds; nil where none can be written.
  func literal(_ type: DataType, besideColumn: Bool = false) -> Piece? {
    if dice.chance(6), let parameter = parameter(type) { return Piece("$" + parameter) }
    let held = scope.columns(of: type).flatMap(\.values).filter { $0 != .missing }
    let value =
      dice.chance(75)
      ? dice.pick(held) ?? RandomValues.value(of: type, &dice)
      : RandomValues.value(of: type, &dice)
    return written(value, type, besideColumn: besideColumn)
  }

  private func parameter(_ type: DataType) -> String? {
    world.parameters.filter { $0.value.type == type }.map(\.key).min()
  }

  /// A known value as a query writes it.
  func written(_ value: Value, _ type: DataType, besideColumn: Bool = false) -> Piece? {
    switch (value, type) {
    case (.boolean(let truth), _): return Piece(truth ? "true" : "false")
    case (.integer(let number), _):
      if number == .min { return nil }
      return Piece(String(number), number < 0 ? .sign : .primary)
    case (.real(let number), .percent): return decimal(number * 100).map { Piece($0.0 + "%", $0.1) }
    case (.real(let number), _): return decimal(number).map { Piece($0.0, $0.1) }
    case (.text(let text), _): return quoted(text)
    case (.ordinal(let day), .date): return Piece(CivilDate(ordinal: day).description)
    case (.ordinal(let ordinal), .period(.year)):
      if besideColumn, (1000...9999).contains(ordinal) { return Piece(String(ordinal)) }
      return Piece("year(\(CivilDate(ordinal: PeriodUnit.year.firstDay(of: ordinal)).description))")
    case (.ordinal(let ordinal), .period(let unit)):
      let text = unit.text(of: ordinal)
      let digits = text.utf8.drop { !(48...57).contains($0) }.prefix { (48...57).contains($0) }
      return digits.count == 4 ? Piece(text) : nil
    default: return nil
    }
  }

  /// A number with digits after the point and without exponent.
  private func decimal(_ number: Double) -> (String, Piece.Level)? {
    let text = "\(number)"
    if text.contains("e") || !number.isFinite { return nil }
    return (text, number < 0 ? .sign : .primary)
  }

  /// A text in either kind of quotes; nil where it does not fit on a line.
  func quoted(_ text: String) -> Piece? {
    if text.isEmpty || text.utf8.contains(where: { $0 < 32 }) { return nil }
    let mark: Character = dice.chance(80) ? "\"" : "'"
    let inner = text.utf8.flatMap { byte -> [UInt8] in
      byte == mark.asciiValue ? [byte, byte] : [byte]
    }
    return Piece("\(mark)\(String(decoding: inner, as: UTF8.self))\(mark)")
  }

  /// A text literal, never nil.
  func textLiteral() -> String { (literal(.text) ?? Piece("\"a\"")).text }
}
