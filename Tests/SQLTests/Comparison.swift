import Catalog
import Columns
import Execution
import Foundation
import Functions
import IO
import Planner
import SQL
import Shell
import Syntax
import TestSupport

/// The repository and its data.
enum Record {
  static let root = Repository.root

  static func catalog() throws -> Catalog { try openDataPackage(folder: root + "/datasets") }

  /// A catalog of its own over tables that are read once.
  static func copy(of catalog: Catalog) -> Catalog {
    let copy = Catalog(catalog.tables)
    copy.fiscalYearStart = catalog.fiscalYearStart
    return copy
  }

  static func relations(_ catalog: Catalog) throws -> [String: Relation] {
    var relations: [String: Relation] = [:]
    for table in catalog.tables {
      relations[table.name] = .standard(table.name, try table.schema())
    }
    return relations
  }
}

/// A backend that runs each query here and in SQLite, and notes where the answers differ.
final class Comparison: Backend {
  private let engine: Engine
  private let catalog: Catalog
  private let database: Database
  private let relations: [String: Relation]
  /// What differed, a line each.
  private(set) var differences: [String] = []
  /// The queries that have no translation into SQLite.
  private(set) var refusals: [Unsupported] = []
  /// How many answers agreed.
  private(set) var agreements = 0
  /// How many failures here were found by a check there.
  private(set) var found = 0

  init(_ catalog: Catalog, _ database: Database, _ relations: [String: Relation]) {
    engine = Engine(catalog: catalog, workers: 1)
    (self.catalog, self.database, self.relations) = (catalog, database, relations)
  }

  func run(_ query: BoundQuery, until cancellation: Cancellation) throws -> (Table, Ledger) {
    do {
      let answer = try engine.run(query, until: cancellation)
      if let written = written(query) { compare(answer.0, written) }
      return answer
    } catch let failure as RunFailure {
      if let written = written(query) { expectFailure(failure, written) }
      throw failure
    }
  }

  /// The query in SQL, with tables that only the session knows as literal rows.
  private func written(_ given: BoundQuery) -> TranslatedQuery? {
    var query = given
    query.plan = query.plan.replacingScans { scan in
      guard case .table(let name) = scan.source, relations[name] == nil,
        let source = catalog.table(name), let schema = try? source.schema(),
        let table = try? source.load(Array(schema.fields.indices))
      else { return scan }
      return Scan(.rows(table), places: scan.places)
    }
    do throws(Unsupported) {
      return try writeSQL(query, in: .sqlite, relations: relations)
    } catch {
      refusals.append(error)
      return nil
    }
  }

  /// What fails here must be found by a check there.
  private func expectFailure(_ failure: RunFailure, _ written: TranslatedQuery) {
    let isFound = written.checks.contains { check in
      !((try? database.rows(of: check.text).rows.isEmpty) ?? true)
    }
    if isFound { found += 1 }
    if failure.kind == .join, !isFound {
      differences.append("no check finds: \(failure.text)\n" + written.text)
    }
  }

  private func compare(_ table: Table, _ written: TranslatedQuery) {
    do {
      for check in written.checks where try !database.rows(of: check.text).rows.isEmpty {
        differences.append("a check fails: \(check.failure)\n" + check.text)
      }
      let (names, rows) = try database.rows(of: written.text)
      if let found = difference(table, names, rows) {
        differences.append(found + "\n" + written.text)
      } else {
        agreements += 1
      }
    } catch {
      differences.append("\(error)\n" + written.text)
    }
  }

  private func difference(_ table: Table, _ names: [String], _ rows: [[Value]]) -> String? {
    let fields = table.schema.fields
    if fields.map(\.name) != names { return "columns \(names) for \(fields.map(\.name))" }
    if rows.count != table.rowCount { return "\(rows.count) rows for \(table.rowCount)" }
    for (number, row) in rows.enumerated() {
      let mine = zip(fields, table.columns).map { $1[number].stored(as: $0.type) }
      if !zip(mine, row).allSatisfy({ $0.agrees(with: $1) }) {
        return "row \(number + 1): \(row) for \(mine)"
      }
    }
    return nil
  }
}

extension Comparison {
  /// The exit code of a session that runs a source, and the text of its errors.
  static func run(_ source: String, _ catalog: Catalog, _ backend: any Backend) throws -> (
    Exit, String
  ) {
    let found = ErrorText()
    let session = Session(
      catalog: catalog,
      options: SessionOptions(layout: FormatOptions()),
      console: Console(output: { _ in }, errors: { found.text += $0 }),
      backend: backend
    )
    return (session.run(bytes: Array(source.utf8), from: Origin(file: nil)), found.text)
  }

  private final class ErrorText { var text = "" }
}
