import Functions

/// The output of a program, line by line.
struct LineReader {
  private let program: Subprocess
  private var rest: ArraySlice<UInt8> = []

  /// The lines that `program` writes from now on.
  init(_ program: Subprocess) { self.program = program }

  /// The next line without its end; what stands before the end of all output counts as a line.
  ///
  /// Throws when the output ended.
  mutating func next(until cancellation: Cancellation) throws(EngineFailure) -> [UInt8] {
    var line: [UInt8] = []
    while true {
      if let end = rest.firstIndex(of: 10) {
        line += rest[..<end]
        rest = rest[(end + 1)...]
        return line
      }
      line += rest
      rest = try program.receive(until: cancellation)
      if rest.isEmpty {
        if line.isEmpty { throw program.ended() }
        return line
      }
    }
  }
}
