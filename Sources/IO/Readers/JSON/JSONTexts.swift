/// The elements of a JSON list of texts and nulls, such as `["a",null,"b"]`: nil for null.
///
/// The sequence ends with the list, or before the first element that is something else.
public struct JSONTexts: Sequence, IteratorProtocol {
  private var reader: JSONReader
  private var opening = UInt8(ascii: "[")

  /// The elements of the list that `bytes` write.
  public init(_ bytes: ArraySlice<UInt8>) {
    reader = JSONReader(FileBytes(path: "", bytes: bytes))
  }

  /// The next element.
  public mutating func next() -> String?? {
    guard reader.takes(opening) else { return nil }
    opening = UInt8(ascii: ",")
    reader.skipSpace()
    switch reader.plainValue() {
    case .text(let text): return .some(text)
    case .missing: return .some(nil)
    default: return nil
    }
  }
}
