/// Runs SQL in PostgreSQL for a program that speaks with it over pipes.
///
/// The first line of input is a connection URL or string, each further one a statement, with `\n`,
/// `\t`, `\r` and `\\` for what a line cannot hold. Lines of output begin with what they are:
///
///     k         connected, or the statement is done
///     r…        a row: cells with tabs between them, escaped like input; \N where there is no value
///     e…        the statement failed, and why
///     x…        the connection could not be made or broke, and why; the program ends
///
/// SIGINT stops the statement that runs.
@main
enum Program {
  static func main() {
    var input = LineInput()
    var output = LineOutput()
    guard let address = input.next() else { return }
    guard let database = Database(unescaped(address)) else {
      output.write("xThere is no memory for a connection.")
      return
    }
    if let problem = database.problem ?? database.prepare() {
      output.write("x" + problem)
      return
    }
    output.write("k")
    while let line = input.next() {
      if let problem = database.run(unescaped(line), &output) {
        output.write((database.isConnected ? "e" : "x") + problem)
        if !database.isConnected { return }
      } else {
        output.write("k")
      }
    }
  }
}
