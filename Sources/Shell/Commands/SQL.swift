import Language
import Plans
import SQL

extension Command {
  static let sql = Command(
    ".sql",
    ".sql [DIALECT]",
    "says the last query in SQL: that of DuckDB, or of another dialect",
    examples: [".sql postgres"]
  ) { session, arguments in
    guard let query = session.results.last?.bound else {
      session.console.error("There is no result yet.\n")
      return .failed(.query)
    }
    let name = arguments.first ?? session.server?.dialectName ?? Dialect.usual
    guard let dialect = Dialect.all[name] else {
      session.console.error(Dialect.unknown(name) + "\n")
      return .failed(.usage)
    }
    do throws(Refusal) {
      session.show(try session.written(query, in: dialect))
      return .done
    } catch {
      session.console.error(error.text + " " + error.remedy + "\n")
      return .failed(.query)
    }
  }
}

extension Dialect {
  /// The dialect that is meant where none is named.
  static let usual = "duckdb"

  /// What is said of a dialect that there is not.
  static func unknown(_ name: String) -> String {
    "There is no dialect \(name). The dialects are \(all.names.joined(separator: ", "))."
  }
}
