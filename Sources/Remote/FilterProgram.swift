import Functions

/// A program that makes one file of another: bytes in, bytes out.
public struct FilterProgram: Sendable {
  /// Its name.
  public let name: String
  private let path: String

  /// The program `name`, beside this one or on the `PATH`; nil where there is none.
  public init?(_ name: String) {
    guard let path = findProgram(name) else { return nil }
    (self.name, self.path) = (name, path)
  }

  /// A failure of the program, in words.
  public struct Failure: Error {
    /// What happened.
    public var text: String

    /// The failure that `text` says.
    public init(text: String) { self.text = text }
  }

  /// What the program makes of `input`, and what it said meanwhile.
  ///
  /// Throws where it cannot be started, and when the query is to stop.
  public func output(
    of input: [UInt8],
    arguments: [String],
    until cancellation: Cancellation
  ) throws(Failure) -> (bytes: [UInt8], words: String) {
    do throws(EngineFailure) {
      let process = try Subprocess(name, path: path, arguments: arguments)
      try process.send(input, until: cancellation)
      process.endInput()
      var bytes: [UInt8] = []
      while true {
        let next = try process.receive(until: cancellation)
        if next.isEmpty { return (bytes, process.takeStandardError()) }
        bytes += next
      }
    } catch {
      throw Failure(text: error.text)
    }
  }
}
