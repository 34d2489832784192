import Columns
import Diagnostics
import Functions

/// An engine that runs queries in the place of ours: what `--engine` names.
public struct RemoteEngine: Entry {
  /// What `--engine` begins with.
  public let name: String
  /// What people call it.
  public let title: String
  /// What it is, in a line.
  public let summary: String
  /// How it is named: `duckdb:FILE`.
  public let usage: String
  /// Command lines that use it.
  public let examples: [String]
  /// The SQL that it reads.
  let dialect: String
  /// Whether its data must be named.
  var needsPlace = true
  /// Whether it keeps truth values as integers and days as texts.
  var storesLoosely = false
  /// Whether it answers fast enough to be asked for values by completion.
  var answersAtOnce = true
  /// The questions that tell what tables there are, where SQL has such.
  var schema: SchemaQueries?
  /// Connects to it; what it holds in this process may take so much memory.
  let connect:
    @Sendable (EngineAddress, MemoryBudget, Cancellation) throws(EngineFailure) -> any Connection

  /// All engines, as help lists them.
  public static let all: Registry<RemoteEngine> = Registry([sqlite, duckDB, postgres, spark])

  /// The engine that an address names; `postgresql:` is as good as `postgres:`.
  static func named(_ name: String) -> RemoteEngine? {
    all[name == "postgresql" ? "postgres" : name]
  }
}
