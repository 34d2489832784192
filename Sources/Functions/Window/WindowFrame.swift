import Catalog
import Columns
import Parallel

/// How rows stand to each other: which belong together, and in which order.
public struct WindowFrame: Sendable {
  /// Row numbers, partition after partition, each in the window's order (stable).
  public let rows: Buffer<Int32>
  /// The stretches of `rows` that belong together.
  public let partitions: [Range<Int>]
  /// The first column of the order, in the input's order of rows, if there is an order.
  public let along: Column?
  package let alongType: DataType?
  /// Whether the largest come first in that order.
  let isDescending: Bool
  /// Where kernels write down what they met.
  public let notes = WindowNotes()

  package init(
    rows: Buffer<Int32>,
    partitions: [Range<Int>],
    along: Column?,
    alongType: DataType?,
    isDescending: Bool = false
  ) {
    (self.rows, self.partitions, self.along, self.alongType) = (rows, partitions, along, alongType)
    self.isDescending = isDescending
  }
}

/// What the kernels of a window met, for the ledger.
public final class WindowNotes: Sendable {
  private let met = Lock<[Notice]>([])

  init() {}

  /// Writes down a fact, if it is of any row.
  public func add(_ notice: (Int) -> Notice, _ rows: Int) {
    if rows > 0 { met.withLock { $0.append(notice(rows)) } }
  }

  /// The facts since they were last taken.
  public func take() -> [Notice] {
    met.withLock { notices in
      defer { notices = [] }
      return notices
    }
  }
}
