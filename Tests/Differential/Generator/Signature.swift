import Catalog

/// How a call of a function is written: what it can give, and its arguments for a type wanted.
struct Recipe: Sendable {
  /// The kinds of types that it gives.
  let makes: Set<Sort>
  /// The arguments for a value of the type, nested so deep at most; nil where there are none.
  let arguments: @Sendable (QueryWriter, DataType, Int) -> [String]?

  init(
    _ makes: Set<Sort>,
    _ arguments: @escaping @Sendable (QueryWriter, DataType, Int) -> [String]?
  ) {
    (self.makes, self.arguments) = (makes, arguments)
  }

  /// A call of one argument of the type that it gives.
  static func same(_ makes: Set<Sort>) -> Recipe {
    Recipe(makes) { writer, type, depth in writer.arguments([type], depth) }
  }

  /// A call of one text.
  static func ofText(_ makes: Set<Sort>) -> Recipe {
    Recipe(makes) { writer, _, depth in writer.textual(depth).map { [$0.text] } }
  }

  /// A call of one number.
  static let ofNumber = Recipe([.real]) { writer, _, depth in writer.number(depth).map { [$0.text] }
  }
}

extension QueryWriter {
  /// Terms of these types, as arguments.
  func arguments(_ types: [DataType], _ depth: Int) -> [String]? {
    var texts: [String] = []
    for type in types {
      guard let piece = expression(type, depth - 1) else { return nil }
      texts.append(piece.text)
    }
    return texts
  }

  /// A call of a function of each row that gives a value of the type.
  func scalar(_ type: DataType, _ depth: Int) -> Piece? {
    call(of: Recipe.scalars, type, depth)
  }

  func call(of recipes: [(name: String, recipe: Recipe)], _ type: DataType, _ depth: Int) -> Piece?
  {
    let sort = Sort(type)
    let fitting = recipes.filter { $0.recipe.makes.contains(sort) }
    for _ in 0..<4 {
      guard let (name, recipe) = dice.pick(fitting) else { return nil }
      if let texts = recipe.arguments(self, type, depth) {
        return Piece("\(name)(\(texts.joined(separator: ", ")))")
      }
    }
    return nil
  }
}

extension Recipe {
  /// The functions of each row that have a recipe.
  static let scalars = (numbers + texts + conversions + dates + choices)
    .map { (name: $0.0, recipe: $0.1) }

  private static let measures: Set<Sort> = [.integer, .real, .percent]

  private static let numbers: [(String, Recipe)] = [
    ("abs", .same(measures)),
    (
      "round",
      Recipe(measures) { writer, type, depth in
        guard let inner = writer.expression(type, depth - 1) else { return nil }
        return [inner.text] + (writer.dice.chance(60) ? [String(writer.dice.within(-3...4))] : [])
      }
    ),
    ("floor", .same([.integer, .real])), ("ceil", .same([.integer, .real])),
    ("sqrt", .ofNumber), ("ln", .ofNumber), ("log10", .ofNumber), ("exp", .ofNumber),
    (
      "mod",
      Recipe([.integer, .real]) { writer, type, depth in writer.arguments([type, type], depth) }
    ),
    ("min_of", several), ("max_of", several),
    (
      "bucket",
      Recipe(measures) { writer, type, depth in
        guard let inner = writer.expression(type, depth - 1) else { return nil }
        let dice = writer.dice.below(3)
        switch type {
        case .integer: return [inner.text, ["1", "3", "10"][dice]]
        case .percent: return [inner.text, ["10%", "25%", "12.5%"][dice]]
        default: return [inner.text, ["0.5", "2", "10"][dice]]
        }
      }
    ),
  ]

  private static let several = Recipe(measures.union([.date, .period])) { writer, type, depth in
    let types = [DataType](repeating: type, count: writer.dice.within(2...3))
    return writer.arguments(types, depth)
  }

  private static let texts: [(String, Recipe)] = [
    ("lower", .ofText([.text])), ("upper", .ofText([.text])), ("trim", .ofText([.text])),
    ("length", .ofText([.integer])), ("left", ends), ("right", ends),
    (
      "split_part",
      Recipe([.text]) { writer, _, depth in
        let place = writer.dice.among("1", "2", "-1", "3", "-2")
        return writer.textual(depth - 1).map { [$0.text, writer.textPart(), place] }
      }
    ),
    (
      "extract",
      Recipe([.text]) { writer, _, depth in
        writer.textual(depth - 1).map { [$0.text, writer.pattern()] }
      }
    ),
    (
      "replace",
      Recipe([.text]) { writer, _, depth in
        let new = writer.dice.chance(25) ? "\"\"" : writer.textPart()
        return writer.textual(depth - 1).map { [$0.text, writer.textPart(), new] }
      }
    ),
    (
      "pad",
      Recipe([.text]) { writer, _, depth in
        let inner =
          writer.dice.chance(30) ? writer.expression(.integer, depth - 1) : writer.textual(depth)
        let fill = writer.dice.chance(40) ? [writer.dice.among("\".\"", "\"é\"", "\"😀\"")] : []
        return inner.map { [$0.text, String(writer.dice.below(7))] + fill }
      }
    ),
    (
      "concat",
      Recipe([.text]) { writer, _, depth in
        var types: [DataType] = []
        for _ in 0..<writer.dice.within(1...3) { types.append(writer.anyType() ?? .text) }
        return writer.arguments(types, depth)
      }
    ),
  ]

  private static let ends = Recipe([.text]) { writer, _, depth in
    writer.textual(depth - 1).map { [$0.text, String(writer.dice.below(4))] }
  }

  private static let conversions: [(String, Recipe)] = [
    (
      "number",
      Recipe([.real, .integer]) { writer, type, depth in
        if type == .integer {
          let unit: PeriodUnit = writer.dice.among(.year, .fiscalYear(start: 10))
          return writer.arguments([writer.dice.chance(50) ? .period(unit) : .integer], depth)
        }
        return writer.arguments([.text], depth)
      }
    ),
    (
      "text",
      Recipe([.text]) { writer, _, depth in
        writer.anyType().flatMap { writer.arguments([$0], depth) }
      }
    ),
    (
      "date",
      Recipe([.date]) { writer, _, depth in
        switch writer.dice.below(4) {
        case 0: return writer.arguments([.text], depth)
        case 1:
          let form = writer.dice.among("MM/DD/YYYY", "YYYY-MM-DD", "DD MON YYYY", "MONTH DD, YYYY")
          return writer.arguments([.text], depth).map { $0 + ["\"\(form)\""] }
        default:
          guard let month = writer.expression(.integer, depth - 1),
            let day = writer.expression(.integer, 0)
          else { return nil }
          return ["20" + writer.dice.among("09", "11", "12"), month.text, day.text]
        }
      }
    ),
  ]
}
