extension Command {
  static let notebook = Command(
    name: ".notebook",
    usage: ".notebook FILE.html|FILE.md|off",
    summary:
      "keeps queries, results, charts, sources and the data's version from now on as one page in a new "
      + "file, which --verify plays again; a line that begins with \" is a sentence of your own in it",
    examples: [".notebook removals.html", ".notebook removals.md", ".notebook off"],
    argument: .fileOr("off"),
    isTranscribed: false
  ) { session, arguments in
    guard let path = FileArgument.path(arguments) else {
      return session.refuse(
        "Write .notebook FILE.html, .notebook FILE.md or .notebook off.",
        .usage
      )
    }
    if path == "off" {
      guard let path = session.notebook?.file?.path else {
        return session.refuse("No notebook is being kept.", .query)
      }
      session.endNotebook()
      session.console.note("The notebook is in \(path).")
      return .fine
    }
    if let other = session.notebook?.file?.path {
      return session.refuse(
        "A notebook is being kept in \(other); end it by .notebook off.",
        .query
      )
    }
    if let other = session.transcript?.path {
      return session.refuse(
        "A transcript is being written to \(other); end it by .transcript off.",
        .query
      )
    }
    return session.beginNotebook(path)
  }
}
