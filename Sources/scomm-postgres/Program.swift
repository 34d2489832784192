/// Runs SQL in PostgreSQL for a program that speaks with it over pipes.
///
/// Texts end with a NUL, which none of PostgreSQL's holds. The first one of input is a connection
/// URL or string, each further one a statement. Those of output begin with what they are:
///
///     k         connected, or the statement is done
///     v…        a cell of a row, and its value
///     n         a cell without a value
///     r         the row is whole
///     e…        the statement failed, and why
///     x…        the connection could not be made or broke, and why; the program ends
///
/// SIGINT stops the statement that runs.
@main
enum Program {
  static func main() {
    guard let address = nextText() else { return }
    guard let database = Database(address) else {
      finish("x", "There is no memory for a connection.")
      return
    }
    if let problem = database.problem ?? database.prepare() {
      finish("x", problem)
      return
    }
    finish("k")
    while let statement = nextText() {
      if let problem = database.run(statement) {
        finish(database.isConnected ? "e" : "x", problem)
        if !database.isConnected { return }
      } else {
        finish("k")
      }
    }
  }
}
