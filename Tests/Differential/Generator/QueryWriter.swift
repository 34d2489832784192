import Catalog
import TestSupport

/// Writes random terms and stages for what stands before them.
///
/// It writes text, so that queries take the way of any user's through parser and binder.
final class QueryWriter {
  var dice: Dice
  let world: World
  var scope: Scope
  /// What a term may hold besides columns and literals.
  var calls = Calls.none
  /// A number for the next new name.
  var firstName = 1
  private let sourceMaker: (SourceWish, QueryWriter) -> MadeSource?

  /// The kinds of calls that a term may hold.
  enum Calls {
    case none
    /// Aggregates spread over rows, and window functions.
    case windows
    /// Aggregates only, and no columns outside them.
    case aggregates
  }

  init(
    dice: Dice,
    world: World,
    scope: Scope,
    sourceMaker: @escaping (SourceWish, QueryWriter) -> MadeSource?
  ) {
    (self.dice, self.world, self.scope) = (dice, world, scope)
    self.sourceMaker = sourceMaker
  }

  /// Another table, or a pipeline in brackets, for a join or append.
  func makeSource(_ wish: SourceWish) -> MadeSource? { sourceMaker(wish, self) }

  /// A name that no column has.
  func freshName() -> String {
    firstName += 1
    var name = "c\(firstName)"
    while scope.shown.contains(where: { $0.field.name == name }) {
      firstName += 1
      name = "c\(firstName)"
    }
    return dice.chance(8) ? "`\(name) \(dice.among("é", "of", "%", "\"", "'", "e\u{301}"))`" : name
  }

  /// Runs `body` while terms may hold these calls.
  func allowing<Result>(_ calls: Calls, _ body: () -> Result) -> Result {
    let before = self.calls
    self.calls = calls
    defer { self.calls = before }
    return body()
  }

  /// The types that terms may have, those of the commonest columns several times, and the
  /// categories that functions give.
  private static let types: [DataType] =
    [
      .integer, .real, .text, .date, .boolean, .percent, .period(.month),
      .period(.fiscalYear(start: 10)), .integer, .real, .text, .date, .boolean, .percent,
    ] + RandomValues.units.map { .period($0) }
    + Signatures.scalars.results.filter { !Signature.types.contains($0) }

  /// A type of which there are columns, or any other now and then.
  func anyType(where admits: (DataType) -> Bool = { _ in true }) -> DataType? {
    let here = scope.columns.map(\.type).filter(admits)
    if let type = dice.pick(here), dice.chance(85) { return type }
    return dice.pick(QueryWriter.types.filter(admits)) ?? dice.pick(here)
  }
}
