import Catalog
import Execution
import Functions
import Syntax

@testable import Planner

/// A golden script: queries with the plan and the rows of each, side by side.
///
/// A line that begins with `>` is a query; what follows it, up to the next query or a comment, is
/// what it gives.
struct Script {
  let text: String

  /// The script with what its queries give now.
  func run() -> String {
    var output: [String] = []
    var isAnswer = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix(">") {
        isAnswer = true
        output += [line, ""] + Script.answer(String(line.dropFirst())) + [""]
      } else {
        if line.hasPrefix("#") { isAnswer = false }
        if !isAnswer { output.append(line) }
      }
    }
    while output.last == "" { output.removeLast() }
    return output.joined(separator: "\n") + "\n"
  }

  private static func answer(_ query: String) -> [String] {
    let catalog = SmallRecord.catalog()
    let engine = Engine(catalog: catalog, workers: 1)
    var environment = Environment(catalog: catalog)
    environment.evaluateSubquery = { try engine.run($0, until: Cancellation()).0 }
    let program = parse(query, verbs: Verb.shapes)
    guard case .pipeline(let pipeline)? = program.statements.first?.kind else {
      return program.diagnostics.map(\.message.text)
    }
    let binding = bind(pipeline, in: environment, source: query)
    let messages = binding.diagnostics.map { "\($0.message.code): \($0.message.text)" }
    guard let bound = binding.query else { return messages }
    do {
      let (table, _) = try engine.run(bound, until: Cancellation())
      let optimized = bound.plan.optimizedWithReports()
      let done = optimized.reports.dropLast().map { "\($0.pass): \($0.words)" }
      return messages + sideBySide(optimized.plan.outline, rows(table)) + [""] + done
    } catch {
      return messages + ["\(error)"]
    }
  }

  /// A table as aligned lines, its names first.
  private static func rows(_ table: Table) -> [String] {
    let columns = zip(table.schema.fields, table.columns).map { field, column in
      [field.name] + (0..<table.rowCount).map { column[$0].heading(field.type) }
    }
    let widths = columns.map { $0.map(\.count).max() ?? 0 }
    return (0...table.rowCount).map { row in
      zip(columns, widths).map { padded($0[row], to: $1) }.joined(separator: "  ").trimmed
    }
  }

  private static func sideBySide(_ left: [String], _ right: [String]) -> [String] {
    let width = left.map(\.count).max() ?? 0
    return (0..<max(left.count, right.count)).map { place in
      let first = place < left.count ? left[place] : ""
      let second = place < right.count ? right[place] : ""
      return "\(padded(first, to: width)) | \(second)".trimmed
    }
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: width - text.count)
  }
}

extension String {
  /// The text without blanks at its end.
  fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
