/// Places in memory that several threads write at the same time, each place by one of them.
///
/// The memory must live until all have ended. That no two share a place is the promise of its
/// users; the tests under the thread sanitizer check it.
public struct DisjointSlots<Element>: @unchecked Sendable {
  private let buffer: UnsafeMutableBufferPointer<Element>

  /// The places of `buffer`.
  public init(_ buffer: UnsafeMutableBufferPointer<Element>) { self.buffer = buffer }

  /// How many places there are.
  public var count: Int { buffer.count }

  /// The element at a place.
  public subscript(place: Int) -> Element {
    get { buffer[place] }
    nonmutating set { buffer[place] = newValue }
  }
}
