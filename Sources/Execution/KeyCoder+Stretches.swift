import Tables

extension KeyCoder {
  /// A number that no known value's in these rows is below; nil where it takes as long as all numbers.
  func least(_ rows: Range<Int>) -> UInt64? {
    switch (column.storage, coding) {
    case (.integer(.byte(let values)), .integer(let first)): least(values[rows], first)
    case (.integer(.short(let values)), .integer(let first)): least(values[rows], first)
    case (.integer(.middle(let values)), .integer(let first)): least(values[rows], first)
    case (.integer(.wide(let values)), .integer(let first)): least(values[rows], first)
    case (.ordinal(let values), .ordinal(let first)): least(values[rows], Int64(first))
    default: nil
    }
  }

  private func least<Element: FixedWidthInteger>(
    _ values: Buffer<Element>,
    _ first: Int64
  ) -> UInt64 {
    let (base, count) = (values.base, values.count)
    var (best, row) = (isInverted ? Element.min : Element.max, 0)
    if isInverted {
      while row < count {
        best = base[row] > best ? base[row] : best
        row &+= 1
      }
      return lastKnown &- UInt64(bitPattern: Int64(best) &- first)
    }
    while row < count {
      best = base[row] < best ? base[row] : best
      row &+= 1
    }
    return UInt64(bitPattern: Int64(best) &- first)
  }

  /// How many known rows have this number, of a column of which `least` tells one.
  func count(of code: UInt64, in rows: Range<Int>, _ known: Buffer<Bool>?) -> Int {
    let distance = Int64(bitPattern: isInverted ? lastKnown &- code : code)
    let known = known?[rows]
    switch (column.storage, coding) {
    case (.integer(.byte(let values)), .integer(let first)):
      return count(of: first &+ distance, in: values[rows], known)
    case (.integer(.short(let values)), .integer(let first)):
      return count(of: first &+ distance, in: values[rows], known)
    case (.integer(.middle(let values)), .integer(let first)):
      return count(of: first &+ distance, in: values[rows], known)
    case (.integer(.wide(let values)), .integer(let first)):
      return count(of: first &+ distance, in: values[rows], known)
    case (.ordinal(let values), .ordinal(let first)):
      return count(of: Int64(first) &+ distance, in: values[rows], known)
    default: return 0
    }
  }

  private func count<Element: FixedWidthInteger>(
    of value: Int64,
    in values: Buffer<Element>,
    _ known: Buffer<Bool>?
  ) -> Int {
    guard let wanted = Element(exactly: value) else { return 0 }
    let base = values.base
    // Counted in the values' width, many at once, in stretches that even a byte can count.
    var (row, count) = (0, 0)
    while row < values.count {
      let end = min(row &+ 112, values.count)
      var some: Element = 0
      if let mask = known?.base {
        while row < end {
          some &+= base[row] == wanted && mask[row] ? 1 : 0
          row &+= 1
        }
      } else {
        while row < end {
          some &+= base[row] == wanted ? 1 : 0
          row &+= 1
        }
      }
      count &+= Int(some)
    }
    return count
  }
}
