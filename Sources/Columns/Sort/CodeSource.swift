/// A source of one integer a row: normalized keys, or hashes.
package protocol CodeSource: Sendable {
  func write(_ rows: Range<Int>, to target: UnsafeMutablePointer<UInt64>)
}
