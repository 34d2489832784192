import Catalog
import Columns
import Diagnostics
import Syntax
import Testing

@testable import Functions
@testable import Planner

@Suite struct EntryTests {
  @Test func everyFunctionExistsOnce() {
    #expect(Set(Function.all.names).count == Function.all.names.count)
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

  @Test func usageLinesComeFromParameters() {
    let lines = [
      "round": "round(x, digits)", "min_of": "min_of(x, y, …)", "row_number": "row_number()",
      "count": "count | count(x) | count(where condition)",
      "percent": "percent(where condition) | percent(x where condition)",
      "date": "date(year, month, day) | date(text, \"MM/DD/YYYY\")",
      "label": "label(x, value = result, …, else result)", "quantile": "quantile(x, 90%)",
    ]
    for (name, usage) in lines { #expect(Function.all[name]?.usage == usage) }
  }

  @Test func countsOfArgumentsComeFromParameters() throws {
    let counts: [String: ClosedRange<Int>] = [
      "round": 1...2, "min_of": 2...64, "row_number": 0...0, "count": 0...1, "date": 1...3,
      "label": 2...1000, "concat": 1...64,
    ]
    for (name, range) in counts {
      let function = try #require(Function.all[name])
      for count in 0...1001 {
        #expect(((try? function.form(count)) != nil) == range.contains(count), "\(name) \(count)")
      }
    }
  }

  /// Calls with arguments of every type end in a formula or a message, and never say nothing.
  @Test(arguments: Function.all.names)
  func wrongCallsSaySo(_ name: String) throws {
    let category = Category(["a"], isOrdered: false)
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
    var isResolved = false
    do {
      let (entry, call) = try sheet.bound(name, arguments)
      switch entry.kind {
      case .scalar(let make):
        let values = try sheet.values(make(call))
        #expect(values.count == 1)
      case .aggregate(let make): _ = try sheet.value(make(call))
      case .window(let make): _ = try make(call)
      }
      isResolved = true
    } catch let error as CallError {
      messages.append(error.message)
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
