import Catalog
import Columns
import Functions
import Planner

/// What a row lacks: bits of the columns and terms that are missing in it, and of the tests that
/// they leave undecided; and whether an equality among these holds.
struct Lack: Hashable {
  var subjects: UInt64 = 0
  var tests: UInt64 = 0
  var holds = false

  static func bit(_ place: Int) -> UInt64 { 1 << UInt64(min(place, 63)) }
}

/// The finder of rows in which missing values alone decide a condition of a stage.
struct UndecidedRows: Sendable {
  private let decisions: [Node]
  private let tests: [Test]
  private var columns: [ColumnID] = []
  private var names: [ColumnID: String] = [:]
  private let areGroups: Bool

  /// A test of a condition: a comparison, or a truth value.
  private struct Test: Sendable {
    let bound: BoundExpression
    let columns: Set<ColumnID>
    let words: String?
    /// The values beside the order of a category that it compares.
    let unranked: String?
    let isNeither: Bool
    /// Whether it may be missing though no column of it is.
    let isComputed: Bool
  }

  /// A condition in three values, by its tests.
  private indirect enum Node: Sendable {
    case test(BoundExpression, Int)
    case connective(BoundExpression, [Node])
    case choice(BoundExpression, condition: Node, then: Node, otherwise: Node)

    var bound: BoundExpression {
      switch self {
      case .test(let bound, _), .connective(let bound, _), .choice(let bound, _, _, _): bound
      }
    }
  }

  init(_ decisions: [Decision]) {
    var tests: [Test] = []
    func node(_ bound: BoundExpression, _ decision: Decision) -> Node {
      switch bound {
      case .call(let operation, let operands) where !bound.isRange && operation.isConnective:
        return .connective(bound, operands.map { node($0, decision) })
      case .choose(let condition, let then, let otherwise, _):
        return .choice(
          bound,
          condition: node(condition, decision),
          then: node(then, decision),
          otherwise: node(otherwise, decision)
        )
      default:
        tests.append(
          Test(
            bound: bound,
            columns: Set(bound.columns),
            words: decision.words(of: bound),
            unranked: decision.unranked(in: bound),
            isNeither: decision.use == .isNeither,
            isComputed: !bound.isPlain
          )
        )
        return .test(bound, tests.count - 1)
      }
    }
    self.decisions = decisions.map { node($0.condition, $0) }
    self.tests = tests
    areGroups = decisions.contains(where: \.isOfGroups)
    for id in tests.flatMap(\.bound.columns) where !columns.contains(id) { columns.append(id) }
    for decision in decisions { names.merge(decision.names) { first, _ in first } }
  }

  /// Whether a decision is undecided, row by row; nil where none can be.
  func open(in chunk: Chunk, stage: Int?) throws -> Buffer<Bool>? {
    let mayBe = tests.contains { test in
      test.isComputed || test.columns.contains { chunk[$0].known != nil }
    }
    guard mayBe else { return nil }
    var whole: Buffer<Bool>?
    for decision in decisions {
      let open = try missing(decision.bound, chunk, stage)
      whole = whole.map { before in .tabulate(open.count) { before[$0] || open[$0] } } ?? open
    }
    return whole
  }

  /// How many of the rows that are `open` lack what.
  func count(_ open: Buffer<Bool>, of chunk: Chunk, stage: Int?) throws -> [Lack: Int] {
    let rows = open.selected()
    if rows.count == 0 { return [:] }
    let masked = columns.filter { chunk[$0].known != nil }
    if masked.count == 1, !tests.contains(where: { $0.isComputed || $0.bound.equality != nil }),
      tests.count(where: { $0.columns.contains(masked[0]) }) == 1
    {
      return [lack(of: masked[0]): rows.count]
    }
    let those = chunk.gathered(rows, only: Set(columns))
    var lacks = [Lack](repeating: Lack(), count: rows.count)
    for decision in decisions {
      let all = [Bool](repeating: true, count: rows.count)
      try add(decision, all, over: those, stage, to: &lacks)
    }
    // What constants alone leave undecided is no fact about rows.
    return lacks.filter { $0.subjects != 0 }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// What a row lacks in which this column alone is missing and all tests of it are undecided.
  func lack(of column: ColumnID) -> Lack {
    var lack = Lack()
    lack.subjects = Lack.bit(columns.firstIndex(of: column) ?? 63)
    for (place, test) in tests.enumerated() where test.columns.contains(column) {
      lack.tests |= Lack.bit(place)
    }
    return lack
  }

  private func missing(_ bound: BoundExpression, _ chunk: Chunk, _ stage: Int?) throws
    -> Buffer<Bool>
  {
    var evaluator = Evaluator(stage: stage)
    guard let known = try evaluator.column(bound, over: chunk).known else {
      return Buffer(repeating: false, count: chunk.rowCount)
    }
    return .tabulate(chunk.rowCount) { !known[$0] }
  }

  /// Adds what leaves a part of a condition undecided to the rows where that matters.
  private func add(
    _ node: Node,
    _ matters: [Bool],
    over rows: Chunk,
    _ stage: Int?,
    to lacks: inout [Lack]
  ) throws {
    let bound = node.bound
    let isOpen = try missing(bound, rows, stage)
    let open = matters.indices.map { matters[$0] && isOpen[$0] }
    if !open.contains(true) { return }
    switch node {
    case .test(_, let place):
      var evaluator = Evaluator(stage: stage)
      let equality = tests[place].bound.equality
      let truth = try equality.map { try evaluator.column($0, over: rows).certain }
      note(place, open, truth, rows, &lacks)
    case .connective(_, let parts):
      for part in parts { try add(part, open, over: rows, stage, to: &lacks) }
    case .choice(_, let condition, let then, let otherwise):
      var evaluator = Evaluator(stage: stage)
      let truth = try evaluator.column(condition.bound, over: rows)
      try add(condition, open, over: rows, stage, to: &lacks)
      let taken = open.indices.map { open[$0] && truth.isKnown($0) && truth.booleans[$0] }
      try add(then, taken, over: rows, stage, to: &lacks)
      let rest = open.indices.map { open[$0] && truth.isKnown($0) && !truth.booleans[$0] }
      try add(otherwise, rest, over: rows, stage, to: &lacks)
    }
  }

  private func note(
    _ place: Int,
    _ open: [Bool],
    _ truth: Buffer<Bool>?,
    _ rows: Chunk,
    _ lacks: inout [Lack]
  ) {
    if tests[place].columns.isEmpty { return }
    let masks = tests[place].columns.compactMap { id in
      rows[id].known.map { (Lack.bit(columns.firstIndex(of: id) ?? 63), $0) }
    }
    for row in open.indices where open[row] {
      let missing = masks.reduce(UInt64(0)) { $1.1[row] ? $0 : $0 | $1.0 }
      lacks[row].subjects |= missing == 0 ? Lack.bit(columns.count + place) : missing
      lacks[row].tests |= Lack.bit(place)
      if let truth, truth[row], !tests[place].isNeither { lacks[row].holds = true }
    }
  }
}

extension ScalarFunction {
  fileprivate var isConnective: Bool {
    switch logic {
    case .connective?, .negation?: true
    default: false
    }
  }
}

extension BoundExpression {
  /// Whether it compares columns and constants alone, so that it is missing only where these are.
  fileprivate var isPlain: Bool {
    switch self {
    case .column: true
    case .literal(let value, _): value != .missing
    case .choose: false
    case .call(_, let operands):
      type == .boolean && operands.allSatisfy { $0.isPlain && $0.isTestOrValue }
    }
  }

