import Foundation
import TestSupport
import Testing

/// The scripts in `Tests/scripts`: what queries are bound to, and what they give.
///
/// `SCOMM_REWRITE=1 swift test --filter ScriptTests` writes them anew.
@Suite struct ScriptTests {
  static let folder = Repository.root + "/Tests/scripts"
  static let isRewriting = ProcessInfo.processInfo.environment["SCOMM_REWRITE"] != nil

  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  @Test func thereAreScripts() { #expect(Self.names.count >= 10) }

  @Test(arguments: names)
  func givesWhatItSays(_ name: String) throws {
    let path = Self.folder + "/" + name
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let now = Script(text: text).run()
    if Self.isRewriting { try now.write(toFile: path, atomically: true, encoding: .utf8) }
    #expect(Self.isRewriting || now == text)
  }
}
