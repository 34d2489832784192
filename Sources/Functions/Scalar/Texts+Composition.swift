import Columns

extension Function {
  static let compositions: [Function] = [
    Function(
      "replace",
      ["text": .text, "old": .searchText, "new": .literalText],
      "The text with each occurrence of old replaced by new.",
      missing: "Missing where the text is, or where nothing is left.",
      sql: "nullif(replace($1, $2, $3), '')",
      .scalar { $0.replacement() },
      examples: "events | add words = replace(kind, \"_\", \" \") | count by words",
      "states | add short = replace(name, \"North\", \"N.\") "
        + "| where short starts with \"N.\" | keep code, short"
    ),
    Function(
      "pad",
      ["x": .textOrInteger, "width": .natural, "fill": .optional(.letter)],
      "The text or whole number with fill, or else zeros, before it up to so many characters.",
      .scalar { $0.padding() },
      examples: "jurisdictions | add key = pad(fips, 7) | keep name, key | first 5",
      "events | where kind = \"rescission\" | add place = pad(state, 5, \".\") "
        + "| keep date, place"
    ),
    Function(
      "concat",
      [.each(["x": .any, "y": .optional(.repeated(.any, 63))])],
      "The texts one after the other; other values are written as text(x) writes them.",
      missing: "Missing where one of them is; use ?? for a text instead.",
      .scalar { call in
        call.call(.text, call.expressions.map { Operators.text($0) }) { operands, context in
          try Operators.concatenated(operands, rows: context.rowCount)
        }
      },
      examples: "jurisdictions | add place = concat(name, \", \", state) | keep place | first 5",
      "rollout | add words = concat(active_jurisdictions, \" by \", date) | keep words | last 3"
    ),
  ]
}

extension BoundCall {
  fileprivate func replacement() -> BoundExpression {
    let (old, new) = (Array(literalText(1).utf8), literalText(2))
    return texts(self[0], [self[1], self[2]]) { text, bytes in
      var (start, found) = (0, 1)
      while let place = try text.firstIndex(of: old, from: start) {
        try Cancellation.check(at: found)
        bytes.append(contentsOf: text[start..<place])
        bytes.append(contentsOf: new.utf8)
        start = place + old.count
        found &+= 1
      }
      bytes.append(contentsOf: text[start...])
    }
  }

  fileprivate func padding() -> BoundExpression {
    let given = self[0]
    let isInteger = given.type == .integer
    let bound = isInteger ? Operators.text(given) : given
    let (width, fill) = (integer(1), count == 3 ? literalText(2) : "0")
    let literals: [BoundExpression] = [
      .literal(.integer(Int64(width)), .integer), .literal(.text(fill), .text),
    ]
    let padded = texts(bound, literals) { text, bytes in
      let missing = max(0, width - (try text.characterCount()))
      try MemoryBudget.reserve(text.count + missing * fill.utf8.count)
      bytes.reserveCapacity(text.count + missing * fill.utf8.count)
      let isNegative = isInteger && text.first == UInt8(ascii: "-")
      if isNegative { bytes.append(UInt8(ascii: "-")) }
      for place in 0..<missing {
        try Cancellation.check(at: place)
        bytes.append(contentsOf: fill.utf8)
      }
      bytes.append(contentsOf: text[(isNegative ? 1 : 0)...])
    }
    guard isInteger, case .call(let writing, _) = bound, case .call(let filling, _) = padded
    else { return padded }
    return call(.text, [given] + literals) { operands, context in
      let written = try writing.kernel([operands[0]], &context)
      return try filling.kernel([.column(written)] + operands.dropFirst(), &context)
    }
  }
}

extension Operators {
  /// The texts of operands one after the other, row by row; missing where one is, or nothing is
  /// left.
  static func concatenated(_ operands: [Operand], rows: Int) throws -> Column {
    let columns = operands.map { $0.column(rows: rows).texts }
    let known = operands.reduce(nil) { BooleanKernels.both($0, knownRows($1, rows)) }
    var builder = DictionaryEvaluation.Builder()
    var bytes: [UInt8] = []
    for row in 0..<rows {
      bytes.removeAll(keepingCapacity: true)
      if known?[row] ?? true {
        let length = columns.reduce(0) { $0 + $1.labels.utf8($1.codes[row]).count }
        if length > 1 << 12 { try MemoryBudget.reserve(length) }
        for column in columns {
          bytes.append(contentsOf: column.labels.utf8(column.codes[row]))
        }
      }
      try builder.append(bytes)
    }
    let texts = builder.finish()
    let codes = Codes(texts.codes, dictionaryCount: texts.labels.count)
    return Column(.code(codes, texts.labels), known: texts.known)
  }
}
