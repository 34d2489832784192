import Foundation
import Testing

@testable import Shell

/// The thirty questions, against answers computed by another engine.
@Suite struct QuestionTests {
  struct Question: Decodable, CustomTestStringConvertible {
    var id: String
    var question: String
    var query: String
    var testDescription: String { id + ": " + question }
  }

  static let all: [Question] = {
    guard let text = try? Record.text("Tests/questions/questions.json"),
      let questions = try? JSONDecoder().decode([Question].self, from: Data(text.utf8))
    else { return [] }
    return questions
  }()

  @Test func thereAreThirty() { #expect(Self.all.count == 30) }

  @Test(arguments: all)
  func isAnsweredRight(_ question: Question) throws {
    let (data, notes, exit, _) = try Record.answer(question.query)
    #expect(exit == .fine, "\(notes)")
    let last = try #require(data.components(separatedBy: "\n\n").last)
    let wanted = CSV(try Record.text("Tests/questions/answers/\(question.id).csv"))
    let found = CSV(last)
    if question.id == "q30" {
      #expect(found.rows.count == 11 && Set(found.rows).count == 11)
      #expect(Set(found.rows).isSubset(of: Set(wanted.rows)))
    } else {
      #expect(found.difference(from: wanted) == nil, "\(question.query)")
    }
  }
}

/// A CSV text as rows of cells.
struct CSV {
  var rows: [[String]] = [[]]

  init(_ text: String) {
    var cell = ""
    var isQuoted = false
    var previous: Character?
    for character in text where character != "\r" {
      switch character {
      case "\"":
        if !isQuoted, previous == "\"" { cell.append("\"") }
        isQuoted.toggle()
      case "," where !isQuoted: end(&cell)
      case "\n" where !isQuoted:
        end(&cell)
        rows.append([])
      default: cell.append(character)
      }
      previous = character
    }
    if !cell.isEmpty || !rows[rows.count - 1].isEmpty { end(&cell) }
    rows.removeAll(where: \.isEmpty)
  }

  private mutating func end(_ cell: inout String) {
    rows[rows.count - 1].append(cell)
    cell = ""
  }

  /// The first difference, with numbers equal to one part in a thousand million.
  func difference(from other: CSV) -> String? {
    if rows.count != other.rows.count { return "\(rows.count) rows for \(other.rows.count)" }
    for (row, pair) in zip(rows, other.rows).enumerated() {
      if pair.0.count != pair.1.count { return "row \(row): \(pair.0) for \(pair.1)" }
      for (mine, theirs) in zip(pair.0, pair.1) where !CSV.equal(mine, theirs) {
        return "row \(row): \(pair.0) for \(pair.1)"
      }
    }
    return nil
  }

  static func equal(_ left: String, _ right: String) -> Bool {
    if left == right { return true }
    guard let one = Double(left), let other = Double(right) else { return false }
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other))
  }
}
