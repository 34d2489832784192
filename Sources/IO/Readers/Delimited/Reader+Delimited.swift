import Catalog
import Columns

extension Reader {
  /// Comma-separated values, as RFC 4180 has them.
  static let csv = Reader(extensions: ["csv"]) { input throws(TableFailure) in
    [try delimited(input, input.source(), UInt8(ascii: ","))]
  }

  /// The same with tabs.
  static let tsv = Reader(extensions: ["tsv"], aliases: ["tab"]) { input throws(TableFailure) in
    [try delimited(input, input.source(), UInt8(ascii: "\t"))]
  }

  /// The table of delimited text in `source`: the input's own bytes, or what they decompress to.
  static func delimited(
    _ input: ReaderInput,
    _ source: ByteSource,
    _ delimiter: UInt8
  ) throws(TableFailure) -> any TableSource {
    if input.isStream, try beginsAsJSON(source) {
      throw TableFailure(
        "\(input.path): begins as JSON does, but a pipe is read as CSV; write it into a file that ends in "
          + ".json or .jsonl and open that"
      )
    }
    return try DelimitedTable(
      name: input.tableName,
      source: source,
      delimiter: delimiter,
      options: input.options
    )
  }

  /// Whether the first signs are those of an object, or of a list of objects, which no header has.
  private static func beginsAsJSON(_ source: ByteSource) throws(TableFailure) -> Bool {
    let count = min(64, source.count)
    let window = UninitializedBuffer<UInt8>(capacity: count)
    try source.read(0..<count, into: window.base)
    let signs = window.buffer(count: count).filter { $0 > 0x20 }.prefix(2)
    return ["{\"", "[{", "{}", "[]"].contains { signs.elementsEqual($0.utf8) }
  }
}
