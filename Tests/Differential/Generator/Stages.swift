import Functions
import Syntax

/// How a stage of a verb is written.
struct StageRecipe: Sendable {
  /// The verb.
  let verb: String
  /// How often it is chosen beside the others.
  let weight: Int
  /// The stage, or several that belong together; nil where the columns do not allow it.
  let write: @Sendable (QueryWriter) -> [String]?

  init(_ verb: String, _ weight: Int, _ write: @escaping @Sendable (QueryWriter) -> [String]?) {
    (self.verb, self.weight, self.write) = (verb, weight, write)
  }

  /// A stage that calls a function.
  static func calling(_ function: Function) -> StageRecipe {
    let isAggregate = if case .aggregate = function.kind { true } else { false }
    return StageRecipe(isAggregate ? "summarize" : "add", 0) { writer in
      writer.stage(calling: function).map { [$0] }
    }
  }

  /// The stages of all verbs that have a recipe.
  static let all: [StageRecipe] = rows + columns + groups + shapes + others

  /// Verbs that have none: they draw, show or keep a result, and change no row.
  static let without: Set<String> = ["chart", "map", "as", "save"]

  private static let rows = [
    StageRecipe("where", 12) { writer in writer.expression(.boolean, 3).map { ["where " + $0.text] }
    },
    StageRecipe("sort", 6) { writer in writer.order(atMost: 3).map { ["sort " + $0] } },
    StageRecipe("top", 4) { $0.ranking("top").map { [$0] } },
    StageRecipe("bottom", 3) { $0.ranking("bottom").map { [$0] } },
    StageRecipe("first", 3) { ["first \($0.dice.below(8))" + $0.per(40)] },
    StageRecipe("last", 3) { ["last \($0.dice.below(8))" + $0.per(40)] },
    StageRecipe("sample", 2) { writer in
      let amount = writer.dice.among("3", "0", "5", "50%", "10%", "100%")
      let seed = writer.dice.chance(70) ? " seed \(writer.dice.below(100))" : ""
      return ["sample \(amount)" + writer.per(30) + seed]
    },
    StageRecipe("distinct", 4) { writer in
      if writer.dice.chance(25) { return ["distinct"] }
      return writer.paths(atMost: 3).map { ["distinct " + $0] }
    },
  ]

  private static let columns = [
    StageRecipe("keep", 4) { $0.keep().map { [$0] } },
    StageRecipe("drop", 3) { writer in
      let shown = writer.scope.shown
      guard shown.count > 1 else { return nil }
      let dropped = writer.dice.some(shown, atMost: shown.count - 1)
      return ["drop " + dropped.map(\.path).joined(separator: ", ")]
    },
    StageRecipe("rename", 3) { writer in
      let pairs = writer.dice.some(writer.scope.shown, atMost: 2)
      if pairs.isEmpty { return nil }
      return [
        "rename " + pairs.map { "\(writer.freshName()) = \($0.path)" }.joined(separator: ", ")
      ]
    },
    StageRecipe("add", 14) { writer in writer.add().map { [$0] } },
    StageRecipe("share", 3) { writer in
      let measures = writer.scope.shown.filter(\.field.isMeasure)
      guard let measure = writer.dice.pick(measures.filter { $0.field.role == .additive })
      else { return nil }
      let name = writer.dice.chance(70) ? " as \(writer.freshName())" : ""
      return ["share \(measure.path)" + writer.per(40) + name]
    },
  ]

  private static let groups = [
    StageRecipe("count", 5) { ["count" + $0.by(80, atMost: 3)] },
    StageRecipe("total", 5) { writer in
      let additive = writer.scope.shown.filter { $0.field.isMeasure && $0.field.role == .additive }
      let summed = writer.dice.some(additive, atMost: 2)
      if summed.isEmpty { return nil }
      return ["total " + summed.map(\.path).joined(separator: ", ") + writer.by(70, atMost: 2)]
    },
    StageRecipe("summarize", 9) { $0.summarize().map { [$0] } },
  ]

  private static let shapes = [
    StageRecipe("pivot", 5) { $0.pivot() },
    StageRecipe("unpivot", 4) { writer in
      guard let type = writer.dice.pick(writer.scope.shown.map(\.type)) else { return nil }
      let alike = writer.scope.shown.filter {
        $0.type == type || ($0.type.isNumeric && type.isNumeric && writer.dice.chance(50))
      }
      let spread = writer.dice.some(alike, atMost: 3).map(\.path).joined(separator: ", ")
      return ["unpivot \(spread) as \(writer.freshName()), \(writer.freshName())"]
    },
    StageRecipe("lump", 3) { $0.lump().map { [$0] } },
    StageRecipe("fill", 4) { $0.fill() },
    StageRecipe("around", 3) { $0.around().map { [$0] } },
    StageRecipe("describe", 1) { writer in
      if writer.dice.chance(50) { return ["describe"] }
      return writer.dice.pick(writer.scope.shown).map { ["describe " + $0.path] }
    },
  ]

