import Columns
import Parallel

/// What is known of one column: what it is called, what its values are, and where they come from.
public struct Field: Sendable {
  /// What queries call it.
  public var name: String
  /// What kind of values it has; where that was not known yet, it is found now.
  public var type: DataType {
    get {
      switch knowledge {
      case .known(let type): type
      case .found(let finder): finder.type ?? .text
      }
    }
    set { knowledge = .known(newValue) }
  }
  /// Whether no row of a file of one's own has a value in it, so that it can be of any type.
  public var isValueless: Bool {
    if case .found(let finder) = knowledge { finder.type == nil } else { false }
  }
  /// What its numbers count or measure, in words, such as "people" or "percent points".
  public var unit: String?
  /// The column of the same table that holds the unit of each row, where units differ.
  public var unitColumn: String?
  /// What it may be used for.
  public var role: Role {
    get { givenRole ?? (type.isNumeric && type != .percent ? .additive : .other) }
    set { givenRole = newValue }
  }
  /// The columns along which it must not be summed, though it may be along others.
  public var notAlong: [String] = []
  /// The column of a table that it was taken from unchanged, if it was.
  public var origin: Origin?
  /// The table that its values point into, if they do: a declared foreign key.
  public var link: Link?
  /// What it is, in a line, as the data package or the stage that made it says.
  public var summary: String
  /// For dates and periods the columns that they come from, if a table of these declares which
  /// periods it covers only in part.
  public var coveredBy: [Origin] = []
  /// The period that a column made by a pivot stands for.
  public var spread: (unit: PeriodUnit, ordinal: Int32)?
  /// The periods that its values are compared with, as distances from the row's own.
  public var compared: (unit: PeriodUnit, distances: [Int])?
  private var knowledge: Knowledge
  /// The role that was given; nil where it follows from the type.
  private var givenRole: Role?

  private enum Knowledge: Sendable {
    case known(DataType)
    case found(TypeFinder)
  }

  /// What a column may be used for.
  public enum Role: Sendable {
    /// It names the group or the row; it is no measure, though it may be a number.
    case key
    /// A measure that can be summed: counts, sums, and what the package does not declare otherwise.
    case additive
    /// Anything else: a text or date, or a measure that must not be summed.
    case other
  }

  /// Over which rows a measure may be summed.
  public enum Additivity: Hashable, Sendable {
    /// Over all rows.
    case yes
    /// Over none: running totals, rates, shares, margins of error, and what is no measure.
    case no
    /// Only over rows with the same value in each of these columns, as a stock is over places but
    /// not over years.
    case notAlong([String])
  }

  /// A column of a table of the catalog.
  public struct Origin: Hashable, Sendable {
    /// The table's name.
    public var table: String
    /// The column's name there.
    public var column: String

    /// The column `column` of `table`.
    public init(table: String, column: String) {
      (self.table, self.column) = (table, column)
    }
  }

  /// A foreign key of one column.
  public struct Link: Hashable, Sendable {
    /// The table pointed into.
    public var table: String
    /// Its key column, which holds each value once.
    public var key: String

    /// Whether every value is known to have a row there; one of another package may have none.
    public var isChecked: Bool

    /// A link to the row of `table` whose `key` has the value.
    public init(table: String, key: String, isChecked: Bool = true) {
      (self.table, self.key, self.isChecked) = (table, key, isChecked)
    }
  }

  /// A column of this name and type, of which nothing more is known unless it is given.
  public init(
    _ name: String,
    _ type: DataType,
    unit: String? = nil,
    role: Role = .other,
    origin: Origin? = nil,
    link: Link? = nil,
    summary: String = ""
  ) {
    (self.name, knowledge, givenRole) = (name, .known(type), role)
    (self.unit, self.origin, self.link, self.summary) = (unit, origin, link, summary)
  }

  /// A column whose type is found when it is first asked for; a number that is no percentage is a
  /// measure that can be summed.
  public init(_ name: String, foundBy finder: TypeFinder, origin: Origin) {
    (self.name, knowledge, self.origin, summary) = (name, .found(finder), origin, "")
  }

  /// Takes from a measure that it may be summed, without asking for its type: a column of a file
  /// would have to be read for that.
  public mutating func forbidSums() {
    if givenRole != .key { givenRole = .other }
  }

