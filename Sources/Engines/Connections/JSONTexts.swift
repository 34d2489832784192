import Tables

/// The cells of a JSON list of texts and nulls, such as `["a",null,"b"]`, which an engine wrote.
///
/// The bytes of a text are valid while it is handed over.
func hand(
  jsonTexts list: ArraySlice<UInt8>,
  to rows: RowCollector
) throws(EngineFailure) {
  var text: [UInt8] = []
  var place = list.startIndex
  while place < list.endIndex {
    switch list[place] {
    case UInt8(ascii: "n"):
      try rows.add(.missing)
      place += 4
    case UInt8(ascii: "\""):
      text.removeAll(keepingCapacity: true)
      place = readText(list, from: place + 1, into: &text)
      try rows.add(bytes: text)
    default: place += 1
    }
  }
}

/// Reads a text up to its closing quote; gives the place behind that.
private func readText(
  _ list: ArraySlice<UInt8>,
  from start: Int,
  into text: inout [UInt8]
) -> Int {
  var place = start
  while place < list.endIndex, list[place] != UInt8(ascii: "\"") {
    if list[place] == UInt8(ascii: "\\"), place + 1 < list.endIndex {
      place = readEscape(list, at: place + 1, into: &text)
    } else {
      text.append(list[place])
      place += 1
    }
  }
  return place + 1
}

/// Reads what stands behind a backslash; gives the place behind it.
private func readEscape(
  _ list: ArraySlice<UInt8>,
  at place: Int,
  into text: inout [UInt8]
) -> Int {
  switch list[place] {
  case UInt8(ascii: "n"): text.append(10)
  case UInt8(ascii: "r"): text.append(13)
  case UInt8(ascii: "t"): text.append(9)
  case UInt8(ascii: "b"): text.append(8)
  case UInt8(ascii: "f"): text.append(12)
  case UInt8(ascii: "u"): return readUnit(list, at: place + 1, into: &text)
  default: text.append(list[place])
  }
  return place + 1
}

/// Reads four hexadecimal digits, and four more where they are half of a pair.
private func readUnit(
  _ list: ArraySlice<UInt8>,
  at place: Int,
  into text: inout [UInt8]
) -> Int {
  func unit(_ place: Int) -> UInt16? {
    guard place + 4 <= list.endIndex else { return nil }
    return UInt16(String(decoding: list[place..<(place + 4)], as: UTF8.self), radix: 16)
  }
  guard let first = unit(place) else { return list.endIndex }
  var units = [first]
  if (0xD800..<0xDC00).contains(first), let second = unit(place + 6) { units.append(second) }
  text += String(decoding: units, as: UTF16.self).utf8
  return place + 4 + (units.count - 1) * 6
}
