import Catalog
import Columns
import Functions
import Planner
import TestSupport
import Testing

@testable import Lessons

/// The laws of comparing results: what may differ, and what must not.
@Suite struct ComparisonTests {
  static func table(_ columns: [(String, DataType, [Value])]) -> Table {
    Table(
      schema: Schema(columns.map { Field($0.0, $0.1) }),
      columns: columns.map { Column($0.2, as: $0.1) },
      rowCount: columns.first?.2.count ?? 0
    )
  }

  static func comparison(
    _ model: Table,
    order: [String] = [],
    withTies: Table? = nil,
    _ change: (inout ComparedParts) -> Void = { _ in }
  ) -> TableComparison {
    var parts = ComparedParts()
    change(&parts)
    let columns = model.schema.fields.enumerated().map { PlanColumn(ColumnID($0 + 1), $1) }
    let plan = LogicalPlan(.scan(Scan(.rows(model), places: [])), columns: columns)
    var bound = BoundQuery(plan: plan, stages: [], tables: [])
    bound.order = order.map { ($0, true) }
    return TableComparison(LessonResult("", nil, bound, model, Ledger()), parts, withTies: withTies)
  }

  static func isSame(_ comparison: TableComparison, _ table: Table) throws -> Bool {
    if case .same = try comparison.outcome(of: table) { return true }
    return false
  }

  static func remarks(_ comparison: TableComparison, _ table: Table) throws -> [String] {
    if case .same(let remarks) = try comparison.outcome(of: table) { return remarks }
    return ["different"]
  }

  /// A random table of a key, whole numbers and reals, some of them missing.
  static func random(_ dice: inout Dice) -> [(String, DataType, [Value])] {
    let count = dice.within(1...30)
    let keys = (0..<count).map { Value.text("k\($0)") }
    let whole = (0..<count).map { _ in
      dice.chance(20) ? Value.missing : .integer(Int64(dice.below(5)))
    }
    let real = (0..<count).map { _ in
      dice.chance(20) ? Value.missing : .real(Double(dice.below(1000)) / 7)
    }
    return [("key", .text, keys), ("n", .integer, whole), ("x", .real, real)]
  }

  @Test func orderOfRowsAndColumnsAndNamesDoNotMatter() throws {
    var dice = Dice(seed: 5)
    for _ in 0..<200 {
      let columns = Self.random(&dice)
      let model = Self.comparison(Self.table(columns))
      let rows = Array(columns[0].2.indices).shuffled(using: &dice)
      var changed = columns.map { column in (column.0, column.1, rows.map { column.2[$0] }) }
      changed.shuffle(using: &dice)
      if dice.chance(50) { changed[0].0 = "other" }
      if dice.chance(50) { changed.append(("more", .integer, rows.map { .integer(Int64($0)) })) }
      #expect(try Self.isSame(model, Self.table(changed)))
    }
  }

  @Test func aChangedValueIsNeverAccepted() throws {
    var dice = Dice(seed: 6)
    for _ in 0..<200 {
      var columns = Self.random(&dice)
      let model = Self.comparison(Self.table(columns))
      let place = dice.below(3)
      let row = dice.below(columns[0].2.count)
      switch columns[place].2[row] {
      case .integer(let value): columns[place].2[row] = .integer(value + 7)
      case .real(let value): columns[place].2[row] = .real(value + 2)
      case .missing: columns[place].2[row] = place == 1 ? .integer(0) : .real(0)
      case .text: columns[place].2[row] = .text("another")
      default: break
      }
      #expect(try !Self.isSame(model, Self.table(columns)))
    }
  }

