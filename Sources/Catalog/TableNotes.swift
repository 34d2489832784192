/// What a data package declares of a table beyond the standard: its `scomm` property.
public struct TableNotes: Sendable {
  /// What one row is, a noun phrase in the singular, such as "a state in a fiscal year".
  public var row: String?
  /// The column whose rows give this table's rows their sources, where other tables do.
  public var sourcedBy: Sourcing?
  /// The columns of a table of documents that hold the parts of their citations.
  public var citation: [CitationPart: String] = [:]
  /// The types of documents by the kinds that the table names.
  public var documentTypes: [String: DocumentType] = [:]
  /// The table's date column, which `around` and as-of joins take by default.
  public var date: String?
  /// The category column that holds to what (day, month, year) the date is known.
  public var precision: String?
  /// A condition of the language that is true where a row's period is covered only in part.
  public var partial: String?
  /// The first and last day that the table covers, as civil days.
  public var coverage: ClosedRange<Int32>?
  /// Whether `around` takes the keys of its rows.
  public var holdsMoments = false
  /// Whether its rows are known conflicts between sources.
  public var holdsConflicts = false
  /// Where its rows lie on maps.
  public var places = PlaceNotes()
  /// What people must know before they quote a number from the table.
  public var caveats: [Caveat] = []

  /// A part of the citation of a document.
  public enum CitationPart: String, CaseIterable, Sendable {
    case title, author, date, address, kind
  }

  /// Where the sources of a table's rows stand: with the rows of another table that point to them.
  public struct Sourcing: Hashable, Sendable {
    /// The other table.
    public var table: String
    /// Its column that holds the key of this table.
    public var column: String

    /// The sources of the rows of `table` whose `column` holds a row's key.
    public init(table: String, column: String) {
      (self.table, self.column) = (table, column)
    }
  }

  /// Notes that declare nothing.
  public init() {}
}
