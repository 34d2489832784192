import Foundation
import Functions
import TestSupport
import Testing

@testable import Planner

/// Functions that only verbs call: people read words of the language in their place.
@Suite struct OperatorWordsTests {
  /// The names that the sources give to functions and operators.
  static let names: Set<String> = {
    var names: Set<String> = []
    for module in ["Functions", "Planner"] {
      let folder = Repository.root + "/Sources/" + module
      let files = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
      for file in files where file.hasSuffix(".swift") {
        let text = (try? Repository.text("Sources/\(module)/\(file)")) ?? ""
        for match in text.matches(of: /(?:\.call|ScalarFunction)\(\s*"([^"\\]+)"/) {
          names.insert(String(match.output.1))
        }
      }
    }
    return names
  }()

  /// What formulas show in their operand's place.
  static let silent: Set<String> = ["ranked", "truth", "decided", "found", "real"]

  @Test func allAreFound() {
    let verbs: Set<String> = ["near", "offset", "phase", "pick", "lump", "is cut"]
    #expect(Self.names.isSuperset(of: verbs))
    #expect(Self.names.isSuperset(of: Self.silent))
  }

  @Test(arguments: names.subtracting(silent).sorted())
  func hasWordsOrIsAFunction(_ name: String) {
    let names = ColumnNames([:])
    let isSaid = (1...4).contains { names.sentence(name, Array(repeating: "x", count: $0)) != nil }
    #expect(isSaid || Function.all[name] != nil, "\(name) is no function that queries can call")
  }

  @Test func theSilentOnesShowTheirOperand() throws {
    let percent = try #require(Operators.converted(.column(ColumnID(1), .integer), to: .percent))
    let test = Operators.comparison(.greater, percent, .literal(.real(0.5), .percent))
    #expect(ColumnNames([ColumnID(1): "part"]).words(Operators.truth(test)) == "part > 50%")
  }
}
