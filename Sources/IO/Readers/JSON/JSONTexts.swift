/// The elements of a JSON list of texts and nulls, such as `["a",null,"b"]`: nil for null; those
/// before the first one that is something else.
public func jsonTexts(_ bytes: ArraySlice<UInt8>) -> [String?] {
  var reader = JSONReader(FileBytes(path: "", bytes: bytes))
  var texts: [String?] = []
  while reader.takes(UInt8(ascii: texts.isEmpty ? "[" : ",")) {
    reader.skipSpace()
    switch reader.plainValue() {
    case .text(let text): texts.append(text)
    case .missing: texts.append(nil)
    default: return texts
    }
  }
  return texts
}
