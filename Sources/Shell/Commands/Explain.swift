extension Command {
  static let explain = Command(
    ".explain",
    ".explain [QUERY]",
    "says in words how the last result came about, with the rows in and out of each stage",
    argument: .query
  ) { session, words in
    if !words.isEmpty {
      let query = "explain " + words.joined(separator: " ")
      let exit = session.run(bytes: Array(query.utf8), from: .prompt)
      return exit == .fine ? .done : .failed(exit)
    }
    guard let answer = session.results.last else { return session.refuseWithoutResult() }
    session.explain(answer)
    return .done
  }
}
