import Catalog
import Columns
import Functions

/// One way to call a function: a form of it, the types of its arguments, and the type they give.
///
/// Signatures are derived from the parameters of the entries: of each parameter the types that it
/// takes are tried, and the function says what it makes of them. A new function needs no line here.
struct Signature: Sendable {
  let function: Function
  let form: Form
  let arguments: [DataType]
  let result: DataType

  /// The types from which arguments are tried; a category stands for all that are ordered as it is.
  static let types: [DataType] =
    [.boolean, .integer, .real, .percent, .text, .date, .category(ordered), .category(unordered)]
    + RandomValues.units.map { .period($0) }

  private static let ordered = Category(["low", "high"], isOrdered: true)
  private static let unordered = Category(["red", "blue"], isOrdered: false)

  /// The category that stands for one in signatures.
  static func standIn(for category: Category) -> Category {
    category.isOrdered ? ordered : unordered
  }

  /// The signature with `type` where the one that stands for it is.
  func replacing(_ standIn: DataType, by type: DataType) -> Signature {
    func replaced(_ old: DataType) -> DataType { old == standIn ? type : old }
    return Signature(
      function: function,
      form: form,
      arguments: arguments.map(replaced),
      result: replaced(result)
    )
  }
}

// MARK: Derivation

extension Signature {
  /// The signatures of each function.
  static let byFunction: [String: [Signature]] = Function.all.entries.reduce(into: [:]) {
    $0[$1.name] = all(of: $1)
  }

  private static func all(of function: Function) -> [Signature] {
    function.forms.flatMap { form -> [Signature] in
      if form.parameters.contains(where: { $0.kind == .subject }) {
        // The results beside the choices may have any type.
        return types.map { Signature(function: function, form: form, arguments: [], result: $0) }
      }
      let fewest = form.counts.lowerBound
      let hasMore = form.counts.upperBound > fewest
      return (fewest...fewest + (hasMore ? 1 : 0)).flatMap { count in
        lists(of: function, form, count).compactMap { arguments in
          function.type(of: arguments, in: form).map {
            Signature(
              function: function,
              form: form,
              arguments: arguments.map(\.type),
              result: $0
            )
          }
        }
      }
    }
  }

  /// All lists of so many arguments, each of a type that its parameter takes.
  private static func lists(of function: Function, _ form: Form, _ count: Int)
    -> [[BoundExpression]]
  {
    (0..<count).reduce([[]]) { lists, index in
      let kind = form.parameter(at: index).kind
      let taken =
        kind.samples
        ?? types.map { .column(ColumnID(index), $0) }.filter {
          (try? BoundArgument($0, of: function.name, at: index).checked(kind)) != nil
        }
      return lists.flatMap { list in taken.map { list + [$0] } }
    }
  }
}

extension Function {
  /// The type that a call gives with these arguments; nil where it takes none such.
  fileprivate func type(of arguments: [BoundExpression], in form: Form) -> DataType? {
    let bound = arguments.enumerated().map { BoundArgument($1, of: name, at: $0) }
    let condition = BoundExpression.literal(.boolean(true), .boolean)
    guard let call = try? call(bound, condition: form.hasCondition ? condition : nil) else {
      return nil
    }
    return switch kind {
    case .scalar(let make): try? make(call).type
    case .aggregate(let make): try? make(call).type
    case .window(let make): try? make(call).type
    }
  }
}

extension Parameter.Kind {
  /// A literal of each type that a parameter of literals takes; nil where it takes any term.
  fileprivate var samples: [BoundExpression]? {
    switch self {
    case .literalText, .searchText, .pattern, .letter: [.literal(.text("a"), .text)]
    case .dateForm: [.literal(.text("YYYY-MM-DD"), .text)]
    case .integer, .natural: [.literal(.integer(1), .integer)]
    case .share: [.literal(.real(0.5), .percent)]
    case .width:
      [
        .literal(.integer(1), .integer), .literal(.real(0.5), .real),
        .literal(.real(0.5), .percent),
      ]
    case .distance: [.literal(.integer(1), .integer)]
    case .interval: [.literal(.integer(1), .interval(.months))]
    default: nil
    }
  }
}

/// The signatures of the functions of a kind, by the type that they give, function by function.
struct Signatures: Sendable {
  private let byResult: [DataType: [[Signature]]]
  /// The types that calls give, those that stand for others among them.
  let results: [DataType]

  static let scalars = Signatures { if case .scalar = $0 { true } else { false } }
  static let aggregates = Signatures { if case .aggregate = $0 { true } else { false } }
  static let windows = Signatures { if case .window = $0 { true } else { false } }

  private init(_ isWanted: (Function.Kind) -> Bool) {
    var (byResult, results): ([DataType: [[Signature]]], [DataType]) = ([:], [])
    for function in Function.all.entries where isWanted(function.kind) {
      let all = Signature.byFunction[function.name] ?? []
      // The order is that of the signatures, so that a seed makes the same queries in every run.
      for signature in all where !results.contains(signature.result) {
        results.append(signature.result)
      }
      for (type, signatures) in Dictionary(grouping: all, by: \.result) {
        byResult[type, default: []].append(signatures)
      }
    }
    (self.byResult, self.results) = (byResult, results)
  }

  /// The signatures that give a value of a type.
  func giving(_ type: DataType) -> [[Signature]] {
    let exact = byResult[type] ?? []
    guard case .category(let category) = type else { return exact }
    let standIn = DataType.category(Signature.standIn(for: category))
    let like = (byResult[standIn] ?? []).map { $0.map { $0.replacing(standIn, by: type) } }
    return exact + like
  }
}
