@preconcurrency import Glibc

/// A script for a command-line program, run through files: thousands of statements at once.
struct Script {
  /// The line that ends the answer to an errand.
  static let mark = "----8<----"

  /// What a shell command says that reads `text` from the file `$IN`.
  static func run(
    _ text: String,
    by command: String,
    folder: String
  ) -> (output: [UInt8], errors: [UInt8]) {
    let base = folder + "/errands-\(getpid())"
    let (input, output, errors) = (base + ".sql", base + ".out", base + ".err")
    write(Array(text.utf8), to: input)
    _ = system("IN='\(input)'; \(command) > '\(output)' 2> '\(errors)'")
    defer { for path in [input, output, errors] { unlink(path) } }
    return (read(output), read(errors))
  }

  /// The stretches of an output that end in the mark.
  static func blocks(of output: [UInt8]) -> [ArraySlice<UInt8>] {
    var blocks: [ArraySlice<UInt8>] = []
    var start = 0
    var line = 0
    let mark = Array(mark.utf8)
    while line < output.count {
      let end = output[line...].firstIndex(of: 10) ?? output.count
      if output[line..<end].elementsEqual(mark) {
        blocks.append(output[start..<line])
        start = end + 1
      }
      line = end + 1
    }
    return blocks
  }

  private static func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  private static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      bytes += block[..<count]
    }
    return bytes
  }
}
