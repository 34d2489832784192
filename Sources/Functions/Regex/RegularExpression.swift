/// A regular expression, matched in time proportional to the text: all ways to match are followed
/// at once, as in Ken Thompson's construction and Rob Pike's machine, never one after the other.
public struct RegularExpression: Sendable {
  /// A step of the machine.
  enum Instruction: Sendable {
    case scalar(ScalarSet)
    case jump(Int)
    /// Goes on at both places; the first is preferred.
    case split(Int, Int)
    case save(Int)
    case test(Place)
    case accept
  }

  /// A condition on a place between two scalars.
  enum Place: Sendable {
    case start, end, wordEdge, insideOrOutsideWord
  }

  let program: [Instruction]
  let groupCount: Int

  package init(_ pattern: String) throws(PatternMistake) {
    var parser = PatternParser(pattern)
    let node = try parser.parse()
    var compiler = PatternCompiler()
    try compiler.compile(node)
    compiler.program.append(.accept)
    program = compiler.program
    groupCount = parser.groupCount
  }

  /// Whether the expression matches somewhere in `text`.
  public func matches(_ text: String) -> Bool {
    var machine = PatternMachine(self, Array(text.unicodeScalars), keepsGroups: false)
    return machine.run() != nil
  }

  /// What the first group of the first match holds, or the whole match if there is no group; nil
  /// where there is no match, or the group took no part in it.
  public func extracted(from text: String) -> String? {
    let scalars = Array(text.unicodeScalars)
    var machine = PatternMachine(self, scalars, keepsGroups: true)
    guard let places = machine.run() else { return nil }
    let first = groupCount > 0 ? 2 : 0
    guard places[first] >= 0, places[first + 1] >= places[first] else { return nil }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[places[first]..<places[first + 1]])
    return String(view)
  }
}
