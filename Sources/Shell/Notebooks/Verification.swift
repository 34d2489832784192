import Catalog
import Diagnostics
import IO
import Remote

/// The outcome of running a transcript or notebook again.
enum Verification {
  case holds
  /// A line differs; or an end where the other has a line. `about` says over which data it was made.
  case differs(line: Int, was: String?, now: String?, about: String?)
  /// Statements ended otherwise than the comments above them say.
  case surprises([Transcript.Surprise])
  /// It is neither a transcript nor a notebook.
  case unreadable(String)

  /// Runs a text again, and compares what it holds with what it gives now.
  ///
  /// What has no mark of a notebook is a transcript, unless it `mustHaveInputs` and has none.
  init(
    of text: String,
    over catalog: Catalog,
    _ server: RemoteServer?,
    limits: SessionOptions,
    mustHaveInputs: Bool
  ) {
    if let page = NotebookReplay(of: text) {
      self.init(of: page, over: catalog, server, limits)
      return
    }
    if mustHaveInputs, !text.hasPrefix("> "), !text.contains("\n> ") {
      self = .unreadable("is neither a transcript nor a notebook")
      return
    }
    var limits = limits
    limits.writesNothing = true
    var transcript = Transcript(over: catalog, server, limits: limits)
    transcript.replay(text)
    let old = text.split(separator: "\n", omittingEmptySubsequences: false)
    let new = transcript.text.split(separator: "\n", omittingEmptySubsequences: false)
    if old == new {
      self = transcript.surprises.isEmpty ? .holds : .surprises(transcript.surprises)
      return
    }
    let place = zip(old, new).prefix { $0 == $1 }.count
    let (was, now) = (old.dropFirst(place).first, new.dropFirst(place).first)
    self = .differs(
      line: place + 1,
      was: was.map(String.init),
      now: now.map(String.init),
      about: nil
    )
  }

  /// Runs the transcript or notebook in a file again.
  init(
    ofFile path: String,
    over catalog: Catalog,
    _ server: RemoteServer?,
    _ limits: SessionOptions
  ) {
    do throws(FileProblem) {
      self.init(
        of: String(decoding: try readFile(path), as: UTF8.self),
        over: catalog.copy(),
        server,
        limits: limits,
        mustHaveInputs: true
      )
    } catch {
      self = .unreadable(error.text)
    }
  }

  /// Empty lines of a page are not compared: they mean nothing there.
  private init(
    of page: NotebookReplay,
    over catalog: Catalog,
    _ server: RemoteServer?,
    _ limits: SessionOptions
  ) {
    guard let core = page.core else {
      self = .unreadable("is cut off above its first entry")
      return
    }
    let played = page.played(over: catalog, server, limits: limits)
    let old = zip(core.indices, core).filter { !$0.1.isEmpty }
    let new = played.split(separator: "\n")
    let place = zip(old, new).prefix { $0.1 == $1 }.count
    if place == old.count, place == new.count {
      self = .holds
      return
    }
    let line = place < old.count ? old[place].0 : core.endIndex
    let hash = server == nil ? try? catalog.package?.hash() : nil
    let isOther = page.hash != nil && hash != nil && page.hash != hash
    self = .differs(
      line: line + 1,
      was: place < old.count ? String(old[place].1) : nil,
      now: place < new.count ? String(new[place]) : nil,
      about: isOther ? "It was made over data with the hash \(page.hash ?? "")" : nil
    )
  }

  /// The outcome in a line, without the file's name.
  var words: String {
    switch self {
    case .holds: "fine"
    case .differs(let line, _, _, let about):
      "differs at line \(line)" + (about == nil ? "" : "; it was made over other data")
    case .surprises(let all):
      all[0].exit == .fine
        ? "line \(all[0].line) does not fail, though a comment announces that"
        : "line \(all[0].line) fails, and no comment announces that"
    case .unreadable(let reason): "cannot be read: \(reason)"
    }
  }

  /// The exit code that says it.
  var exit: Exit {
    switch self {
    case .holds: .fine
    case .differs, .surprises: .assertion
    case .unreadable: .file
    }
  }
}

// MARK: - Files and folders

/// Whether a path has the ending of a transcript or notebook, and of no table.
public func canVerify(_ path: String) -> Bool {
  path.hasSuffix(".transcript") || NotebookMark.form(forFile: path) != nil
}

extension Console {
  /// Runs transcripts and notebooks again, or all those in a folder, and says where they now differ,
  /// or hold an error that no comment announces.
  ///
  /// `limits` are the bounds of what is run; nothing is written.
  public func verify(
    _ paths: [String],
    _ catalog: Catalog,
    _ server: RemoteServer?,
    _ limits: SessionOptions
  ) -> Exit {
    paths.map { verify($0, catalog, server, limits) }.first { $0 != .fine } ?? .fine
  }

  private func verify(
    _ path: String,
    _ catalog: Catalog,
    _ server: RemoteServer?,
    _ limits: SessionOptions
  ) -> Exit {
    if isFolder(path) { return verify(folder: path, catalog, server, limits) }
    return withFile(path) { text in
      let isPage = NotebookMark.form(forFile: path) != nil
      let outcome = Verification(
        of: text,
        over: catalog.copy(),
        server,
        limits: limits,
        mustHaveInputs: isPage
      )
      return report(outcome, in: path)
    }
  }

  private func report(_ outcome: Verification, in path: String) -> Exit {
    let name = visibleText(path)
    switch outcome {
    case .holds: return .fine
    case .surprises(let surprises): return report(surprises, in: path)
    case .unreadable(let reason):
      error("\(name): \(reason).\n")
    case .differs(let line, let was, let now, let about):
      let kind = NotebookMark.form(forFile: path) == nil ? "transcript" : "page"
      error(
        "\(name):\(line):1: The \(kind) says:\n  \(was ?? "the end")\nIt is now:\n  "
          + "\(now ?? "the end")\n" + (about.map { $0 + "; these are others.\n" } ?? "")
      )
    }
    return outcome.exit
  }

  /// The endings of files in a folder that may be transcripts or notebooks.
  private static let endings = ["transcript", "txt"] + NotebookMark.forms.flatMap(\.endings)

  /// Verifies the files in a folder, and says a line of each: its name, and how it is.
  private func verify(
    folder: String,
    _ catalog: Catalog,
    _ server: RemoteServer?,
    _ limits: SessionOptions
  ) -> Exit {
    if let text = SafeMode.refusal(of: folder) {
      error(visibleText(text) + "\n")
      return .file
    }
    let names = typedFileNames(in: folder).filter { name in
      !name.hasPrefix(".") && Console.endings.contains { name.lowercased().hasSuffix("." + $0) }
    }
    if names.isEmpty {
      let endings = Console.endings.map { "." + $0 }.joined(separator: " ")
      error("\(visibleText(folder)): has no transcripts or notebooks; they end in \(endings).\n")
      return .file
    }
    let exits = names.map { name in
      let outcome = Verification(ofFile: folder + "/" + name, over: catalog, server, limits)
      line("\(name): \(outcome.words)")
      flush()
      if errorsAsJSON { _ = report(outcome, in: folder + "/" + name) }
      return outcome.exit
    }
    return exits.contains(.assertion) ? .assertion : exits.first { $0 != .fine } ?? .fine
  }
}
