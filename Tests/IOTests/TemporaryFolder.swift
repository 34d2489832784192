@preconcurrency import Glibc
import Catalog

@testable import IO

/// A folder that is gone with its last user.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/formats-tests-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/tmp"
    }
  }

  deinit {
    for name in names { unlink(path + "/" + name) }
    rmdir(path)
  }

  private var names: [String] = []

  /// Writes a file, and gives its path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) -> String {
    let target = path + "/" + name
    names.append(name)
    guard let file = fopen(target, "w") else { return target }
    _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
    return target
  }

  @discardableResult
  func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }

  /// The path of a file that something else writes.
  func reserve(_ name: String) -> String {
    names.append(name)
    return path + "/" + name
  }

  /// `text` without the folder's path, so that messages can be compared.
  func relative(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    let prefix = path + "/"
    while let first = rest.first {
      if rest.hasPrefix(prefix) {
        rest = rest.dropFirst(prefix.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}

/// The text that a format gives for a table.
func written(_ table: Table, as format: String, _ layout: FormatOptions = FormatOptions()) -> String
{
  var text = ""
  try? Format.all[format]?.write(table, layout) { text += $0 }
  return text
}

/// All columns of a source.
func whole(_ source: some TableSource) throws -> Table {
  try source.load(Array(try source.schema().fields.indices))
}

/// The table that CSV text gives, types inferred.
func csvTable(
  _ text: String,
  delimiter: String = ",",
  options: LoadOptions = LoadOptions()
) throws -> Table {
  try csvTable(bytes: Array(text.utf8), delimiter: delimiter, options: options)
}

/// The table that the bytes of a CSV file give, types inferred.
func csvTable(
  bytes: [UInt8],
  delimiter: String = ",",
  options: LoadOptions = LoadOptions()
) throws -> Table {
  let source = try DelimitedTable(
    name: "test",
    source: ByteSource(FileBytes(path: "test.csv", bytes: bytes)),
    delimiter: delimiter.utf8.first ?? 0x2C,
    options: options
  )
  return try whole(source)
}

/// The message of the failure that `body` ends in; empty if it ends in none.
func failure(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch {
    return (error as? TableFailure)?.text ?? "another error"
  }
}

/// The cells of a table as data formats write them, row by row.
func cells(_ table: Table) -> [[String?]] {
  (0..<table.rowCount).map { row in table.cellTexts.map { $0[row] } }
}
