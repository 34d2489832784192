import Diagnostics
import Language
import Tables
import Testing

@testable import Plans

@Suite struct EntryTests {
  static let promised = """
    abs round floor ceil sqrt ln log10 exp mod min_of max_of bucket lower upper trim length replace
    split_part pad left right concat extract number text date fy fq quarter month week year month_name
    fmonth_name weekday_name start_of end_of days_in days_between months_between reached coalesce label
    count sum mean median min max stdev variance quantile distinct first last any all mode percent
    at_max at_min list weighted_mean correlation slope running previous next change pct_change rank
    share cumulative_share row_number rolling_sum rolling_mean
    """.split { $0 == " " || $0 == "\n" }.map(String.init)

  @Test func everyPromisedFunctionExistsOnce() {
    #expect(Set(Function.all.names) == Set(EntryTests.promised))
    #expect(Function.all.entries.count == EntryTests.promised.count)
  }

  @Test(arguments: Function.all.names)
  func entriesAreComplete(_ name: String) throws {
    let entry = try #require(Function.all[name])
    #expect(entry.usage.contains(name))
    #expect(entry.summary.hasSuffix(".") && entry.missing.hasSuffix("."))
    #expect((1...2).contains(entry.examples.count))
    for example in entry.examples {
      #expect(example.contains("\(name)(") || name == "count")
      #expect(example.contains(" | "))
    }
  }

  /// Calls with arguments of every type end in a formula or a message, and never say nothing.
  @Test(arguments: Function.all.names)
  func wrongCallsSaySo(_ name: String) throws {
    let category = Tables.Category(["a"], isOrdered: false)
    let types: [(DataType, Value)] = [
      (.boolean, .boolean(true)), (.integer, .integer(1)), (.real, .real(0.5)),
      (.percent, .real(0.5)), (.text, .text("a")), (.category(category), .text("a")),
      (.date, .ordinal(1)), (.period(.month), .ordinal(500)),
      (.period(.week), .ordinal(500)), (.text, .missing),
    ]
    for (type, value) in types {
      for count in 0...4 {
        let sheet = Sheet().with("x", type, [value])
        for isLiteral in [true, false] {
          let argument: Argument = isLiteral ? .literal(value, type) : .name("x")
          try check(sheet, name, [Argument](repeating: argument, count: count))
        }
      }
    }
  }

  private func check(_ sheet: Sheet, _ name: String, _ arguments: [Argument]) throws {
    var messages: [Message] = []
    let site = sheet.site(name, arguments) { messages.append($0.message) }
    var isResolved = false
    switch try #require(Function.all[name]).kind {
    case .scalar(let resolve):
      if let formula = resolve(site) {
        isResolved = true
        let values = try sheet.values(formula)
        #expect(values.count == 1)
      }
    case .aggregate(_, let resolve):
      if let call = resolve(site) {
        isResolved = true
        _ = try sheet.value(call)
      }
    case .window(let resolve): isResolved = resolve(site) != nil
    }
    #expect(isResolved == messages.isEmpty, "\(name) \(arguments.count): \(messages)")
    for message in messages {
      #expect(message.text.hasSuffix("."))
      for word in ["internal", "unexpected", "Optional", "Formula", "nil"] {
        #expect(!message.text.contains(word))
      }
    }
  }
}
