import Foundation
import Functions
import Shell
import Syntax
import Testing

/// The planner and the engine know functions and operators by their properties, not by their names.
@Suite struct FunctionNameTests {
  /// The operators by how they are written.
  static let operators =
    Operators.Comparison.allCases.map(\.rawValue)
    + ["??", "and", "or", "not", "in", "is missing", "contains", "matches"]

  static let files = ArchitectureTests.files.filter { file in
    ["BindingResult", "Optimizer", "Execution"].contains {
      file.split(separator: "/").contains($0[...])
    }
  }

  /// What would tell a function by its name: a comparison with it, or a look at the name.
  static func namesFunction(_ line: Substring) -> Bool {
    if line.contains("operation.name") || line.contains("call.name") { return true }
    return (Function.all.names + operators).contains { name in
      ["== \"\(name)\"", "!= \"\(name)\"", "case \"\(name)\""].contains { line.contains($0) }
    }
  }

  @Test func namesAreFound() {
    #expect(Self.files.count > 40)
    #expect(Self.namesFunction("    if name == \"median\" {"))
    #expect(Self.namesFunction("    switch operation.name {"))
    #expect(!Self.namesFunction("    if operation.comparison == .equal {"))
  }

  @Test(arguments: files)
  func knowsNoFunctionByName(_ file: String) throws {
    for line in try Record.text("Sources/" + file).split(separator: "\n")
    where Self.namesFunction(line) {
      Issue.record("\(file) tells a function by its name: \(line)")
    }
  }
}
