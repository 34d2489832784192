import Functions
import Planner
import Syntax
import Testing

@testable import SQL

/// Every function has a translation into each dialect, or is listed as unsupported.
@Suite struct TemplateTests {
  /// Functions that the plan knows under other names, or as choices.
  static let lowered: Set<String> = ["coalesce", "label"]

  /// What stages and operators put into plans besides functions.
  static let operators = [
    "and", "or", "not", "is missing", "is not missing", "=", "!=", "<", "<=", ">", ">=", "in",
    "not in", "contains", "starts with", "ends with", "matches", "not contains", "not starts with",
    "not ends with", "not matches", "+", "-", "*", "/", "??", "real", "percent", "lump", "pick",
    "near", "offset", "phase",
  ]

  @Test(arguments: Dialect.all.entries.map(\.name))
  func translatesEveryFunctionOrListsIt(_ name: String) throws {
    let dialect = try #require(Dialect.all[name])
    for function in Function.all.entries where !Self.lowered.contains(function.name) {
      let isTranslated =
        switch function.kind {
        case .scalar: dialect.scalar(function.name) != nil
        case .aggregate:
          dialect.unsupported[function.name] == nil
            && (dialect.aggregate(function.name) != nil || dialect.rowwise.contains(function.name))
        case .window: dialect.window(function.name) != nil
        }
      #expect(
        isTranslated != (dialect.unsupported[function.name] != nil),
        "\(name): \(function.name)"
      )
    }
    for name in Self.operators {
      #expect((dialect.scalar(name) != nil) != (dialect.unsupported[name] != nil), "\(name)")
    }
    #expect(dialect.aggregate("only") != nil)
  }

  @Test(arguments: Dialect.all.entries.map(\.name))
  func listsNothingThatIsUnknown(_ name: String) throws {
    let dialect = try #require(Dialect.all[name])
    let known = Set(Function.all.names + Self.operators + Verb.all.names)
    for name in dialect.unsupported.keys { #expect(known.contains(name), "\(name)") }
    let listed = Set(dialect.scalars.keys).union(dialect.aggregates.keys)
    for name in listed { #expect(known.contains(name), "\(name)") }
  }
}
