import Catalog

/// The context of a kernel: the rows under evaluation, and what kernels counted in them.
public struct KernelContext: Sendable {
  /// How many rows there are.
  public let rowCount: Int
  /// The number, from 1, of the first row in the input of its stage.
  public let firstRow: Int
  /// What kernels met: divisions by zero, failed conversions.
  public var tally = Tally()

  package init(rowCount: Int, firstRow: Int = 1) {
    (self.rowCount, self.firstRow) = (rowCount, firstRow)
  }
}

/// Counts of what gave missing in evaluations.
public struct Tally: Hashable, Sendable {
  /// Quotients with a divisor of zero.
  public var divisionsByZero = 0
  /// Arguments outside the domain, by function.
  public var outOfDomain: [String: Int] = [:]
  /// Conversions that failed, by function.
  public var failedConversions: [String: Int] = [:]
  /// Rows dated only to a month or year that a finer comparison placed on its first day, by
  /// precision.
  public var placedOnFirstDay: [String: Int] = [:]

  package init() {}

  package var isEmpty: Bool {
    divisionsByZero == 0 && outOfDomain.isEmpty && failedConversions.isEmpty
      && placedOnFirstDay.isEmpty
  }

  /// Adds the counts of `other`.
  public mutating func add(_ other: Tally) {
    if other.isEmpty { return }
    divisionsByZero += other.divisionsByZero
    outOfDomain.merge(other.outOfDomain, uniquingKeysWith: +)
    failedConversions.merge(other.failedConversions, uniquingKeysWith: +)
    placedOnFirstDay.merge(other.placedOnFirstDay, uniquingKeysWith: +)
  }

  /// The counts as facts of the ledger, functions by name.
  public var notices: [Notice] {
    (divisionsByZero > 0 ? [.divisionsByZero(divisionsByZero)] : [])
      + outOfDomain.sorted { $0.key < $1.key }.map { .outOfDomain(function: $0.key, $0.value) }
      + failedConversions.sorted { $0.key < $1.key }
      .map { .failedConversions(function: $0.key, $0.value) }
      + placedOnFirstDay.sorted { $0.key < $1.key }
      .map { .placedOnFirstDay(rows: $0.value, precision: $0.key) }
  }
}
