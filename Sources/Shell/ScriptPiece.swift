/// A part of a script: a line that is a command, or the lines between two of them.
struct ScriptPiece {
  /// What is written there; of a command its line.
  var bytes: [UInt8]
  /// The number of its first line.
  var firstLine: Int
  /// The command, if it is one.
  var command: (name: String, arguments: [String])?

  /// A script cut at the lines that are commands; nothing stands for empty parts.
  static func all(in bytes: [UInt8]) -> [ScriptPiece] {
    var pieces: [ScriptPiece] = []
    var gathered: [UInt8] = []
    var first = 1
    var number = 1
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      if line.first == UInt8(ascii: "."), line.dropFirst().first != UInt8(ascii: "."),
        let command = Session.command(in: String(decoding: line, as: UTF8.self))
      {
        pieces.append(ScriptPiece(bytes: gathered, firstLine: first))
        pieces.append(ScriptPiece(bytes: Array(line), firstLine: number, command: command))
        gathered = []
        first = number + 1
      } else {
        gathered += line + [10]
      }
      number += 1
    }
    if gathered.last == 10 { gathered.removeLast() }
    return (pieces + [ScriptPiece(bytes: gathered, firstLine: first)]).filter {
      $0.command != nil || !$0.bytes.isEmpty
    }
  }
}

extension Session {
  /// Checks a command without running it, unless it opens tables, which queries behind it name.
  func check(_ command: String, _ arguments: [String]) -> Exit {
    guard command == Command.open.name else { return check(command: command) }
    return run(command: command, arguments) ?? .fine
  }
}
