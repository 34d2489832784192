import Catalog
import Columns

/// The text of a known conflict between sources: a row of a table that holds conflicts.
struct ConflictText {
  /// Its key.
  let key: String
  /// Its texts but the key.
  let texts: [String]

  /// Whether a phrase stands in it as words.
  func fit(of phrase: Phrase) -> Bool {
    texts.contains { phrase.fit(of: $0).map { $0 <= .words } ?? false }
  }

  /// The words of the texts, as keys are written.
  var tokens: Set<Substring> {
    Set(
      texts.flatMap { text in
        text.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
      }
    )
  }

  /// Whether a key stands in it as a word, capitals and all.
  ///
  /// Two letters, such as those of a state, may be another word.
  func has(token: String) -> Bool {
    (token.count > 2 || token.contains(where: \.isNumber)) && tokens.contains(token[...])
  }
}

extension Session {
  /// The known conflicts of which `touches` is true.
  func conflicts(_ touches: (ConflictText) -> Bool) throws -> [ConflictText] {
    var found: [ConflictText] = []
    for table in environment.catalog.tables where !table.isElsewhere {
      let schema = try table.schema()
      guard schema.notes.holdsConflicts, schema.key.count == 1 else { continue }
      let rows = try table.load(Array(schema.fields.indices))
      for row in 0..<rows.rowCount {
        let cells = zip(schema.fields, rows.columns).map { ($0.name, $1[row].text(as: $0.type)) }
        let key = cells.first { $0.0 == schema.key[0] }?.1 ?? ""
        let texts = cells.filter { $0.0 != schema.key[0] && !$0.1.isEmpty }.map(\.1)
        let conflict = ConflictText(key: key, texts: texts)
        if touches(conflict) { found.append(conflict) }
      }
    }
    return found
  }

  /// Whether a conflict names a row of a table by its key.
  func namesRow(of table: any TableSource, _ schema: Schema, _ text: ConflictText) throws -> Bool {
    guard schema.key.count == 1, let place = schema.index(of: schema.key[0]), !table.isElsewhere,
      case .code(_, let keys) = try table.load([place]).columns[0].storage
    else { return false }
    return text.tokens.contains { $0.count > 3 && keys.code(of: String($0)) != nil }
  }
}

extension Page {
  /// Adds conflicts, by key.
  mutating func addConflicts(_ conflicts: [ConflictText]) {
    if conflicts.isEmpty { return }
    add("Sources disagree:")
    let lines = conflicts.map { ($0.key, $0.texts.joined(separator: ": ")) }
    blocks.append(.expressions(lines))
  }
}
