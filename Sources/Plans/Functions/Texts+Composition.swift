import Language
import Tables

extension Function {
  static let compositions: [Function] = [
    Function(
      "replace",
      "replace(text, old, new)",
      "The text with each occurrence of old replaced by new.",
      missing: "Missing where the text is, or where nothing is left.",
      examples: [
        "events | add words = replace(kind, \"_\", \" \") | count by words",
        "states | add short = replace(name, \"North\", \"N.\") "
          + "| where short starts with \"N.\" | keep code, short",
      ],
      .scalar { $0.replacement() }
    ),
    Function(
      "pad",
      "pad(x, width, fill)",
      "The text or whole number with fill, or else zeros, before it up to so many characters.",
      missing: "Missing where x is.",
      examples: [
        "jurisdictions | add key = pad(fips, 7) | keep name, key | first 5",
        "events | where kind = \"rescission\" | add place = pad(state, 5, \".\") "
          + "| keep date, place",
      ],
      .scalar { $0.padding() }
    ),
    Function(
      "concat",
      "concat(x, y, …)",
      "The texts one after the other; other values are written as text(x) writes them.",
      missing: "Missing where one of them is; use ?? for a text instead.",
      examples: [
        "jurisdictions | add place = concat(name, \", \", state) | keep place | first 5",
        "rollout | add words = concat(active_jurisdictions, \" by \", date) | keep words | last 3",
      ],
      .scalar { $0.concatenation() }
    ),
  ]
}

extension CallSite {
  fileprivate func replacement() -> Formula? {
    guard expectCount(3...3), let formula = text(at: 0), let old = searchText(1),
      let new = literalText(2)
    else { return nil }
    let literals: [Formula] = [
      .literal(.text(String(decoding: old, as: UTF8.self)), .text), .literal(.text(new), .text),
    ]
    return texts(formula, literals) { text, bytes in
      var start = 0
      while let place = text.firstIndex(of: old, from: start) {
        bytes.append(contentsOf: text[start..<place])
        bytes.append(contentsOf: new.utf8)
        start = place + old.count
      }
      bytes.append(contentsOf: text[start...])
    }
  }

  fileprivate func padding() -> Formula? {
    guard expectCount(2...3), let given = formula(0) else { return nil }
    let isInteger = given.type == .integer
    guard let formula = isInteger ? Operators.text(given) : text(at: 0),
      let width = naturalNumber(1)
    else { return nil }
    var fill = "0"
    if arguments.count == 3 {
      guard let text = literalText(2) else { return nil }
      if text.count != 1 {
        fail(
          .wantsLiteral(function: name.text, wanted: "one character", found: self.text(2)),
          at: 2
        )
        return nil
      }
      fill = text
    }
    let literals: [Formula] = [
      .literal(.integer(Int64(width)), .integer), .literal(.text(fill), .text),
    ]
    let padded = texts(formula, literals) { [fill] text, bytes in
      let count = String(decoding: text, as: UTF8.self).count
      let isNegative = isInteger && text.first == UInt8(ascii: "-")
      if isNegative { bytes.append(UInt8(ascii: "-")) }
      for _ in 0..<max(0, width - count) { bytes.append(contentsOf: fill.utf8) }
      bytes.append(contentsOf: text[(isNegative ? 1 : 0)...])
    }
    guard isInteger, case .call(let writing, _) = formula, case .call(let filling, _) = padded
    else { return padded }
    return call(.text, [given] + literals) { operands, evaluation in
      let written = try writing.kernel([operands[0]], &evaluation)
      return try filling.kernel([.column(written)] + operands.dropFirst(), &evaluation)
    }
  }

  fileprivate func concatenation() -> Formula? {
    guard expectCount(1...64) else { return nil }
    let formulas = arguments.indices.compactMap { index in
      argument(index, .anything).map { Operators.text($0) }
    }
    guard formulas.count == arguments.count else { return nil }
    return call(.text, formulas) { operands, evaluation in
      try Operators.concatenated(operands, rows: evaluation.rowCount)
    }
  }
}

extension Operators {
  /// The texts of operands one after the other, row by row; missing where one is, or nothing is left.
  static func concatenated(_ operands: [Operand], rows: Int) throws -> Column {
    let columns = operands.map { operand -> (codes: Codes, labels: TextDictionary) in
      operand.column(rows: rows).texts
    }
    let known = operands.reduce(nil) { Truth.both($0, knownRows($1, rows)) }
    var builder = TextDictionaryBuilder()
    var codes = [UInt32](repeating: 0, count: rows)
    var (mask, bytes): ([Bool], [UInt8]) = ([], [])
    for row in 0..<rows {
      bytes.removeAll(keepingCapacity: true)
      let isKnown = known?[row] ?? true
      if isKnown {
        for column in columns {
          bytes.append(contentsOf: column.labels.utf8(column.codes[row]))
        }
      }
      mask.append(!bytes.isEmpty)
      if row & 255 == 0 || bytes.count > 1 << 12 { try MemoryBudget.check() }
      if !bytes.isEmpty {
        codes[row] = bytes.withUnsafeBufferPointer { builder.code(of: $0) }
      }
    }
    if builder.count == 0 { _ = builder.code(of: "") }
    let labels = builder.finish()
    return Column(
      .code(Codes(codes, dictionaryCount: labels.count), labels),
      known: mask.contains(false) ? Buffer(mask) : nil
    )
  }
}
