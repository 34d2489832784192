@preconcurrency import CPostgres
@preconcurrency import Glibc

/// What stops the statement that runs; the signal handler reads it.
nonisolated(unsafe) private var canceler: OpaquePointer?

private func stopStatement(_ signal: Int32) {
  guard let canceler else { return }
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { words in
    _ = PQcancel(canceler, words.baseAddress, Int32(words.count))
  }
}

/// A connection to a database.
final class Database {
  private let connection: OpaquePointer

  /// A connection to the database that `address` names, by libpq's own rules: the environment,
  /// `~/.pgpass`.
  ///
  /// `problem` says whether it was made.
  init?(_ address: String) {
    // Without an answer for ten seconds there is none.
    setenv("PGCONNECT_TIMEOUT", "10", 0)
    guard let made = PQconnectdb(address) else { return nil }
    connection = made
    canceler = PQgetCancel(connection)
    signal(SIGINT, stopStatement)
    signal(SIGPIPE, SIG_IGN)
  }

  deinit { PQfinish(connection) }

  /// Whether statements can be run.
  var isConnected: Bool { PQstatus(connection) == CONNECTION_OK }

  /// Why there is no connection; nil where there is one.
  var problem: String? { isConnected ? nil : words(PQerrorMessage(connection)) }

  /// Makes the session read only, and its texts the same wherever it runs; says what went wrong.
  func prepare() -> String? {
    PQsetClientEncoding(connection, "UTF8")
    PQsetNoticeReceiver(connection, { _, _ in }, nil)
    let result = PQexec(
      connection,
      """
      set default_transaction_read_only = on; set datestyle = iso; set timezone = 'UTC'; \
      set extra_float_digits = 1; set standard_conforming_strings = on
      """
    )
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else {
      return words(PQerrorMessage(connection))
    }
    // Where the server can, it ends a statement whose client has gone.
    PQclear(PQexec(connection, "set client_connection_check_interval = 500"))
    return nil
  }

  /// Runs a statement, and no second one that its text may hold, and writes its rows as they come;
  /// says what went wrong.
  func run(_ statement: String) -> String? {
    guard PQsendQueryParams(connection, statement, 0, nil, nil, nil, nil, 0) == 1 else {
      return words(PQerrorMessage(connection))
    }
    PQsetSingleRowMode(connection)
    var problem: String?
    while let result = PQgetResult(connection) {
      defer { PQclear(result) }
      switch PQresultStatus(result) {
      case PGRES_SINGLE_TUPLE, PGRES_TUPLES_OK: write(result)
      case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: break
      default: problem = problem ?? words(PQresultErrorMessage(result))
      }
    }
    return problem ?? (isConnected ? nil : words(PQerrorMessage(connection)))
  }

  private func write(_ result: OpaquePointer) {
    for row in 0..<PQntuples(result) {
      for place in 0..<PQnfields(result) {
        let isMissing = PQgetisnull(result, row, place) == 1
        answer(isMissing ? "n" : "v", isMissing ? nil : PQgetvalue(result, row, place))
      }
      answer("r", nil)
    }
  }

  private func words(_ message: UnsafePointer<CChar>?) -> String {
    let lines = message.map { String(cString: $0) }?.split(separator: "\n") ?? []
    return lines.isEmpty ? "PostgreSQL gave no reason." : lines.joined(separator: "\n")
  }
}
