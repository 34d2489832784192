/// A parameter of a function: what calls give there.
public struct Parameter: Sendable {
  /// What the usage line calls it.
  public let name: String
  /// What an argument must be.
  public private(set) var kind: Kind
  /// Whether calls may leave it out.
  public private(set) var isOptional = false
  /// How many arguments it takes at most.
  public private(set) var most = 1

  /// What an argument must be.
  public indirect enum Kind: Equatable, Sendable {
    // An expression of certain types.
    case number, text, temporal, date, period, truth, ordered, any
    /// A number, date or period.
    case numberOrTime
    /// A number, date or period, of functions that compare several.
    case comparable
    /// A number, a year, or a text that writes a number.
    case numeral
    case textOrDate, textOrInteger
    /// A whole number, perhaps computed.
    case wholeNumber
    // A literal, which is known before the query runs.
    case literalText, searchText, pattern, dateForm, letter, integer, natural, share, width
    case interval
    /// A whole number of rows or periods, or a span of time.
    case distance
    // The arguments of `label`: what is compared, `value = result`, and `else result`.
    case subject, choice, otherwise
    /// An argument that calls may leave out.
    case optional(Kind)
    case repeated(Kind, Int)

    /// Whether it takes a text that is written out.
    package var isWrittenText: Bool {
      [.literalText, .searchText, .pattern, .dateForm, .letter].contains(self)
    }
  }

  init(_ name: String, _ kind: Kind) {
    (self.name, self.kind) = (name, kind)
    if case .optional(let inner) = self.kind { (self.kind, isOptional) = (inner, true) }
    if case .repeated(let inner, let most) = self.kind { (self.kind, self.most) = (inner, most) }
  }
}