  /// Over which rows it may be summed: over none, unless its role is that of an additive measure.
  public var additivity: Additivity {
    role != .additive ? .no : notAlong.isEmpty ? .yes : .notAlong(notAlong)
  }

  /// The values of its category that stand beside the category's order.
  public var unranked: [String] {
    guard case .category(let category) = type else { return [] }
    return category.labels.strings.filter(category.unranked.contains)
  }

  /// Whether it is a number that says how much, rather than which.
  public var isMeasure: Bool { type.isNumeric && role != .key }
}

/// A type that is found from a column's values when it is first asked for, and then kept.
public final class TypeFinder: Sendable {
  private let found: Lock<DataType??>
  private let find: @Sendable () -> DataType?

  /// A type that `find` gives, which is called once; nil where there is no value.
  public init(_ find: @escaping @Sendable () -> DataType?) {
    (self.find, found) = (find, Lock(nil))
  }

  /// A type that is known already.
  public init(known type: DataType?) { (find, found) = ({ type }, Lock(.some(type))) }

  /// The type; nil where there is no value.
  public var type: DataType? {
    if let type = found.withLock({ $0 }) { return type }
    let type = find()
    found.withLock { $0 = type }
    return type
  }
}

/// The columns of a table, and what the data package declares of the table as a whole.
public struct Schema: Sendable {
  /// The columns, in order.
  public var fields: [Field]
  /// The columns whose values together name a row; empty when none are declared.
  public var key: [String]
  /// The order that a sort gave the rows, as long as it holds: columns, and whether the largest
  /// come first.
  public var order: [(column: String, isDescending: Bool)] = []
  /// The columns that `count` and `total` made: where a group is absent, they are zero.
  public var totals: [String] = []
  /// The columns that `share` made.
  public var shares: [Share] = []
  /// Whether rows of a whole were cut, so that shares are of what is left.
  public var isCut = false
  /// What the package declares beyond the standard.
  public var notes: TableNotes

  /// A column of shares: the measure that they are of, and the groups within which.
  public struct Share: Sendable {
    /// The columns by their names.
    public var (column, measure, groups): (String, String, [String])

    /// The shares `column` of `measure` within `groups`.
    public init(_ column: String, of measure: String, within groups: [String]) {
      (self.column, self.measure, self.groups) = (column, measure, groups)
    }
  }

  /// A schema of these columns.
  public init(_ fields: [Field], key: [String] = [], notes: TableNotes = TableNotes()) {
    self.fields = fields
    self.key = key
    self.notes = notes
  }

  /// The place of the column called `name`.
  public func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }
}

/// The keys of a table that a database declares.
public struct DeclaredKeys: Sendable {
  /// The columns of the primary key, in order.
  public var primary: [String] = []
  /// The foreign keys of one column: that column, the table pointed into, and the column pointed
  /// at, which is nil for the primary key.
  public var links: [(column: String, table: String, key: String?)] = []

  /// No keys.
  public init() {}
}

extension Schema {
  /// Takes over the keys that a database declares; `primaryKey` gives that of a table, if there is
  /// such a table.
  ///
  /// Keys of columns that are not there are left out, and so are links that do not point to the one
  /// column of a primary key.
  public mutating func declare(_ keys: DeclaredKeys, primaryKey: (String) -> [String]?) {
    if keys.primary.allSatisfy({ index(of: $0) != nil }) { key = keys.primary }
    for column in key { setRole(of: column) }
    for link in keys.links {
      guard let place = index(of: link.column), let target = primaryKey(link.table),
        target.count == 1, link.key == nil || link.key == target[0]
      else { continue }
      fields[place].link = Field.Link(table: link.table, key: target[0])
      setRole(of: link.column)
    }
  }

  /// Makes a column one that names rows.
  private mutating func setRole(of column: String) {
    if let place = index(of: column) { fields[place].role = .key }
  }
}

/// Columns of equal length under a schema.
public struct Table: Sendable {
  /// What the columns are.
  public let schema: Schema
  /// The values, in the schema's order.
  public let columns: [Column]
  /// The number of rows.
  public let rowCount: Int

  /// A table of these columns, each of `rowCount` rows.
  public init(schema: Schema, columns: [Column], rowCount: Int) {
    precondition(schema.fields.count == columns.count)
    precondition(columns.allSatisfy { $0.count == rowCount })
    self.schema = schema
    self.columns = columns
    self.rowCount = rowCount
  }
}
