import Catalog

/// A table in another database, mapped to the columns of its schema here.
public struct Relation: Sendable {
  /// Where it is, such as `["public", "people"]`; the dialect quotes the names.
  public var path: [String]
  /// The database's column for each place of the schema.
  public var columns: [String]
  /// The columns that give the order of rows: `["_row"]`, or the key's; empty if there is none.
  ///
  /// Together they tell one row from every other.
  public var order: [String]
  /// Columns whose type there is another than that of their values here, such as `decimal` or an
  /// enum: they are cast where they are read.
  public var casts: Set<String> = []
  /// Columns that are never missing; those of `order` are not either.
  public var required: Set<String> = []
  /// Whether it has a row at least, so that a sum over all of it is never one of no rows.
  public var hasRows = false

  /// A table at this path.
  public init(path: [String], columns: [String], order: [String]) {
    (self.path, self.columns, self.order) = (path, columns, order)
  }

  /// The table as `--emit-ddl` writes it: in the order of its key, else of the column `_row`.
  public static func standard(_ name: String, _ schema: Schema) -> Relation {
    Relation(
      path: [name],
      columns: schema.fields.map(\.name),
      order: schema.key.isEmpty ? [rowColumn] : schema.key
    )
  }

  /// The column that holds the number of the row where a table has no key.
  public static let rowColumn = "_row"
}

/// A query translated into SQL, with what must be known of its answer.
public struct TranslatedQuery: Sendable {
  /// The statement.
  public var text: String
  /// The columns that come out, in order.
  public var columns: [Field]
  /// The exactness of its numbers.
  public var exactness: Exactness
  /// Reservations, a sentence each; they stand above the statement, too.
  public var remarks: [String] = []
  /// Checks for what would be an error here, and would pass unseen there.
  public var checks: [Check] = []

  /// A statement that gives a row if the answer must not be believed.
  public struct Check: Sendable {
    /// The statement.
    public var text: String
    /// What is wrong then, in a sentence or two.
    public var failure: String
    /// The written stage; its place in `BoundQuery.stages`.
    public var stage: Int?
  }
}

/// The exactness of an answer, compared with that of this program.
public enum Exactness: Comparable, Sendable {
  /// The same values.
  case exact
  /// Real numbers agree to one part in 10⁹.
  case nearly
}

/// The error of a query that has no translation into a dialect.
public struct Unsupported: Error, Sendable {
  /// The message, a sentence.
  public var text: String
  /// The remedy.
  public var remedy: String
  /// The written stage; its place in `BoundQuery.stages`.
  public var stage: Int?

  /// An error with its remedy.
  public init(_ text: String, remedy: String, stage: Int? = nil) {
    (self.text, self.remedy, self.stage) = (text, remedy, stage)
  }
}
