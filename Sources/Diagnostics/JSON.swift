extension Diagnostic {
  /// The diagnostic as one line of JSON, for editors and graders; lines, and the bytes of a repair,
  /// count from the beginning of the file in which `source` begins at `place`.
  ///
  /// What is wrong with a file of data is reported at its place there, where the message names it.
  public func json(source: String, place: SourceStart? = nil) -> String {
    if message.isAboutFile, let (place, text) = FilePlace.leading(message.text) {
      return errorJSON(text, code: message.code, place: place)
    }
    let lines = SourceLines(source)
    let (line, column) = lines.position(of: span.start)
    let (endLine, endColumn) = lines.position(of: span.end)
    let offset = (place?.firstLine ?? 1) - 1
    var members = place.map { [("file", jsonQuoted($0.file))] } ?? []
    members += [
      ("line", "\(line + offset)"), ("column", "\(column)"),
      ("endLine", "\(endLine + offset)"), ("endColumn", "\(endColumn)"),
      ("severity", isNote ? "\"note\"" : "\"error\""), ("code", jsonQuoted(message.code)),
      ("message", jsonQuoted(message.text)),
    ]
    if let fix {
      let edits = fix.edits.map { json($0, behind: place?.firstByte ?? 0) }
      members.append(("fix", jsonList(edits)))
    }
    return jsonObject(members)
  }

  private func json(_ edit: FixIt.Edit, behind offset: Int) -> String {
    jsonObject([
      ("start", "\(offset + edit.span.start)"), ("end", "\(offset + edit.span.end)"),
      ("text", jsonQuoted(edit.text)),
    ])
  }
}

/// An error, or another problem of a `severity`, as one line of JSON, with the members of a
/// diagnostic; without a place it has none.
public func errorJSON(
  _ text: String,
  code: String,
  place: FilePlace? = nil,
  severity: String = "error"
) -> String {
  let members = place.map { place in
    [
      ("file", jsonQuoted(place.file)), ("line", "\(place.line)"), ("column", "\(place.column)"),
      ("endLine", "\(place.line)"), ("endColumn", "\(place.column)"),
    ]
  }
  let said = [
    ("severity", jsonQuoted(severity)), ("code", jsonQuoted(code)), ("message", jsonQuoted(text)),
  ]
  return jsonObject((members ?? []) + said)
}

/// A JSON object of names and JSON values, without white space.
public func jsonObject(_ members: [(String, String)]) -> String {
  "{" + members.map { jsonQuoted($0) + ":" + $1 }.joined(separator: ",") + "}"
}

/// A JSON list of JSON values, without white space.
public func jsonList(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }

/// `text` as a JSON text; what commands a terminal, hides or reorders text is escaped.
public func jsonQuoted(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy { $0 != 0x22 && $0 != 0x5C }
  if isPlain, isPlainlyVisible(text) { return "\"" + text + "\"" }
  var quoted = "\""
  for (scalar, shown) in zip(text.unicodeScalars, visibleScalars(of: text.unicodeScalars)) {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\r": quoted += "\\r"
    case "\t": quoted += "\\t"
    case shown: quoted.unicodeScalars.append(scalar)
    default:
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }
  return quoted + "\""
}
