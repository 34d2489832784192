extension Command {
  static let explain = Command(
    name: ".explain",
    usage: ".explain [QUERY]",
    summary: "says in words how the last result came about, with the rows in and out of each stage",
    argument: .query,
    isPage: true
  ) { session, words in
    if !words.isEmpty {
      let query = "explain " + words.joined(separator: " ")
      return session.run(bytes: Array(query.utf8), from: .prompt)
    }
    guard let answer = session.subject else { return session.refuseWithoutResult() }
    return session.explain(answer)
  }
}
