import Catalog
import Diagnostics
import Planner

/// A form in which the sources of a result are written.
struct CitationStyle: Sendable {
  /// What `.cite` calls it.
  let name: String
  /// Whether programs read it.
  let isData: Bool
  /// The text of a bibliography, with its line ends.
  let text: @Sendable (Bibliography) -> String

  /// All styles; the first is the usual one.
  static let all = [plain, markdown, bibtex, csl]

  static let plain = CitationStyle(name: "text", isData: false) { cited in
    var lines = cited.summary
    lines += cited.citations.map { "  " + $0.line }
    lines += ["Query:"] + cited.query.map { "  " + visibleText($0) } + cited.data
    return lines.map { $0 + "\n" }.joined()
  }

  static let markdown = CitationStyle(name: "markdown", isData: true) { cited in
    func escaped(_ text: String) -> String {
      escapedSigns(in: text, #"\`*_[]<>#|~&"#) { "\\\($0)" }
    }
    let blocks = [
      cited.summary.map(escaped).joined(separator: "\n"),
      cited.citations.map { citation in
        "- "
          + citation.sentence(escaped, title: { "*\($0)*" }) { address in
            "<" + escapedSigns(in: address, "<> ") { percentEncoded($0) } + ">"
          }
      }.joined(separator: "\n"),
      "Query:", cited.query.map { "    " + visibleText($0) }.joined(separator: "\n"),
      cited.data.map(escaped).joined(separator: "  \n"),
    ]
    return blocks.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }
}

/// A text with these signs replaced by what stands for them.
func escapedSigns(in text: String, _ signs: String, _ replacement: (Unicode.Scalar) -> String)
  -> String
{
  var escaped = ""
  for scalar in text.unicodeScalars {
    if signs.unicodeScalars.contains(scalar) {
      escaped += replacement(scalar)
    } else {
      escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

/// A sign of ASCII as addresses encode it: `%7B`.
func percentEncoded(_ scalar: Unicode.Scalar) -> String {
  "%" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16, uppercase: true)
}

extension Citation {
  /// The citation in a line.
  var line: String { sentence({ $0 }, title: { "\"\($0)\"" }, address: { $0 }) }

  /// The citation in a line, whose parts are escaped and marked.
  func sentence(
    _ escaped: (String) -> String,
    title mark: (String) -> String,
    address: (String) -> String
  ) -> String {
    func part(_ part: TableNotes.CitationPart) -> String? {
      self[part].map { escaped(visibleText($0)) }
    }
    let known = [part(.author), part(.title).map(mark), part(.date)].compactMap { $0 }
    var text = known.isEmpty ? "" : known.joined(separator: ", ") + ". "
    if let place = self[.address] { text += address(visibleText(place)) + " " }
    return text + "(\(escaped(visibleText(key))))"
  }
}

extension Bibliography {
  /// What the documents stand behind, in lines.
  var summary: [String] {
    let rows = tables.map { "\(counted($0.rows, "row")) of \($0.table)" }
    if !elsewhere.isEmpty {
      let names = listed(elsewhere)
      return [
        visibleText("The documents behind rows of another engine are not followed: \(names).")
      ]
    }
    if rows.isEmpty { return ["No rows of a table are behind this result."] }
    let verb = citations.count == 1 ? "stands" : "stand"
    let count = citations.isEmpty ? "No document" : counted(citations.count, "document")
    let behind = "\(count) \(citations.isEmpty ? "stands" : verb) behind " + listed(rows)
    let missing = tables.filter { $0.withoutDocument > 0 }.map { table in
      table.withoutDocument == table.rows
        ? "\(table.table) names no documents for them."
        : "\(counted(table.withoutDocument, "row")) of the table \(table.table) "
          + "\(table.withoutDocument == 1 ? "has" : "have") no document."
    }
    return ([behind + (citations.isEmpty ? "." : ":")] + missing).map(visibleText)
  }

  /// The data and the day, in lines.
  var data: [String] {
    let packages = packages.map { identity, hash in
      let version = identity.version.map { ", version \($0)" } ?? ""
      return "Data: \(identity.words)\(version), hash \(hash)"
    }
    let others = others.map { "Data: \($0.table), \($0.place)" }
    return (packages + others + ["Date: \(day.description)"]).map(visibleText)
  }

  private func counted(_ count: Int, _ word: String) -> String {
    "\(count) \(word)\(count == 1 ? "" : "s")"
  }
}
