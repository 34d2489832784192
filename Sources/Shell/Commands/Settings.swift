import Diagnostics
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
      let words = "Results are shown as \(session.options.format). Others are "
      let width = session.options.layout.width
      for line in wrapped(words + others.joined(separator: ", ") + ".", to: width) {
        session.console.note(line)
      }
      return .fine
    }
    guard Format.all[name] != nil else {
      let all = "The formats are \(Format.all.names.joined(separator: ", "))."
      let offer = offered(for: name, among: Format.all.names) ?? all
      return session.refuse("There is no format \(name). \(offer)", .usage)
    }
    session.options.format = name
    session.confirm("Results are shown as \(name) from now on.")
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
    session.switching(arguments, of: ".timer") { isOn in
      session.options.showsTime = isOn
      return isOn ? "Under each result stands how long it took." : "No times are shown any more."
    }
  }

  static let pager = Command(
    name: ".pager",
    usage: ".pager on|off",
    summary:
      "shows what is longer than the screen in $PAGER, or in less, with up to ten thousand rows; "
      + "without a pager a long page stops where the screen ends, and Enter goes on",
    examples: [".pager off"],
    argument: .word { _ in ["on", "off"] },
    isTranscribed: false
  ) { session, arguments in
    if let text = SafeMode.refusal(of: ".pager") { return session.refuse(text, .usage) }
    return session.switching(arguments, of: ".pager") { isOn in
      let pager = Pager.ofEnvironment ?? Pager(named: "less")
      session.pager = isOn ? pager : nil
      return isOn
        ? "What the screen cannot hold is shown in \(pager.name), which q leaves; .pager off ends that."
        : "Nothing is shown in a pager any more."
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
    session.switching(arguments, of: ".preview") { isOn in
      session.options.showsPreview = isOn
      return isOn
        ? "Behind a query stands, while it is typed, how many rows it would give."
        : "Numbers of rows are not shown any more while a query is typed."
    }
  }

  static let history = Command(
    name: ".history",
    usage: ".history [failed]",
    summary: "lists the queries of this session, or those that failed",
    examples: [".history failed"],
    argument: .word { _ in ["failed"] },
    isTranscribed: false,
    isPage: true
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
  /// Turns a setting on or off by the word behind a command; `set` says what is different then.
  fileprivate func switching(
    _ arguments: [String],
    of command: String,
    _ set: (Bool) -> String
  ) -> Exit {
    guard arguments.count == 1, let isOn = ["on": true, "off": false][arguments[0]] else {
      return refuse("Write \(command) on or \(command) off.", .usage)
    }
    confirm(set(isOn))
    return .fine
  }

  /// Says at the prompt what a command did that shows nothing by itself.
  func confirm(_ text: String) {
    guard options.isInteractive, !options.isQuiet, commandPlace == nil, filesBeingRead.isEmpty
    else { return }
    console.flush()
    for line in wrapped(text, to: options.layout.width) { console.note(line) }
  }
}
