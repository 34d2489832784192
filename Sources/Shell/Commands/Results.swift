import Columns

extension Command {
  static let last = Command(
    name: ".last",
    usage: ".last [all]",
    summary: "shows the last result again, with all rows and columns after all",
    examples: [".last all"],
    argument: .word { _ in ["all"] }
  ) { session, arguments in
    if !arguments.isEmpty, arguments != ["all"] {
      let reason = "Write .last or .last all; | as csv shows the result in another format."
      return session.refuse(reason, .usage)
    }
    guard let answer = session.subject else { return session.refuseWithoutResult() }
    let layout = session.options.layout
    if arguments == ["all"] {
      session.options.layout.height = nil
      // One row stands below itself, in lines as wide as the screen.
      if answer.table.rowCount != 1 { session.options.layout.width = nil }
    }
    let exit = session.writing { session.write(answer, as: session.options.format) }
    session.options.layout = layout
    return exit
  }

  static let back = Command(
    name: ".back",
    usage: ".back",
    summary: "brings back the result before the last stage, from which | then goes on"
  ) { session, _ in
    guard let answer = session.results.last else { return session.refuseWithoutResult() }
    return session.stepBack(from: answer)
  }

  static let results = Command(
    name: ".results",
    usage: ".results",
    summary: "lists the results so far, which queries call _1, _2 and so on",
    isPage: true
  ) { session, _ in
    let rows = session.results.enumerated().map { place, answer -> [Value] in
      [.text("_\(place + 1)"), .integer(Int64(answer.table.rowCount)), .text(answer.query)]
    }
    session.list([("result", .text), ("rows", .integer), ("query", .text)], rows)
    return .fine
  }

  static let quit = Command(
    name: ".quit",
    usage: ".quit",
    summary: "ends the shell, as Ctrl-D does",
    aliases: [".exit", ".q"]
  ) { _, _ in nil }
}
