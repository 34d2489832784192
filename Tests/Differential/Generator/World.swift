import Catalog
import Execution
import Functions
import Planner
import TestSupport

/// What a query may refer to: a few small tables, an earlier result, and parameters.
public struct World: Sendable {
  /// The tables, each under its name.
  public var tables: [(name: String, table: Table)]
  /// The last result, called `_`.
  public var result: Table?
  /// Parameters by name.
  public var parameters: [String: Constant]

  /// A world of these tables, result and parameters.
  public init(
    tables: [(name: String, table: Table)],
    result: Table?,
    parameters: [String: Constant]
  ) {
    (self.tables, self.result, self.parameters) = (tables, result, parameters)
  }

  /// The tables as a catalog.
  public func catalog() -> Catalog {
    Catalog(tables.map { InMemoryTable(name: $0.name, title: "table \($0.name)", table: $0.table) })
  }

  /// What queries are bound in; stages that must know their values run what stands before them.
  ///
  /// A text that no row has is only worth a note, so that random literals bind.
  public func environment(_ catalog: Catalog) -> Environment {
    var environment = Environment(catalog: catalog)
    environment.parameters = parameters
    environment.allowsUnknownValues = true
    if let result { environment.results = ["_": result, "_1": result] }
    let engine = Engine(catalog: catalog, workers: 1)
    environment.evaluateSubquery = { try engine.run($0, until: Cancellation()).0 }
    return environment
  }

  /// The table called `name`.
  public func table(_ name: String) -> Table? {
    name == "_" ? result : tables.first { $0.name == name }?.table
  }
}

extension World {
  /// Three tables: one with a key, one that links to it, and one that may have a composite key.
  package init(_ dice: inout Dice) {
    var makers = ["alpha", "beta", "gamma"].map { TableMaker(name: $0, &dice) }
    makers[0].makeKey(&dice)
    makers[1].link(to: makers[0], &dice)
    if dice.chance(50) { makers[2].makeKey(&dice) }
    if dice.chance(40) { makers[2].link(to: makers[0], &dice) }
    tables = makers.map { ($0.name, $0.table(&dice)) }
    if dice.chance(70) {
      var maker = TableMaker(name: "", &dice)
      maker.isResult = true
      result = maker.table(&dice)
    }
    parameters = [
      "whole": Constant(.integer(Int64(dice.within(-2...5))), .integer),
      "word": Constant(.text(dice.pick(RandomValues.texts) ?? "a"), .text),
      "day": Constant(.ordinal(RandomValues.day(&dice)), .date),
      "fiscal": Constant(
        .ordinal(Int32(dice.within(2009...2013))),
        .period(.fiscalYear(start: 10))
      ),
    ]
  }
}
