extension Command {
  static let explain = Command(
    ".explain",
    ".explain [QUERY]",
    "says in words how the last result came about, with the rows in and out of each stage"
  ) { session, words in
    if !words.isEmpty {
      let query = "explain " + words.joined(separator: " ")
      let exit = session.run(bytes: Array(query.utf8), from: .prompt).exit
      return exit == .fine ? .done : .failed(exit)
    }
    guard let answer = session.results.last else {
      session.console.error("There is no result yet.\n")
      return .failed(.query)
    }
    session.explain(answer)
    return .done
  }
}