  private static let others = [
    StageRecipe("join", 9) { $0.join().map { [$0] } },
    StageRecipe("append", 4) { writer in
      writer.makeSource(writer.dice.chance(60) ? .like : .any).map { ["append " + $0.text] }
    },
    StageRecipe("assert", 1) { writer in
      writer.allowing(.aggregates) { writer.expression(.boolean, 2) }.map {
        ["assert " + $0.text + (writer.dice.chance(50) ? " \"so it is\"" : "")]
      }
    },
  ]
}

extension QueryWriter {
  /// Paths of different columns, some of them through links.
  func paths(atMost most: Int, where admits: (ScopeColumn) -> Bool = { _ in true }) -> String? {
    var names: Set<String> = []
    let chosen = dice.some(scope.columns.filter(admits), atMost: most).filter {
      names.insert($0.field.name).inserted
    }
    return chosen.isEmpty ? nil : chosen.map(\.path).joined(separator: ", ")
  }

  /// ` per a, b` in so many cases of a hundred.
  func per(_ percent: Int) -> String {
    guard dice.chance(percent) else { return "" }
    return paths(atMost: 2) { $0.type != .real }.map { " per " + $0 } ?? ""
  }

  /// ` by a, b` in so many cases of a hundred.
  func by(_ percent: Int, atMost most: Int) -> String {
    guard dice.chance(percent) else { return "" }
    var names: Set<String> = []
    var keys: [String] = []
    for _ in 0..<dice.within(1...most) {
      guard let (name, text) = key(), names.insert(name).inserted else { continue }
      keys.append(text)
    }
    return keys.isEmpty ? "" : " by " + keys.joined(separator: ", ")
  }

  /// A key with the name that its column takes.
  private func key() -> (name: String, text: String)? {
    if dice.chance(65), let column = dice.pick(scope.columns) {
      return (column.field.name, column.path)
    }
    guard let type = anyType(), let expression = expression(type, 2) else { return nil }
    let name = freshName()
    return (name, "\(name) = \(expression.text)")
  }

  /// What rows are ordered by; nil where there is no column.
  func order(atMost most: Int) -> String? {
    if scope.columns.isEmpty { return nil }
    var items: [String] = []
    for _ in 0..<dice.within(1...most) {
      var text = dice.pick(scope.columns)?.path ?? ""
      if dice.chance(20), let type = anyType(), let other = expression(type, 1),
        other.level == .primary
      {
        text = other.text
      }
      items.append(text + dice.among("", "", " desc", " asc"))
    }
    return items.joined(separator: ", ")
  }

  fileprivate func ranking(_ verb: String) -> String? {
    let type = anyType { type in
      switch Sort(type) {
      case .text, .boolean: false
      default: type.hasOrder
      }
    }
    guard let type, let measure = dice.chance(80) ? column(type) : expression(type, 2) else {
      return nil
    }
    let ties = dice.chance(25) ? " with ties" : ""
    return "\(verb) \(dice.below(6)) by \(measure.text)" + per(30) + ties
  }

  fileprivate func keep() -> String? {
    var names: Set<String> = []
    var items: [String] = []
    for column in dice.some(scope.columns, atMost: 5) {
      if dice.chance(25) {
        items.append("\(freshName()) = \(column.path)")
      } else if names.insert(column.field.name).inserted {
        items.append(column.path)
      }
    }
    return items.isEmpty ? nil : "keep " + items.joined(separator: ", ")
  }

  fileprivate func add() -> String? {
    let isWindow = dice.chance(45)
    var items: [String] = []
    var names: Set<String> = []
    for _ in 0..<dice.among(1, 1, 2, 3) {
      guard let type = anyType(),
        let expression = allowing(isWindow ? .windows : .none, { self.expression(type, 3) })
      else { continue }
      let old = dice.chance(15) ? dice.pick(scope.shown)?.path : nil
      let name = old ?? freshName()
      if names.insert(name).inserted { items.append("\(name) = \(expression.text)") }
    }
    if items.isEmpty { return nil }
    let text = "add " + items.joined(separator: ", ")
    guard isWindow else { return text }
    return text + per(50) + along()
  }

  func along() -> String {
    let times = scope.columns.filter { $0.type.isTemporal }
    if dice.chance(60), let time = dice.pick(times) { return " along " + time.path }
    return dice.chance(80) ? order(atMost: 2).map { " along " + $0 } ?? "" : ""
  }

  fileprivate func summarize() -> String? {
    var items: [String] = []
    for _ in 0..<dice.among(1, 1, 2, 3) {
      guard let type = anyType(),
        let expression = dice.chance(75)
          ? aggregate(type) : allowing(.aggregates, { self.expression(type, 2) })
      else { continue }
      items.append("\(freshName()) = \(expression.text)")
    }
    return items.isEmpty ? nil : "summarize " + items.joined(separator: ", ") + by(75, atMost: 3)
  }
}
