/// A part of a script: a line that is a command or a sentence, or the lines between two of them.
struct ScriptPiece {
  /// What is written there; of a command its line.
  var bytes: [UInt8]
  /// The number of its first line.
  var firstLine: Int
  /// How many bytes stand before it.
  var firstByte: Int
  /// The command, if it is one.
  var command: (name: String, arguments: [String])?

  /// A script cut at the lines that are commands; nothing stands for empty parts.
  static func all(in bytes: [UInt8]) -> [ScriptPiece] {
    var pieces: [ScriptPiece] = []
    var gathered: [UInt8] = []
    var first = (line: 1, byte: 0)
    var (number, doubts) = (1, 0)
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      if mayBeginCommand(line, behind: gathered, &doubts),
        let command = Session.command(in: String(decoding: line, as: UTF8.self))
      {
        pieces.append(ScriptPiece(bytes: gathered, firstLine: first.line, firstByte: first.byte))
        pieces.append(
          ScriptPiece(
            bytes: Array(line),
            firstLine: number,
            firstByte: line.startIndex,
            command: command
          )
        )
        gathered = []
        first = (number + 1, line.endIndex + 1)
      } else {
        gathered += line + [10]
      }
      number += 1
    }
    if gathered.last == 10 { gathered.removeLast() }
    pieces.append(ScriptPiece(bytes: gathered, firstLine: first.line, firstByte: first.byte))
    return pieces.filter { $0.command != nil || !$0.bytes.isEmpty }
  }
}

extension ScriptPiece {
  /// Whether a line begins with a point; or with a quotation mark where the statement before it is
  /// complete, so that it is a sentence and no text within that.
  private static func mayBeginCommand(
    _ line: ArraySlice<UInt8>,
    behind before: [UInt8],
    _ doubts: inout Int
  ) -> Bool {
    if line.first == UInt8(ascii: ".") { return line.dropFirst().first != UInt8(ascii: ".") }
    guard line.first == UInt8(ascii: "\""), doubts < mostDoubts else { return false }
    if before.allSatisfy({ $0 == 10 || $0 == 32 }) { return true }
    let isWithin = parsed(before, mode: .prompt).isIncomplete
    doubts += isWithin ? 1 : 0
    return !isWithin
  }

  /// How many lines that begin with a quotation mark may be within statements; behind them a script
  /// has no more sentences, since to look at each takes time.
  private static let mostDoubts = 200
}

extension Session {
  /// Checks a command without running it, unless it opens tables, which queries behind it name; the
  /// queries of a file that it reads are checked in its place.
  func check(_ command: String, _ arguments: [String]) -> Exit {
    switch command {
    case Command.open.name, Command.format.name: return run(command: command, arguments) ?? .fine
    case Command.read.name:
      guard let path = FileArgument.path(arguments), filesBeingRead.count < 20,
        !filesBeingRead.contains(path)
      else { return run(command: command, arguments) ?? .fine }
      filesBeingRead.append(path)
      defer { filesBeingRead.removeLast() }
      do throws(FileProblem) {
        return check(try Script.file(path).text())
      } catch {
        return refuse(error.text, .file)
      }
    default: return check(command: command)
    }
  }
}
