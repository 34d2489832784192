import Catalog

extension Reader {
  /// Comma-separated values, as RFC 4180 has them.
  static let csv = Reader(extensions: ["csv"]) { input throws(TableFailure) in
    [try delimited(input, UInt8(ascii: ","))]
  }

  /// The same with tabs.
  static let tsv = Reader(extensions: ["tsv"], aliases: ["tab"]) { input throws(TableFailure) in
    [try delimited(input, UInt8(ascii: "\t"))]
  }

  private static func delimited(
    _ input: ReaderInput,
    _ delimiter: UInt8
  ) throws(TableFailure) -> any TableSource {
    try DelimitedTable(
      name: input.tableName,
      source: input.source(),
      delimiter: delimiter,
      options: input.options
    )
  }
}
