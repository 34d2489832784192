import IO

// Commands that set how the shell answers.

extension Command {
  static let format = Command(
    name: ".format",
    usage: ".format [NAME]",
    summary: "says in which format results are shown, or takes another",
    examples: [".format markdown"],
    argument: .word { _ in Format.all.names },
    isTranscribed: false
  ) { session, arguments in
    guard let name = arguments.first else {
      let others = Format.all.names.filter { $0 != session.options.format }
      session.console.note(
        "Results are shown as \(session.options.format). Others are \(others.joined(separator: ", "))."
      )
      return .fine
    }
    guard Format.all[name] != nil else {
      let all = "The formats are \(Format.all.names.joined(separator: ", "))."
      let offer = offered(for: name, among: Format.all.names) ?? all
      return session.refuse("There is no format \(name). \(offer)", .usage)
    }
    session.options.format = name
    return .fine
  }

  static let timer = Command(
    name: ".timer",
    usage: ".timer on|off",
    summary: "says under each result how long it took, from reading the query to its last row",
    examples: [".timer on"],
    argument: .word { _ in ["on", "off"] },
    isTranscribed: false
  ) { session, arguments in
    session.switching(arguments, of: ".timer") { session.options.showsTime = $0 }
  }

  static let pager = Command(
    name: ".pager",
    usage: ".pager on|off",
    summary:
      "shows what is longer than the screen in $PAGER, or in less, with up to ten thousand rows",
    examples: [".pager off"],
    argument: .word { _ in ["on", "off"] },
    isTranscribed: false
  ) { session, arguments in
    if let text = SafeMode.refusal(of: ".pager") { return session.refuse(text, .usage) }
    return session.switching(arguments, of: ".pager") { isOn in
      session.pager = isOn ? Pager.ofEnvironment ?? Pager(named: "less") : nil
    }
  }

  static let preview = Command(
    name: ".preview",
    usage: ".preview on|off",
    summary: "says behind a query, while it is typed, how many rows it would give",
    examples: [".preview off"],
    argument: .word { _ in ["on", "off"] },
    isTranscribed: false
  ) { session, arguments in
    session.switching(arguments, of: ".preview") { session.options.showsPreview = $0 }
  }

  static let history = Command(
    name: ".history",
    usage: ".history [failed]",
    summary: "lists the queries of this session, or those that failed",
    examples: [".history failed"],
    argument: .word { _ in ["failed"] },
    isTranscribed: false
  ) { session, arguments in
    if let word = arguments.first, word != "failed" {
      return session.refuse("Write .history or .history failed.", .usage)
    }
    let wanted = session.log.filter { arguments.isEmpty || $0.exit != .fine }
    if wanted.isEmpty {
      session.console.note(arguments.isEmpty ? "There is no query yet." : "No query failed.")
      return .fine
    }
    session.list(
      [("query", .text), ("ended", .text)],
      wanted.map { [.text($0.text), .text($0.exit == .fine ? "fine" : "with an error")] }
    )
    return .fine
  }
}

extension Session {
  /// Turns a setting on or off by the word behind a command.
  fileprivate func switching(
    _ arguments: [String],
    of command: String,
    _ set: (Bool) -> Void
  ) -> Exit {
    guard arguments.count == 1, let isOn = ["on": true, "off": false][arguments[0]] else {
      return refuse("Write \(command) on or \(command) off.", .usage)
    }
    set(isOn)
    return .fine
  }
}
