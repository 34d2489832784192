import Functions
@preconcurrency import Glibc

/// What follows `--engine`: the name of an engine, and where its data are.
public struct EngineAddress: Sendable {
  /// The whole text, with its password if it has one: never shown.
  let text: String
  /// The engine's name, before the first colon.
  let name: String
  /// What stands behind the first colon.
  let place: String

  /// The address that `text` writes.
  public init(_ text: String) {
    self.text = text
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    name = String(parts[0])
    place = parts.count > 1 ? String(parts[1]) : ""
  }

  /// The address as it may be shown.
  public var shown: String { masked(text) }

  /// `words` with stars for the password of this address, wherever it stands in them.
  func masked(_ words: String) -> String {
    var bytes = Array(words.utf8)
    for password in passwords where !password.isEmpty {
      bytes.replace(password.utf8, with: "***".utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The password of a URL, as it stands there, and as it is meant.
  private var passwords: [String] {
    guard place.hasPrefix("//") else { return [] }
    let rest = place.dropFirst(2)
    var found: [String] = []
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    // A password with a bare @ in it is written wrongly, but must not be shown either.
    if let at = (authority.contains("@") ? authority : rest).lastIndex(of: "@") {
      let user = rest[..<at]
      if let colon = user.firstIndex(of: ":") {
        found.append(String(user[user.index(after: colon)...]))
      }
    }
    for item in rest.split(separator: "?").dropFirst().joined(separator: "?").split(separator: "&")
    where item.hasPrefix("password=") {
      found.append(String(item.dropFirst(9)))
    }
    return found + found.map(unquoted)
  }

  /// A text with the bytes that `%41` stands for.
  private func unquoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Cancellation {
  /// A cancellation that comes after so many seconds, or when `other` comes.
  convenience init(deadline seconds: Double, or other: Cancellation? = nil) {
    let end = Cancellation.now() + seconds
    self.init { Cancellation.now() > end || (other?.isCancelled ?? false) }
  }
}
