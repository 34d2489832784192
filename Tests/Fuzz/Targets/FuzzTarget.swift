@preconcurrency import Glibc
import Catalog
import Functions
import Generator
import IO
import Lessons

/// A part of the program that reads bytes which anyone may have written, for coverage-guided fuzzing.
///
/// Each takes any bytes and returns; it traps where a law is broken, and crashes where the program
/// would.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// A query: lexer, parser, binder, optimizer, both printers, and the engine with its ledger.
  case statement
  /// A file of comma-separated values, with what is guessed of it.
  case csv
  case json
  case jsonl
  /// A database file of SQLite.
  case sqlite
  /// The description of a data package with one small table.
  case package
  /// A regular expression, up to the first line end, and the text that it is matched with.
  case pattern
  /// A file of the column cache, which gets the hash that belongs to it.
  case cache
  /// A transcript as `--verify` reads it.
  case transcript
  /// A course as `--check` and `--fmt` read it.
  case lesson
  /// A page of a notebook as `--verify` reads it.
  case notebook

  /// Gives the program these bytes.
  public func run(_ bytes: UnsafeRawBufferPointer) {
    switch self {
    case .statement:
      let text = String(decoding: bytes, as: UTF8.self)
      if let breach = Laws(Found.world).breach(text) {
        fatalError("\(text)\nbreaks the law of \(breach.law): \(breach.words)")
      }
    case .csv, .json, .jsonl, .sqlite:
      let path = Self.folder + "/input." + rawValue
      Self.write(bytes, to: path)
      load { () throws(TableFailure) in try openFile(path, name: "t") }
    case .package:
      Self.write("state,year,n\nMA,2011,1\nTX,,2\n".utf8, to: Self.folder + "/t.csv")
      Self.write(bytes, to: Self.folder + "/datapackage.json")
      load { () throws(TableFailure) in try openDataPackage(folder: Self.folder).tables }
    case .pattern:
      let lines = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
      let texts = lines.map { String(decoding: $0, as: UTF8.self) }
      guard let expression = try? RegularExpression(texts[0]) else { return }
      _ = try? expression.matches(texts.last ?? "")
      _ = try? expression.extracted(from: texts.last ?? "")
    case .cache:
      var bytes = Array(bytes)
      ForgedColumn.sign(&bytes)
      let path = Self.folder + "/column"
      Self.write(bytes, to: path)
      if let flaw = ForgedColumn.flaw(ofFile: path) { fatalError(flaw) }
    case .transcript:
      if let flaw = Replay.flaw(of: String(decoding: bytes, as: UTF8.self)) { fatalError(flaw) }
    case .lesson:
      _ = readCourse(Array(bytes), name: "fuzzed")
      let laidOut = formattedCourse(String(decoding: bytes, as: UTF8.self))
      _ = readCourse(Array(laidOut.utf8), name: "fuzzed")
    case .notebook:
      if let flaw = Replay.flaw(ofPage: String(decoding: bytes, as: UTF8.self)) { fatalError(flaw) }
    }
  }

  /// Loads all columns of the tables that `open` gives.
  private func load(_ open: () throws(TableFailure) -> [any TableSource]) {
    do throws(TableFailure) {
      for table in try open() {
        let table = try table.load(Array(try table.schema().fields.indices))
        if let flaw = table.flaw { fatalError(flaw) }
      }
    } catch {
      _ = error.text
    }
  }

  /// A folder of the process for the files that it reads.
  private static let folder: String = {
    let path = (getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp") + "/scomm-fuzz-\(getpid())"
    mkdir(path, 0o700)
    return path
  }()

  private static func write(_ bytes: some Collection<UInt8>, to path: String) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer { close(file) }
    let bytes = Array(bytes)
    _ = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
  }
}

/// What libFuzzer calls with each input; the environment variable `SCOMM_FUZZ` names the target.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let name = getenv("SCOMM_FUZZ").map { String(cString: $0) } ?? "statement"
  guard let target = FuzzTarget(rawValue: name) else { fatalError("no target \(name)") }
  target.run(UnsafeRawBufferPointer(start: start, count: count))
  return 0
}
