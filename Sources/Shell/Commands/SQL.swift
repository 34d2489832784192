import SQL
import Syntax

extension Command {
  static let sql = Command(
    name: ".sql",
    usage: ".sql [DIALECT]",
    summary: "says the last query in SQL: that of DuckDB, or of another dialect",
    examples: [".sql postgres"],
    argument: .word { _ in Dialect.all.names },
    isPage: true
  ) { session, arguments in
    guard let query = session.subject?.bound else { return session.refuseWithoutResult() }
    guard let dialect = session.dialect(arguments.first) else {
      return session.refuse(Dialect.unknown(arguments.first ?? ""), .usage)
    }
    do throws(Unsupported) {
      session.show(try session.written(query, in: dialect))
      return .fine
    } catch {
      return session.refuse(error.text + " " + error.remedy, .query)
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
