import Catalog
import Columns
import Functions
import Planner
import Testing

@testable import Execution

@Suite("Filter and project")
struct FilterTests {
  let records = Records(100, seed: 1)

  func filter(_ bound: BoundExpression) -> LogicalPlan {
    let predicate = Predicate(bound, stage: 1, name: records.name)
    return LogicalPlan(.filter(records.scan(), predicate), columns: records.columns, stage: 1)
  }

  @Test("A condition and its opposite give every row exactly once")
  func complement() throws {
    let one = BoundExpression.literal(.integer(1), .integer)
    let less = Operators.comparison(.less, records.column("small"), one)
    let kept = try run(filter(less))
    let rest = try run(filter(Operators.not(less)))
    let ids = (kept.column(0) + rest.column(0)).map { "\($0)" }
    #expect(Set(ids) == Set(records.values("id").map { "\($0)" }))
    #expect(ids.count == 100)
    let missing = records.values("small").count(where: { $0 == .missing })
    let step = kept.ledger.steps[1]
    #expect(step.flows.first { $0.reason == .missing }?.rows == missing)
    #expect(step.notices == [undecided(missing, ["small"], "< 1")])
    #expect(rest.ledger.steps[1].notices == step.notices)
    #expect(!rest.ledger.steps[1].flows.contains { $0.reason == .missing })
  }

  func undecided(_ rows: Int, _ columns: [String], _ test: String?) -> Notice {
    .undecided(Undecided(rows: rows, of: 100, subjects: columns, test: test, outcome: .fails))
  }

  @Test("A row counts only where missing values alone decide")
  func alone() throws {
    let zero = BoundExpression.literal(.integer(0), .integer)
    let small = Operators.comparison(.greater, records.column("small"), zero)
    let flag = records.column("flag")
    let (smalls, flags) = (records.values("small"), records.values("flag"))
    func count(_ isOpen: (Value, Value) -> Bool) -> Int {
      zip(smalls, flags).count { isOpen($0, $1) }
    }
    func isPositive(_ value: Value) -> Bool {
      if case .integer(let number) = value { number > 0 } else { false }
    }
    let both = try run(filter(Operators.and(small, flag))).ledger.steps[1].notices
    #expect(
      both
        == [
          undecided(count { $0 == .missing && $1 == .boolean(true) }, ["small"], "> 0"),
          undecided(count { isPositive($0) && $1 == .missing }, ["flag"], "flag"),
          undecided(count { $0 == .missing && $1 == .missing }, ["small", "flag"], nil),
        ].filter { notice in
          if case .undecided(let found) = notice { found.rows > 0 } else { false }
        }
    )
    let different = Operators.comparison(.notEqual, records.column("small"), zero)
    let missing = count { first, _ in first == .missing }
    #expect(
      try run(filter(different)).ledger.steps[1].notices
        == [.keptMissing(rows: missing, columns: ["small"])]
    )
    let equal = Operators.comparison(.equal, records.column("small"), zero)
    #expect(try run(filter(equal)).ledger.steps[1].notices == [])
    #expect(
      try run(filter(Operators.not(equal))).ledger.steps[1].notices
        == [.keptMissing(rows: missing, columns: ["small"])]
    )
  }

  @Test("A truth value that is missing is not true")
  func missingTruth() throws {
    let outcome = try run(filter(records.column("flag")))
    let expected = records.rows.filter { $0[6] == .boolean(true) }
    #expect(outcome.rows == expected)
    #expect(outcome.ledger.steps[0].flows.map(\.reason) == [.read])
  }

  @Test("A literal condition keeps all rows or none")
  func literals() throws {
    #expect(try run(filter(.literal(.boolean(true), .boolean))).rows.count == 100)
    #expect(try run(filter(.literal(.boolean(false), .boolean))).rows.isEmpty)
    #expect(try run(filter(.literal(.missing, .boolean))).rows.isEmpty)
  }

  @Test("Divisions by zero are counted once a row, and choices evaluate only the branch taken")
  func choice() throws {
    let quotient = BoundExpression.call(
      Operations.divide,
      [.literal(.integer(6), .integer), records.column("small")]
    )
    let isZero = BoundExpression.call(
      Operations.equal,
      [records.column("small"), .literal(.integer(0), .integer)]
    )
    let safe = BoundExpression.choose(
      condition: isZero,
      then: .literal(.integer(9), .integer),
      otherwise: quotient,
      .real
    )
    let outputs = [(100, quotient), (101, safe)].map { Projection(ColumnID($0), $1) }
    let columns = [
      PlanColumn(ColumnID(100), Field("quotient", .real)),
      PlanColumn(ColumnID(101), Field("safe", .real)),
    ]
    let outcome = try run(
      LogicalPlan(.project(records.scan(), outputs), columns: columns, stage: 1)
    )
    let zeros = records.values("small").count(where: { $0 == .integer(0) })
    #expect(outcome.ledger.steps[1].notices == [.divisionsByZero(zeros)])
    for (row, value) in records.values("small").enumerated() {
      guard case .integer(let small) = value else {
        #expect(outcome.rows[row] == [.missing, .missing])
        continue
      }
      let quotient = small == 0 ? Value.missing : .real(6 / Double(small))
      #expect(outcome.rows[row] == [quotient, small == 0 ? .real(9) : quotient])
    }
  }

  @Test("A choice between texts keeps both dictionaries apart")
  func textChoice() throws {
    let bound = BoundExpression.choose(
      condition: records.column("flag"),
      then: records.column("state"),
      otherwise: .literal(.text("other"), .text),
      .text
    )
    let plan = LogicalPlan(
      .project(records.scan(), [Projection(ColumnID(100), bound)]),
      columns: [PlanColumn(ColumnID(100), Field("text", .text))],
      stage: 1
    )
    let expected = records.rows.map { $0[6] == .boolean(true) ? $0[1] : .text("other") }
    #expect(try run(plan).column(0) == expected)
  }

  @Test("A failure names its row in the input of its stage and its stage")
  func failures() throws {
    let small = filter(.call(Operations.not, [records.column("flag")]))
    let sum = BoundExpression.call(
      Operations.add,
      [records.column("number"), .literal(.integer(1), .integer)]
    )
    let plan = LogicalPlan(
      .project(small, [Projection(ColumnID(100), sum)]),
      columns: [PlanColumn(ColumnID(100), Field("sum", .integer))],
      stage: 2
    )
    let kept = records.rows.filter { $0[6] != .boolean(true) }
    let row = try #require(kept.firstIndex { $0[3] == .integer(.max) })
    let failure = try failure(plan)
    #expect(failure.text == "row \(row + 1) overflows")
    #expect(failure.stage == 2)
  }
}
