/// The kinds that all values of a column met so far could have.
struct TypeCandidates {
  /// Those kinds, the most special first.
  private var left = FieldKind.allCases.filter { $0 != .none && $0 != .text }
  private var isEmpty = true

  /// Whether only text is left.
  var isText: Bool { left.isEmpty }

  /// The kind that all values had; none where there was no value.
  var kind: FieldKind { isEmpty ? .none : left.first ?? .text }

  /// Notes a value, behind which eight bytes can be read.
  mutating func note(_ text: UnsafeBufferPointer<UInt8>) {
    if text.isEmpty { return }
    isEmpty = false
    if left.count == 1, TypeCandidates.fits(text, left[0]) { return }
    left.removeAll { !TypeCandidates.fits(text, $0) }
  }

  /// Whether a text, which is not empty, writes a value of a kind.
  private static func fits(_ text: UnsafeBufferPointer<UInt8>, _ kind: FieldKind) -> Bool {
    switch kind {
    case .boolean: WordBooleanParser().parse(text) != nil
    case .integer: PlainIntegerParser().parse(text) != nil
    case .real: PlainRealParser().parse(text) != nil
    case .date: DateParser().parse(text) != nil
    default: kind.unit.map { PeriodParser(unit: $0).parse(text) != nil } ?? false
    }
  }
}
