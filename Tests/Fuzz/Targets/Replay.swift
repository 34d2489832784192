import Generator

@testable import Shell

/// The replay of a transcript that anyone may have written.
enum Replay {
  /// What is wrong with a transcript's replay: what it gives must replay to itself.
  ///
  /// Texts that may save are left out, since they write files.
  static func flaw(of text: String) -> String? {
    if text.lowercased().contains("save") || text.utf8.count > 4000 { return nil }
    let once = replayed(text)
    let twice = replayed(once)
    return once == twice ? nil : "\(once)\nis replayed as\n\(twice)"
  }

  private static func replayed(_ text: String) -> String {
    var transcript = Transcript(over: Found.world.catalog(), nil)
    transcript.replay(text)
    return transcript.text
  }
}
