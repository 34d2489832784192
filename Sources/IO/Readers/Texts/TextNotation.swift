import Catalog
import Columns

/// A way to write values of a type as text.
struct TextNotation: Sendable {
  /// What the values are.
  let kind: FieldKind
  /// What tells it from others; nil where the program itself writes the type so.
  var name: String?
  /// The notation that a text may have as well, with another value.
  var rival: String?
  /// What one has to know of it.
  var hint: String?
  /// The value of a text, behind which eight bytes can be read; nil if it is not written so.
  let read: @Sendable (UnsafeBufferPointer<UInt8>) -> Value?

  /// All notations, the first that fits first.
  static let all = plain + numbers + days

  /// Those of days and periods.
  static let temporal = all.filter { $0.kind == .date || $0.kind.unit != nil }

  /// Those of a file whose fields `delimiter` parts: beside semicolons a comma stands before
  /// decimals, elsewhere between thousands.
  static func all(besides delimiter: UInt8) -> [TextNotation] {
    let other = delimiter == UInt8(ascii: ";") ? grouped : decimalComma
    return all.filter { $0.name?.hasSuffix(other) != true }
  }

  /// The types as the program itself writes them.
  private static let plain: [TextNotation] =
    [
      TextNotation(kind: .boolean) { WordBooleanParser().parse($0).map(Value.boolean) },
      TextNotation(kind: .integer) { PlainIntegerParser().parse($0).map(Value.integer) },
      TextNotation(kind: .real) { PlainRealParser().parse($0).map(Value.real) },
      TextNotation(kind: .date) { DateParser().parse($0).map(Value.ordinal) },
    ]
    + FieldKind.allCases.compactMap { kind in
      kind.unit.map { unit in
        TextNotation(kind: kind) { PeriodParser(unit: unit).parse($0).map(Value.ordinal) }
      }
    }
}
