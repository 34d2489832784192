import IO
import Syntax
import SQL

// Pages of the dialects of SQL.

extension Page {
  /// All dialects, and how a query is said in them.
  static let dialects = Page(
    "Dialects of SQL",
    [
      .paragraph(
        "`explain sql for postgres QUERY` says a query in the SQL of PostgreSQL, `.sql postgres` the "
          + "last one; without a name it is DuckDB's. `scomm --emit-ddl postgres` writes the tables "
          + "as statements that make them there, so that the statement can be run."
      ),
      .expressions(Dialect.all.entries.map { ($0.name, $0.summary) }),
      .paragraph(
        "A table without a key has its order from a column `_row` there. What a dialect cannot say "
          + "is an error that names the stage; it is never said otherwise. `.help sqlite` lists it."
      ),
    ] + Dialect.all.entries.map { .page(.dialect($0)) }
  )

  /// The page of a dialect: what it says exactly, nearly, and not at all.
  static func dialect(_ dialect: Dialect) -> Page {
    let limits = dialect.limits
    return Page(
      dialect.name,
      [
        .paragraph("A dialect of SQL: \(dialect.summary.sentence)"), .code(dialect.usage),
        .paragraph(
          "To one part in 10⁹, for the last digits of reals depend on the order in which they are "
            + "added: sums of reals, " + limits.nearly.quoted + "."
        ),
        .paragraph("Not at all: " + limits.unsupported.quoted + "."),
        .paragraph("Everything else is the same to the last digit."),
      ]
    )
  }
}
