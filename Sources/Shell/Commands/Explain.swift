extension Command {
  static let explain = Command(
    ".explain",
    ".explain",
    "says in words how the last result came about, with the rows in and out of each stage"
  ) { session, _ in
    guard let answer = session.results.last else {
      session.console.error("There is no result yet.\n")
      return .failed(.query)
    }
    session.explain(answer)
    return .done
  }
}
