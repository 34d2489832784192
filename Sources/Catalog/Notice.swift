import Columns

/// Rows in which missing values alone decided a condition.
public struct Undecided: Hashable, Sendable {
  /// How many rows.
  public var rows: Int
  /// Of how many that the stage looked at.
  public var all: Int
  /// Whether the rows are groups that the stage itself made of the rows that came in.
  public var isOfGroups = false
  /// What is missing in them: columns, or `level "All levels"` for a value without a place in the
  /// order.
  public var subjects: [String]
  /// The test that is undecided, if it is one: `> 1000`.
  public var test: String?
  /// What they count as.
  public var outcome: Outcome

  /// What rows that missing values leave undecided count as.
  public enum Outcome: String, Sendable {
    /// As rows for which the test does not hold.
    case fails
    /// As rows for which it holds, as `!=` does beside missing.
    case holds
    /// As neither: they are in neither part of a share.
    case neither
    /// In one place as rows for which it does not hold, in another as neither.
    case failsOrNeither = "fails or neither"
    /// The same of rows for which it holds.
    case holdsOrNeither = "holds or neither"
    /// As rows that meet one of several conditions and do not meet another.
    case either
  }

  /// Rows that lack the subjects.
  public init(rows: Int, of all: Int, subjects: [String], test: String?, outcome: Outcome) {
    (self.rows, self.all, self.subjects) = (rows, all, subjects)
    (self.test, self.outcome) = (test, outcome)
  }
}

/// Something worth knowing that a stage met, with a count where one applies.
public enum Notice: Hashable, Sendable {
  /// Rows of a predicate kept although a compared column is missing in them.
  case keptMissing(rows: Int, columns: [String])
  /// Rows in which missing values alone decided a condition: it counts as false, or they are in
  /// neither part of a share.
  case undecided(Undecided)
  /// Known values of an aggregate's argument, of all rows; given only where some are missing. Where
  /// it goes by an order, the values `beside` that order do not count as known.
  case known(column: String, beside: [String] = [], known: Int, of: Int)
  /// Divisions by zero that gave missing.
  case divisionsByZero(Int)
  /// Arguments outside a function's domain, such as `ln(-1)`, that gave missing.
  case outOfDomain(function: String, Int)
  /// Conversions that failed and gave missing.
  case failedConversions(function: String, Int)
  /// Rows for which a function of neighbors is missing, since the moment that it looks at is absent.
  case gaps(function: String, rows: Int)
  /// A function of rows in order that goes along a key though a sort gave another order.
  case goesAlong(function: String, column: String)
  /// Rows of a join in time with several partners equally near, of which one was taken.
  case equallyNear(Int)
  /// Rows that come last in an order, since the column that it goes along is missing in them.
  case lastInOrder(column: String, rows: Int)
  /// Rows that have the date of another and are taken in the order found, where that matters.
  case equalMoments(column: String, rows: Int, tiebreaker: String?)
  /// Values that compare periods of which one is covered only in part.
  case comparesPartial(columns: [String], rows: Int)
  /// Rows whose window begins before the first row or lacks a period.
  case incompleteWindows(function: String, rows: Int)
  /// Rows in whose window some values are missing.
  case fewerValues(function: String, rows: Int)
  /// Groups of which an aggregate gave the first of several values with the same claim.
  case tiedValues(function: String, groups: Int)
  /// Groups in which an aggregate is missing, since its value is beyond what a real holds.
  case overflowed(function: String, groups: Int)
  /// Cells of a pivot without rows, which hold zero.
  case absentCells(Int)
  /// A measure that does not add up got the value that `fill` gives to rows that it adds.
  case filledStock(column: String)
  /// Totals that were asked for and that a later stage took away.
  case totalsLost(stage: String)
  /// Rows equal to the last row taken by `top` or `bottom` that were cut.
  case tiesCut(Int)
  /// Rows of a join that found a partner, and those that did not.
  case matched(Int, unmatched: Int)
  /// Rows of the right table that no row of the left one found.
  case unusedRight(Int)
  /// Shares are of what an earlier stage left, not of all rows.
  case shareOfLeft
  /// What shares are of: the total of a measure over the rows in which it is known, and into how many
  /// groups with wholes of their own these fall.
  case shareBase(of: String, total: Value, rows: Int, groups: Int)
  /// The rows counted are those of a table, each of which stands for `row`.
  case grain(table: String, row: String)
  /// A measure that must not be summed was summed by `sum`.
  case summedNonAdditive(column: String)
  /// A measure went over values of which each may stand in several rows, by a join.
  case repeatedValues(column: String)
  /// A stock, whose sums are of all rows of one moment, was averaged over single rows, each of which
  /// stands for `row`; its sums are made by the columns `along`.
  case averagedRows(column: String, row: String, along: [String])
  /// A mean of percentages gave each row the same weight, though `weight` tells of how many each is.
  case unweighted(column: String, weight: String)
  /// A column of percent points was compared with a number below one.
  case smallPoints(column: String, number: String)
  /// A measure went over rows whose values are in the units that another column tells.
  case unitsOfTheirOwn(column: String, unitColumn: String)
  /// Rows dated only to a month or year that a finer comparison placed on its first day.
  case placedOnFirstDay(rows: Int, precision: String)
  /// A column of a joined table that goes by another name, since the first table has one of its own
  /// that the query names.
  case renamedByJoin(column: String, table: String, name: String)
  /// The rows drawn belong to this seed.
  case seed(Int)
  /// A text compared with a column that no row has, where that is set to be no error.
  case unknownValue(column: String, value: String)
  /// A text looked for in a column that no value holds, though `value` does in other capitals.
  case otherCapitals(column: String, test: String, text: String, value: String)
  /// Conditions on one column that no row can meet together, and the one that either meets.
  case contradiction(conditions: [String], either: String?)
  /// Columns that a pivot neither spreads nor shows.
  case leftOut(columns: [String])
  /// Totals that were asked for and that a format for data does not hold.
  case totalsNotWritten(format: String)
  /// Rows of a table's file that are not in the table, since they are malformed.
  case malformedRows(table: String, rows: Int)
  /// Malformed rows of a table's file that are in the table, with missing for the fields that they
  /// lack.
  case completedRows(table: String, rows: Int)
  /// A group of a period that the table covers only in part.
  case partialPeriod(String)
}

extension Notice {
  /// One notice for two counts of what formulas met in different rows or columns, or for two functions
  /// that go along one column; nil for others.
  package func added(to other: Notice) -> Notice? {
    switch (self, other) {
    case (.divisionsByZero(let first), .divisionsByZero(let second)):
      .divisionsByZero(first + second)
    case (.outOfDomain(let function, let first), .outOfDomain(let name, let second))
    where function == name:
      .outOfDomain(function: name, first + second)
    case (.failedConversions(let function, let first), .failedConversions(let name, let second))
    where function == name:
      .failedConversions(function: name, first + second)
    case (.goesAlong(let first, let column), .goesAlong(let second, let other))
    where column == other:
      .goesAlong(
        function: " \(first) ".contains(" \(second) ") ? first : first + " and " + second,
        column: column
      )
    default: nil
    }
  }
}
