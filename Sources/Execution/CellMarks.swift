import Tables

/// Which cells of a space have a row: a bit each, so that even millions of cells stay in the cache.
struct CellMarks {
  private var words: [UInt64]
  /// How many cells there are.
  let count: Int

  /// No cell of `count` has a row.
  init(_ count: Int) {
    self.count = count
    words = [UInt64](repeating: 0, count: (count + 63) / 64)
  }

  /// Whether a cell has a row.
  subscript(cell: Int) -> Bool { words[cell &>> 6] &>> UInt64(cell & 63) & 1 == 1 }

  /// How many cells have rows.
  var total: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Marks the cells of some rows.
  mutating func mark(_ cells: Buffer<UInt32>) {
    words.withUnsafeMutableBufferPointer { buffer in
      guard let words = buffer.baseAddress else { return }
      var row = 0
      while row < cells.count {
        let cell = cells.base[row]
        words[Int(cell &>> 6)] |= 1 &<< UInt64(truncatingIfNeeded: cell & 63)
        row &+= 1
      }
    }
  }

  /// Marks one cell.
  mutating func mark(_ cell: Int) { words[cell &>> 6] |= 1 &<< UInt64(cell & 63) }

  /// Marks the cells, from the first one on, of which `marks` says so.
  mutating func mark(_ marks: [Bool]) {
    marks.withUnsafeBufferPointer { marks in
      for word in 0..<(marks.count + 63) / 64 {
        var bits: UInt64 = 0
        for cell in word * 64..<min(word * 64 + 64, marks.count) where marks[cell] {
          bits |= 1 &<< UInt64(truncatingIfNeeded: cell & 63)
        }
        words[word] |= bits
      }
    }
  }

  /// Marks what `other`, of as many cells, has marked.
  mutating func formUnion(_ other: CellMarks) {
    for word in words.indices { words[word] |= other.words[word] }
  }

  /// Calls `body` with each marked cell of `cells`, from the first on.
  @inline(__always)
  func forEach(in cells: Range<Int>, _ body: (Int) -> Void) {
    if cells.isEmpty { return }
    for word in cells.lowerBound >> 6...(cells.upperBound - 1) >> 6 {
      var bits = words[word]
      if word == cells.lowerBound >> 6 { bits &= ~0 &<< UInt64(cells.lowerBound & 63) }
      while bits != 0 {
        let cell = word << 6 + bits.trailingZeroBitCount
        if cell >= cells.upperBound { return }
        body(cell)
        bits &= bits &- 1
      }
    }
  }
}
