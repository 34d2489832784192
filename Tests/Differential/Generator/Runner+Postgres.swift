/// PostgreSQL's command-line program; each errand is a transaction that is taken back.
public struct PostgresRunner: Runner {
  /// The dialect.
  public let dialect = "postgres"
  /// Errands for one mismatch.
  public let patience = 400
  /// Errands at once.
  public let batch = 20
  private let command: String
  private let folder: String

  /// A runner in the database at an address that `psql` takes, with a folder for its files.
  public init(address: String, folder: String) {
    // To compile a query takes far longer than to answer one of these.
    command =
      "PGOPTIONS='-c client_min_messages=error -c jit=off' psql -XqAt -f \"$IN\" '\(address)'"
    self.folder = folder
  }

  /// The rows of each errand, or why there are none.
  public func run(_ errands: [Errand]) -> [Result<[[Cell]], RunnerFailure>] {
    let script = errands.map(statements).joined()
    let (output, _) = Script.run(script, by: command, folder: folder)
    let blocks = Script.blocks(of: output)
    return errands.indices.map { place in
      // A line behind the rows says that the query went well.
      guard place < blocks.count,
        let whole = blocks[place].withoutLastLine("whole")
      else { return .failure(RunnerFailure(complaint(errands[place]))) }
      return .success(JSONRows.read(PostgresRunner.bytes(ofHex: whole)[...]))
    }
  }

  private func statements(_ errand: Errand) -> String {
    "begin;\n" + errand.setup.map { $0 + ";\n" }.joined()
      // psql leaves out characters that it cannot show, but no digits.
      + "select encode(convert_to(row_to_json(\"its row\")::text, 'UTF8'), 'hex')\n"
      + "from (\n\(errand.query)\n) as \"its row\";\n"
      + "select 'whole';\nrollback;\n\\echo \(Script.mark)\n"
  }

  /// The bytes that pairs of hexadecimal digits stand for; line ends stay.
  private static func bytes(ofHex text: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var place = text.startIndex
    while place < text.endIndex {
      if text[place] == 10 {
        bytes.append(10)
        place += 1
      } else {
        let digits = text[place..<min(place + 2, text.endIndex)]
        bytes.append(UInt8(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0)
        place += 2
      }
    }
    return bytes
  }

  /// What the program says when it runs one errand alone.
  private func complaint(_ errand: Errand) -> String {
    let (_, errors) = Script.run(statements(errand), by: command, folder: folder)
    return errors.isEmpty ? "no answer" : String(decoding: errors.prefix(1000), as: UTF8.self)
  }
}

extension ArraySlice<UInt8> {
  /// The lines before the last one, if that is `line`.
  func withoutLastLine(_ line: String) -> ArraySlice<UInt8>? {
    let ending = Array((line + "\n").utf8)
    guard suffix(ending.count).elementsEqual(ending) else { return nil }
    let rest = dropLast(ending.count)
    return rest.isEmpty || rest.last == 10 ? rest : nil
  }
}
