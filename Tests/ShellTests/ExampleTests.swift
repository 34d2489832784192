import Functions
import Planner
import Testing

@testable import IO
@testable import Shell

/// Every example of every entry runs, says the same however it is cut into chunks, and its ledger
/// adds up.
@Suite struct ExampleTests {
  static let examples: [String] = {
    let verbs = Verb.all.entries.flatMap(\.examples)
    let functions = Function.all.entries.flatMap(\.examples)
    let formats = Format.all.entries.flatMap(\.examples)
    return verbs + functions + formats + Topic.all.entries.flatMap(\.examples)
  }()

  @Test(arguments: examples)
  func saysTheSameHoweverItIsCut(_ example: String) throws {
    let whole = try Record.answer(example)
    #expect(whole.exit == .fine, "\(example)\n\(whole.notes)")
    #expect(!whole.data.isEmpty)
    for (workers, chunkSize) in [(2, 65_536), (1, 7), (2, 7), (1, 1), (2, 1)] {
      let again = try Record.answer(example, workers: workers, chunkSize: chunkSize)
      #expect(again.data == whole.data, "\(example) with \(workers) workers, \(chunkSize) a chunk")
      #expect(
        again.notes == whole.notes,
        "\(example) with \(workers) workers, \(chunkSize) a chunk"
      )
    }
  }

  @Test(arguments: examples)
  func addsUpItsLedger(_ example: String) throws {
    let session = try Record.answer(example).session
    for step in session.results.flatMap(\.ledger.steps) {
      #expect(step.addsUp, "\(example): \(step)")
    }
  }

  @Test func everyEntryHasAnExample() {
    for verb in Verb.all.entries where verb.name != "save" {
      #expect(!verb.examples.isEmpty, "\(verb.name)")
    }
    for function in Function.all.entries { #expect(!function.examples.isEmpty, "\(function.name)") }
    for topic in Topic.all.entries { #expect(!topic.examples.isEmpty, "\(topic.name)") }
    for format in Format.all.entries { #expect(!format.examples.isEmpty, "\(format.name)") }
  }
}
