extension Command {
  static let transcript = Command(
    name: ".transcript",
    usage: ".transcript on FILE|off",
    summary:
      "writes what is asked and answered from now on into a new file, which --verify plays again; "
      + "in it results are drawn for 80 columns",
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
    if let other = notebook?.file?.path {
      return refuse("A notebook is being kept in \(other); end it by .notebook off.", .query)
    }
    if options.writesNothing {
      return refuse("\(path): no transcript is begun while one is verified.", .query)
    }
    do throws(FileProblem) {
      transcript = try TranscriptFile(creating: path)
      record = RecordState(style: NotebookStyle(words: []))
      confirm("The transcript \(path) is begun; .transcript off ends it.")
      return .fine
    } catch {
      return refuse(error.text, .file)
    }
  }

  /// Ends the transcript, if one is being written.
  func endTranscript() {
    if transcript != nil { (transcript, record) = (nil, nil) }
  }
}
