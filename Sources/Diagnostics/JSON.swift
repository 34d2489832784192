extension Diagnostic {
  /// The diagnostic as one line of JSON, for editors and graders; `firstLine` is the line of the
  /// file at which `source` begins.
  public func json(source: String, place: (file: String, firstLine: Int)? = nil) -> String {
    let lines = SourceLines(source)
    let (line, column) = lines.position(of: span.start)
    let (endLine, endColumn) = lines.position(of: span.end)
    let offset = (place?.firstLine ?? 1) - 1
    var fields: [String] = []
    if let place { fields.append("\"file\":\(quoted(place.file))") }
    fields += [
      "\"line\":\(line + offset)", "\"column\":\(column)",
      "\"endLine\":\(endLine + offset)", "\"endColumn\":\(endColumn)",
      "\"severity\":\"\(isNote ? "note" : "error")\"", "\"code\":\(quoted(message.code))",
      "\"message\":\(quoted(message.text))",
    ]
    if let fix { fields.append("\"fix\":[" + fix.edits.map(json).joined(separator: ",") + "]") }
    return "{" + fields.joined(separator: ",") + "}"
  }

  private func json(_ edit: FixIt.Edit) -> String {
    "{\"start\":\(edit.span.start),\"end\":\(edit.span.end),\"text\":\(quoted(edit.text))}"
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
