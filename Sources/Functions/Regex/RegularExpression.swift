import Columns

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
  private let literals: RequiredLiterals

  package init(_ pattern: String) throws(PatternMistake) {
    var parser = PatternParser(pattern)
    let node = try parser.parse()
    var compiler = PatternCompiler()
    try compiler.compile(node)
    compiler.program.append(.accept)
    program = compiler.program
    groupCount = parser.groupCount
    literals = RequiredLiterals(node)
  }

  /// Whether the expression matches somewhere in a text of UTF-8; throws when the query is to stop.
  func matches(_ text: UnsafeBufferPointer<UInt8>) throws -> Bool {
    try literals.occur(in: text) && matches(String(decoding: text, as: UTF8.self))
  }

  /// Whether the expression matches somewhere in `text`; throws when the query is to stop.
  public func matches(_ text: String) throws -> Bool {
    var machine = PatternMachine(self, try scalars(of: text), keepsGroups: false)
    return try machine.run() != nil
  }

  /// What `extracted(from:)` gives of a text of UTF-8.
  func extracted(from text: UnsafeBufferPointer<UInt8>) throws -> String? {
    try literals.occur(in: text) ? extracted(from: String(decoding: text, as: UTF8.self)) : nil
  }

  /// What the first group of the first match holds, or the whole match if there is no group; nil
  /// where there is no match, or the group took no part in it.
  public func extracted(from text: String) throws -> String? {
    let scalars = try scalars(of: text)
    var machine = PatternMachine(self, scalars, keepsGroups: true)
    guard let places = try machine.run() else { return nil }
    let first = groupCount > 0 ? 2 : 0
    guard places[first] >= 0, places[first + 1] >= places[first] else { return nil }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[places[first]..<places[first + 1]])
    return String(view)
  }

  private func scalars(of text: String) throws -> [Unicode.Scalar] {
    if text.utf8.count > Cancellation.pieceSize {
      try MemoryBudget.reserve(text.utf8.count * MemoryLayout<Unicode.Scalar>.stride)
    }
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      try Cancellation.check(at: scalars.count)
      scalars.append(scalar)
    }
    return scalars
  }
}
