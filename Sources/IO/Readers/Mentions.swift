/// Whether a byte belongs to a name: a letter, a digit, an underscore, or part of anything not
/// ASCII.
func isPartOfName(_ byte: UInt8) -> Bool {
  byte >= 0x80 || byte == 0x5F || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    || (byte >= 0x30 && byte <= 0x39)
}

/// Whether a text has `name` in it, neither behind nor before a letter, a digit or an underscore.
func mentions(_ text: String, _ name: String) -> Bool {
  let (text, name) = (Array(text.utf8), Array(name.utf8))
  if name.isEmpty || text.count < name.count { return false }
  func isPart(_ place: Int) -> Bool {
    text.indices.contains(place) && isPartOfName(text[place])
  }
  return (0...(text.count - name.count)).contains { start in
    text[start] == name[0] && !isPart(start - 1) && !isPart(start + name.count)
      && text[start..<(start + name.count)].elementsEqual(name)
  }
}
