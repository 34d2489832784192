import Generator
import IO

@testable import Shell

/// The replay of a transcript or notebook that anyone may have written, which writes no files.
enum Replay {
  /// What is wrong with a transcript's replay: what it gives must replay to itself.
  ///
  /// Texts that may save are left out: what they say depends on the files that are there.
  static func flaw(of text: String) -> String? {
    if text.lowercased().contains("save") || text.utf8.count > 4000 { return nil }
    let once = replayed(text)
    let twice = replayed(once)
    return once == twice ? nil : "\(once)\nis replayed as\n\(twice)"
  }

  private static func replayed(_ text: String) -> String {
    var transcript = Transcript(over: Found.world.catalog(), nil, limits: limits)
    transcript.replay(text)
    return transcript.text
  }

  /// What is wrong with the replay of a notebook's page: what it gives must replay to itself.
  static func flaw(ofPage text: String) -> String? {
    if text.utf8.count > 8000 { return nil }
    guard let page = NotebookReplay(of: text) else { return nil }
    let isMark = { (line: Substring) in line.hasPrefix("<!-- scomm notebook ") }
    let mark = (page.lines.first(where: isMark) ?? "") + "\n"
    let once = page.played(over: Found.world.catalog(), nil, limits: limits)
    guard let again = NotebookReplay(of: mark + once) else {
      return "\(mark)is the mark of a page, and of none with these entries:\n\(once)"
    }
    let twice = again.played(over: Found.world.catalog(), nil, limits: limits)
    return once == twice ? nil : "\(once)\nis replayed as\n\(twice)"
  }

  private static var limits: SessionOptions {
    var options = SessionOptions(layout: FormatOptions(width: 80))
    options.writesNothing = true
    return options
  }
}