  private var isTestOrValue: Bool {
    if case .call = self { return type == .boolean }
    return true
  }

  /// The equality of which it tells where it is undecided; nil for another test.
  fileprivate var equality: BoundExpression? {
    guard case .call(let operation, let operands) = self, operation.isSilent,
      case .call(let inner, _)? = operands.first, case .total? = inner.logic
    else { return nil }
    return operands[0]
  }
}

// MARK: Notices

extension UndecidedRows {
  /// What the ledger says of the rows counted, of `all` that were looked at: a fact for each set of
  /// what is missing.
  func notices(_ counts: [Lack: Int], of all: Int) -> [Notice] {
    bySubjects(counts).map { subjects, holds, found in
      let open = open(found.tests)
      let words = Set(open.map(\.words))
      var undecided = Undecided(
        rows: found.rows,
        of: all,
        subjects: names(of: subjects),
        test: words.count == 1 ? words.first ?? nil : nil,
        outcome: outcome(of: open, holds: holds)
      )
      undecided.isOfGroups = areGroups
      return .undecided(undecided)
    }
  }

  /// The same of rows that a filter let pass.
  func keptNotices(_ counts: [Lack: Int], of all: Int) -> [Notice] {
    let equal = counts.filter { isOfEqualities($0.key) }
    let kept = bySubjects(equal).map { subjects, _, found in
      Notice.keptMissing(rows: found.rows, columns: names(of: subjects))
    }
    return kept + notices(counts.filter { !isOfEqualities($0.key) }, of: all)
  }

  /// Whether only equalities are undecided, which hold or fail beside missing as beside any value.
  func isOfEqualities(_ lack: Lack) -> Bool {
    open(lack.tests).allSatisfy { $0.bound.equality != nil && !$0.isNeither }
  }

  private func open(_ bits: UInt64) -> [Test] {
    tests.indices.filter { bits & Lack.bit($0) != 0 }.map { tests[$0] }
  }

  private func outcome(of open: [Test], holds: Bool) -> Undecided.Outcome {
    let others = open.filter { !$0.isNeither }
    if others.isEmpty { return .neither }
    if holds, others.contains(where: { $0.bound.equality == nil }) { return .either }
    if others.count < open.count { return holds ? .holdsOrNeither : .failsOrNeither }
    return holds ? .holds : .fails
  }

  private func bySubjects(
    _ counts: [Lack: Int]
  ) -> [(subjects: UInt64, holds: Bool, found: (rows: Int, tests: UInt64))] {
    var sets: [Lack: (rows: Int, tests: UInt64)] = [:]
    for (lack, rows) in counts {
      let set = Lack(subjects: lack.subjects, holds: lack.holds)
      let known = sets[set] ?? (0, 0)
      sets[set] = (known.rows + rows, known.tests | lack.tests)
    }
    let sorted = sets.sorted { one, other in
      let (first, second) = (one.key, other.key)
      if first.subjects != second.subjects { return first.subjects < second.subjects }
      return second.holds && !first.holds
    }
    return sorted.map { ($0.key.subjects, $0.key.holds, $0.value) }
  }

  private func names(of subjects: UInt64) -> [String] {
    var found = columns.indices.filter { subjects & Lack.bit($0) != 0 }
      .map { names[columns[$0]] ?? "" }
    for (place, test) in tests.enumerated() where subjects & Lack.bit(columns.count + place) != 0 {
      let own = test.bound.columns.compactMap { names[$0] }
      let computed = own.isEmpty ? "a value" : "a value of " + own.joined(separator: " and ")
      found.append(test.unranked ?? computed)
    }
    return found.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
