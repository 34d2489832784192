/// Places in memory that several threads use at the same time: a place is written by one thread, or
/// only read.
///
/// The memory must live until all have ended. The users promise both; the tests under the thread
/// sanitizer check it.
public struct DisjointSlots<Element>: @unchecked Sendable {
  @usableFromInline
  let buffer: UnsafeMutableBufferPointer<Element>

  /// The places of `buffer`.
  public init(_ buffer: UnsafeMutableBufferPointer<Element>) { self.buffer = buffer }

  /// The `count` places from `start` on.
  @inlinable
  public init(_ start: UnsafeMutablePointer<Element>, count: Int) {
    buffer = UnsafeMutableBufferPointer(start: start, count: count)
  }

  /// How many places there are.
  public var count: Int { buffer.count }

  /// Hands `body` the elements of an array, which need not be `Sendable`.
  public static func with<Value>(
    _ elements: [Element],
    _ body: (DisjointSlots) throws -> Value
  ) rethrows -> Value {
    var elements = elements
    return try elements.withUnsafeMutableBufferPointer { try body(DisjointSlots($0)) }
  }

  /// The first place; there must be one.
  @inlinable
  public var base: UnsafeMutablePointer<Element> {
    guard let base = buffer.baseAddress else { preconditionFailure("there are no places") }
    return base
  }

  /// The element at a place.
  @inlinable
  public subscript(place: Int) -> Element {
    get { buffer[place] }
    nonmutating set { buffer[place] = newValue }
  }
}
