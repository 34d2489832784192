import Functions
import Syntax

/// What one pass of the optimizer did to a plan.
public struct PassReport: Sendable {
  /// The pass.
  public var pass: String
  /// What it did, in words.
  public var words: String
}

/// A pass of the optimizer over a plan, which gathers what it did.
class OptimizerPass {
  /// What was done, in words.
  private(set) var done: [String] = []
  /// What columns are called in reports.
  private(set) lazy var names = ColumnNames(plan)
  private let plan: LogicalPlan

  init(_ plan: LogicalPlan) { self.plan = plan }

  /// Adds to what was done.
  func report(_ words: String) { done.append(words) }
}

extension LogicalPlan {
  /// A plan that gives the same rows and the same ledger with less work.
  public func optimized() -> LogicalPlan { passed().plan }

  /// The optimized plan, and what each pass did.
  public func optimizedWithReports() -> (plan: LogicalPlan, reports: [PassReport]) {
    let (plan, folding, pushing) = passed()
    let reports = [
      PassReport(pass: "fold constants", words: said(folding, "there is nothing to fold")),
      PassReport(pass: "push filters", words: said(pushing, "every filter stands well")),
      PassReport(pass: "prune columns", words: said(plan.readings, "no table is read")),
    ]
    return (plan, reports)
  }

  private func passed() -> (plan: LogicalPlan, folding: [String], pushing: [String]) {
    let folding = ConstantFolding(self)
    let folded = folding.folded(self)
    let pushing = FilterPushdown(folded)
    return (pushing.pushed(folded), folding.done, pushing.done)
  }

  private func said(_ done: [String], _ nothing: String) -> String {
    done.isEmpty ? nothing : done.joined(separator: "; ")
  }

  /// What each scan of a table reads.
  private var readings: [String] {
    let shown = Set(columns.filter { !$0.isHidden }.map(\.id))
    return readings(needed: shown, ColumnNames(self))
  }

  private func readings(needed: Set<ColumnID>, _ names: ColumnNames) -> [String] {
    if case .scan(let scan) = operation, case .table = scan.source {
      return ["\(scan.source.words) " + reading(needed, names)]
    }
    let needs = inputNeeds(needed)
    return zip(inputs, [needs.left, needs.right]).flatMap { $0.readings(needed: $1, names) }
  }

  /// The plan with other inputs.
  func mappingInputs(_ change: (LogicalPlan) throws -> LogicalPlan) rethrows -> LogicalPlan {
    var plan = self
    switch operation {
    case .scan: break
    case .filter(let input, let predicate): plan.operation = .filter(try change(input), predicate)
    case .project(let input, let made): plan.operation = .project(try change(input), made)
    case .aggregate(let input, let keys, let calls):
      plan.operation = .aggregate(try change(input), keys: keys, calls: calls)
    case .window(let input, let window): plan.operation = .window(try change(input), window)
    case .sort(let input, let keys): plan.operation = .sort(try change(input), keys)
    case .slice(let input, let slice): plan.operation = .slice(try change(input), slice)
    case .join(let left, let right, let join):
      plan.operation = .join(try change(left), try change(right), join)
    case .append(let left, let right, let pairings):
      plan.operation = .append(try change(left), try change(right), pairings)
    }
    return plan
  }
}
