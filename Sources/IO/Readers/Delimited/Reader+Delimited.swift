import Catalog

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
    try DelimitedTable(
      name: input.tableName,
      source: source,
      delimiter: delimiter,
      options: input.options
    )
  }
}