  @Test func rowsThatAreLeftOutAreNamed() throws {
    let keys: [Value] = ["AK", "AL", "AR", "AZ", "CA", "CO"].map { .text($0) }
    let numbers: [Value] = (1...6).map { .integer($0) }
    let model = Self.comparison(Self.table([("state", .text, keys), ("n", .integer, numbers)]))
    let fewer = Self.table([
      ("state", .text, Array(keys.dropFirst(5))), ("n", .integer, Array(numbers.dropFirst(5))),
    ])
    guard case .different(let difference) = try model.outcome(of: fewer) else {
      Issue.record("accepted")
      return
    }
    #expect(
      difference.words == "Yours has 1 of 6 rows by state: AK, AL, AR and 2 more are not there."
    )
  }

  @Test func equalColumnsAreNotEnough() throws {
    let model = Self.table([
      ("state", .text, [.text("MA"), .text("NY")]), ("n", .integer, [.integer(1), .integer(2)]),
    ])
    let apart = Self.table([
      ("state", .text, [.text("MA"), .text("NY")]), ("n", .integer, [.integer(2), .integer(1)]),
    ])
    guard case .different(.rowsApart) = try Self.comparison(model).outcome(of: apart) else {
      Issue.record("accepted")
      return
    }
  }

  @Test func percentagesMayBeNumbers() throws {
    let model = Self.table([("share", .percent, [.real(0.3028)])])
    let comparison = Self.comparison(model)
    for (value, type) in [(0.303, DataType.percent), (0.3028, .real), (30.3, .real)] {
      #expect(try Self.isSame(comparison, Self.table([("share", type, [.real(value)])])))
    }
    let points = Self.table([("share", .real, [.real(30.3)])])
    #expect(try Self.remarks(comparison, points) != [])
    #expect(try !Self.isSame(Self.comparison(model) { $0.exact = true }, points))
    for wrong in [0.31, 3.03, 303] {
      #expect(try !Self.isSame(comparison, Self.table([("share", .real, [.real(wrong)])])))
    }
  }

  @Test func aCountIsNoPercentage() throws {
    let model = Self.comparison(Self.table([("n", .integer, [.integer(41)])]))
    #expect(try !Self.isSame(model, Self.table([("share", .percent, [.real(0.41)])])))
  }

  @Test func smallPercentagesAreToldApart() throws {
    let model = Self.comparison(Self.table([("share", .percent, [.real(0.00446)])]))
    #expect(try Self.isSame(model, Self.table([("share", .percent, [.real(0.0045)])])))
    #expect(try !Self.isSame(model, Self.table([("share", .percent, [.real(0.0048)])])))
  }

  @Test func wholeNumbersAreExactAndOthersRounded() throws {
    let whole = Self.comparison(Self.table([("n", .integer, [.integer(406_383)])]))
    #expect(try Self.isSame(whole, Self.table([("n", .real, [.real(406_383)])])))
    #expect(try !Self.isSame(whole, Self.table([("n", .integer, [.integer(406_384)])])))
    let real = Self.comparison(Self.table([("m", .real, [.real(1286.02)])]))
    #expect(try Self.isSame(real, Self.table([("m", .integer, [.integer(1286)])])))
    #expect(try !Self.isSame(real, Self.table([("m", .real, [.real(1138.3)])])))
    let near = Self.comparison(Self.table([("n", .integer, [.integer(10)])])) { $0.tolerance = 2 }
    #expect(try Self.isSame(near, Self.table([("n", .integer, [.integer(12)])])))
    #expect(try !Self.isSame(near, Self.table([("n", .integer, [.integer(13)])])))
  }

  @Test func orderCountsOnlyWhereItIsAsked() throws {
    let (up, down): ([Value], [Value]) = (
      [.integer(1), .integer(2)], [.integer(2), .integer(1)]
    )
    let model = Self.table([("n", .integer, down)])
    let other = Self.table([("n", .integer, up)])
    #expect(try Self.isSame(Self.comparison(model), other))
    let ordered = Self.comparison(model) { $0.order = true }
    #expect(try Self.isSame(ordered, model))
    guard case .different(.order) = try ordered.outcome(of: other) else {
      Issue.record("accepted")
      return
    }
  }

  @Test func equalRowsAtTheCutMayBeAnyOfThem() throws {
    func rows(_ names: [String], _ values: [Int64]) -> Table {
      Self.table([
        ("name", .text, names.map { .text($0) }), ("n", .integer, values.map { .integer($0) }),
      ])
    }
    let model = rows(["a", "b"], [9, 5])
    let all = rows(["a", "b", "c"], [9, 5, 5])
    let comparison = Self.comparison(model, order: ["n"], withTies: all)
    #expect(try Self.isSame(comparison, rows(["a", "c"], [9, 5])))
    #expect(try !Self.isSame(comparison, rows(["b", "c"], [5, 5])))
    #expect(try !Self.isSame(comparison, rows(["a", "d"], [9, 5])))
    let ties = Self.comparison(rows(["b", "c"], [5, 5]), order: ["n"]) {
      ($0.order, $0.anyTies) = (true, true)
    }
    #expect(try Self.isSame(ties, rows(["c", "b"], [5, 5])))
  }

  @Test func onlyNamedColumnsCountWhereTheyAreNamed() throws {
    let model = Self.table([("a", .integer, [.integer(1)]), ("b", .integer, [.integer(2)])])
    let part = Self.comparison(model) { $0.columns = ["a"] }
    #expect(try Self.isSame(part, Self.table([("a", .integer, [.integer(1)])])))
    #expect(try !Self.isSame(part, Self.table([("b", .integer, [.integer(2)])])))
  }
}
