import Catalog
import Columns

// Days in other orders, with names of months, or with a time that is always midnight.

extension TextNotation {
  /// All notations of days but the program's own.
  static let days: [TextNotation] = DateForm.usual.flatMap { form, rival -> [TextNotation] in
    guard let written = DateForm(form) else { return [] }
    let isShort = !form.contains("YYYY")
    let hint = isShort ? "years up to 68 are 20xx, others 19xx" : nil
    return [
      TextNotation(kind: .date, name: form, rival: rival, hint: hint) {
        written.day($0).map(Value.ordinal)
      },
      TextNotation(
        kind: .date,
        name: form + midnight,
        rival: rival.map { $0 + midnight },
        hint: (hint.map { $0 + "; " } ?? "") + "every time is 00:00:00"
      ) { withoutMidnight($0).flatMap { written.day($0) }.map(Value.ordinal) },
    ]
  }

  /// How the name of a notation with a time that is always midnight ends.
  static let midnight = " 00:00:00"

  /// The time of a timestamp with the sign before it; nil where there is none.
  static func time(of text: UnsafeBufferPointer<UInt8>) -> String? {
    dayEnd(text).map { String(decoding: text[$0...], as: UTF8.self) }
  }

  /// Where the day of a timestamp ends: at the gap before its time.
  private static func dayEnd(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    let isMorning = text.suffix(3).map { $0 | 0x20 }.elementsEqual(" am".utf8)
    let end = isMorning ? text.count - 3 : text.count
    return text[..<end].lastIndex { $0 == 0x20 || $0 == UInt8(ascii: "T") }
  }

  /// The day of a timestamp at midnight, as it is written; nil for any other time.
  private static func withoutMidnight(
    _ text: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8>? {
    var end = text.count
    let isMorning = end > 3 && text[(end - 3)...].map { $0 | 0x20 }.elementsEqual(" am".utf8)
    if isMorning { end -= 3 }
    guard let gap = dayEnd(text) else { return nil }
    var time = text[(gap + 1)..<end]
    if !isMorning, time.last == UInt8(ascii: "Z") { time.removeLast() }
    if let point = time.firstIndex(of: UInt8(ascii: ".")) {
      if !time[(point + 1)...].allSatisfy({ $0 == 0x30 }) { return nil }
      time = time[..<point]
    }
    let times = isMorning ? ["12:00:00", "12:00"] : ["00:00:00", "0:00:00", "00:00", "0:00"]
    guard times.contains(where: { $0.utf8.elementsEqual(time) }) else { return nil }
    return UnsafeBufferPointer(rebasing: text[..<gap])
  }
}
