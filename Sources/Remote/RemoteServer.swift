import Catalog
import Columns
import Functions
import IO
import SQL

/// An engine at an address: its tables, and the connection that is made when it is first needed.
///
/// A connection that was lost is made anew by the next query.
public final class RemoteServer {
  /// Which engine it is.
  let engine: RemoteEngine
  /// Where its data are.
  let address: EngineAddress
  /// How its tables stand there, by the names that queries have for them.
  public internal(set) var relations: [String: Relation] = [:]
  private var connection: (any Connection)?
  /// What the rows of an answer may take.
  let memory: MemoryBudget
  /// What stops the questions that no query asks, such as those for counts of rows.
  let cancellation: @Sendable () -> Cancellation

  /// The engine that `address` names; nothing is asked of it yet.
  ///
  /// `cancellation` makes what stops a question that no query asks. Throws what is wrong with the
  /// address.
  public init(
    _ address: EngineAddress,
    memory: MemoryBudget = .ofProcess(),
    cancellation: @escaping @Sendable () -> Cancellation = { Cancellation() }
  ) throws(TableFailure) {
    if let text = SafeMode.refusal(of: "--engine \(address.shown)") { throw TableFailure(text) }
    guard let engine = RemoteEngine.named(address.name) else {
      throw TableFailure(
        "--engine \(address.shown): there is no engine \(address.name). The engines are "
          + RemoteEngine.all.entries.map(\.usage).joined(separator: ", ") + "."
      )
    }
    if engine.needsPlace, address.place.isEmpty {
      throw TableFailure("--engine \(address.shown): name its data, too: \(engine.usage).")
    }
    (self.engine, self.address) = (engine, address)
    (self.memory, self.cancellation) = (memory, cancellation)
  }

  /// The name of the SQL that it reads.
  public var dialectName: String { engine.dialect }

  /// What people call the engine with its data, without a password.
  var shown: String {
    if address.place.isEmpty { return engine.title }
    return "\(engine.title) (\(address.place.hasPrefix("//") ? address.shown : address.place))"
  }

  /// Runs a statement.
  func run(
    _ statement: String,
    into rows: ResultBuilder,
    until cancellation: Cancellation
  ) throws(EngineFailure) {
    let connection = try connected(until: cancellation)
    do throws(EngineFailure) {
      try connection.run(statement, into: rows, until: cancellation)
    } catch {
      if error.kind == .lost || !connection.isOpen { self.connection = nil }
      throw error
    }
  }

  private func connected(until cancellation: Cancellation) throws(EngineFailure) -> any Connection {
    if let connection, connection.isOpen { return connection }
    let made = try engine.connect(address, memory, cancellation)
    connection = made
    return made
  }

  /// What tables the engine has.
  func describedTables(until cancellation: Cancellation) throws(EngineFailure) -> [DescribedTable] {
    let connection = try connected(until: cancellation)
    if let spark = connection as? SparkConnection { return try spark.tables(until: cancellation) }
    return try engine.schema?.tables(of: connection, until: cancellation) ?? []
  }
}
