extension Command {
  static let transcript = Command(
    name: ".transcript",
    usage: ".transcript on FILE|off",
    summary:
      "writes what is asked and answered from now on into a new file, which --verify plays again; "
      + "meanwhile results are drawn without color for 80 columns",
    examples: [".transcript on class.transcript", ".transcript off"],
    argument: .word { _ in ["on", "off"] },
    isTranscribed: false
  ) { session, arguments in
    switch (arguments.first, FileArgument.path(Array(arguments.dropFirst()))) {
    case ("off", nil):
      guard let path = session.transcript?.path else {
        return session.refuse("No transcript is being written.", .query)
      }
      session.endTranscript()
      session.console.note("The transcript is in \(path).")
      return .fine
    case ("on", let path?): return session.beginTranscript(path)
    default:
      return session.refuse("Write .transcript on FILE or .transcript off.", .usage)
    }
  }
}

extension Session {
  fileprivate func beginTranscript(_ path: String) -> Exit {
    if let other = transcript?.path {
      return refuse("A transcript is being written to \(other); end it by .transcript off.", .query)
    }
    do throws(FileProblem) {
      transcript = try TranscriptFile(creating: path, before: options)
      options.layout = Transcript.layout
      options.format = Transcript.format
      (shownCaveats, shownGrains) = ([], [])
      return .fine
    } catch {
      return refuse(error.text, .file)
    }
  }

  fileprivate func endTranscript() {
    guard let transcript else { return }
    (options.layout, options.format) = (transcript.before.layout, transcript.before.format)
    self.transcript = nil
  }

  /// Runs an input, and writes it into the transcript with what it said, if one is being written.
  func transcribing(_ input: String, _ body: () -> Exit?) -> Exit? {
    // What a file that is read runs is part of what `.read` says.
    guard let transcript, console.copy == nil else { return body() }
    let copy = Console.Recording()
    console.flush()
    console.startAfresh()
    console.copy = copy
    let exit = body()
    console.flush()
    console.copy = nil
    do throws(FileProblem) {
      try transcript.append(input, copy.text, exit ?? .fine)
    } catch {
      endTranscript()
      return refuse(error.text, .file)
    }
    return exit
  }
}
