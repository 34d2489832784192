import Columns
import Functions
import Planner

/// A filter by ranges: a conjunction of tests whether the stored value of a column lies in a range
/// (a sargable predicate, in System R's words).
///
/// Most filters are of this kind. Rows go through all tests tile by tile, so that the marks of a
/// tile stay in the innermost cache, and a filter whose rows are only counted writes nothing at
/// all. A chunk whose zone map decides a test is not read: so rows in the order of a date are
/// mostly skipped by tests of it.
struct RangeFilter {
  let tests: [Test]

  /// A test of a column; where it is an equality, it is false for missing values.
  struct Test: Sendable {
    let column: ColumnID
    let isEquality: Bool
    let codeRange: @Sendable (Column) -> CodeRange?
  }

  /// The range filter for a predicate; nil if that takes more than such tests.
  init?(_ predicate: Predicate) {
    var tests: [Test] = []
    func add(_ bound: BoundExpression) -> Bool {
      guard case .call(let operation, let operands) = bound else { return false }
      switch operation.sargability {
      case .all: return operands.allSatisfy(add)
      case .codeRange(let codeRange):
        // Of a column itself only: what is made of one is not what is stored.
        let columns = operands.filter { $0.literal == nil }
        guard columns.count == 1, case .column(let column, _) = columns[0] else { return false }
        let isEquality = operation.comparison == .equal
        tests.append(Test(column: column, isEquality: isEquality, codeRange: codeRange))
        return true
      case .any, .membership, .lookup, .pick, nil: return false
      }
    }
    guard predicate.placements.isEmpty, predicate.decisions.count <= 1, add(predicate.expression)
    else { return nil }
    self.tests = tests
  }

  /// The rows of a chunk that pass.
  struct Passed {
    /// How many they are.
    var count: Int
    /// Which they are, if that was asked and not all pass.
    var rows: Buffer<Int32>?
    /// How many fail no test and lack the value of the only column that may be missing; nil where
    /// there is no such column, or that was not found on the way.
    var open: Int?
  }

  /// The rows of the chunk that pass, listed if `listing`; nil where ranges do not decide a column
  /// of the chunk.
  func passed(_ chunk: Chunk, listing: Bool) -> Passed? {
    var steps: [RangeTest] = []
    var asked: [(column: Column, range: CodeRange)] = []
    var passesNone = false
    let masked = maskedColumn(chunk)
    // The tests of that column come last.
    let ordered =
      masked.map { id in tests.filter { $0.column != id } + tests.filter { $0.column == id } }
      ?? tests
    for test in ordered {
      let column = chunk[test.column]
      guard let found = test.codeRange(column), let step = RangeTest(column, found)
      else { return nil }
      if let zone = column.zone {
        if !found.overlaps(zone) { passesNone = true }
        if found.holds(zone) && column.known == nil { continue }
      }
      steps.append(step)
      asked.append((column, found))
    }
    if passesNone { return Passed(count: 0, rows: listing ? Buffer([]) : nil) }
    if steps.isEmpty { return Passed(count: chunk.rowCount) }
    let single = asked.count == 1 && !listing ? asked[0] : nil
    if let single,
      let count = single.column.count(ofCodes: single.range.first, single.range.last)
    {
      return Passed(count: count)
    }
    // The steps point into the columns, which live as long as the chunk.
    return withExtendedLifetime(chunk) {
      let first = masked.map { id in steps.count - tests.count { $0.column == id } }
      let passed = passed(steps, chunk.rowCount, listing, openBefore: first)
      single?.column.recordCodeCounts()
      // Where no row passes, it may be that only the first test has read its column.
      for (column, _) in passed.count > 0 ? asked[...] : asked.prefix(1) { column.recordZone() }
      return passed
    }
  }

  /// The only column whose values may be missing without its tests failing for that; nil where there
  /// is none, or several.
  private func maskedColumn(_ chunk: Chunk) -> ColumnID? {
    var masked: ColumnID?
    for test in tests where chunk[test.column].known != nil {
      if test.isEquality || masked != nil && masked != test.column { return nil }
      masked = test.column
    }
    return masked
  }

  private func passed(
    _ steps: [RangeTest],
    _ rowCount: Int,
    _ listing: Bool,
    openBefore masked: Int?
  ) -> Passed {
    var (passed, open) = (Passed(count: 0), 0)
    if listing {
      // A row may be written and then not kept: so there is room for one more.
      let rows = Buffer<Int32>(count: rowCount + 1) { target in
        var next = target
        passed.count = count(steps, rowCount, openBefore: masked, &open) { marks, rows, passed in
          next = list(marks, rows, passed, to: next)
        }
      }
      passed.rows = rows[0..<passed.count]
    } else {
      passed.count = count(steps, rowCount, openBefore: masked, &open) { _, _, _ in }
    }
    if masked != nil { passed.open = open }
    return passed
  }

  /// Writes down the marked rows, `passed` of them; gives where the next ones go.
  private func list(
    _ marks: UnsafePointer<UInt8>,
    _ rows: Range<Int>,
    _ passed: Int,
    to target: UnsafeMutablePointer<Int32>
  ) -> UnsafeMutablePointer<Int32> {
    var (next, place) = (target, 0)
    if passed < rows.count / 8 {
      // Where few rows pass, eight at a time are mostly passed over.
      while place &+ 8 <= rows.count {
        var eight = UnsafeRawPointer(marks + place).loadUnaligned(as: UInt64.self).littleEndian
        while eight != 0 {
          let row = rows.lowerBound &+ place &+ eight.trailingZeroBitCount &>> 3
          next.pointee = Int32(truncatingIfNeeded: row)
          next += 1
          eight &= eight &- 1
        }
        place &+= 8
      }
    }
    while place < rows.count {
      next.pointee = Int32(truncatingIfNeeded: rows.lowerBound &+ place)
      next += Int(marks[place])
      place &+= 1
    }
    return next
  }

  /// How many rows are looked at at a time.
  private static let tile = 8192

  /// How many rows pass all steps; `take` is handed the marks of each tile in which one does.
  ///
  /// `open` grows by the rows that pass the steps before the one at `masked`, and lack its value.
  @inline(__always)
  private func count(
    _ steps: [RangeTest],
    _ rowCount: Int,
    openBefore masked: Int?,
    _ open: inout Int,
    _ take: (_ marks: UnsafePointer<UInt8>, _ rows: Range<Int>, _ passed: Int) -> Void
  ) -> Int {
    var count = 0
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: RangeFilter.tile) { buffer in
      guard let marks = buffer.baseAddress else { return }
      for start in stride(from: 0, to: rowCount, by: RangeFilter.tile) {
        let rows = start..<min(start + RangeFilter.tile, rowCount)
        var passed = rows.count
        for (place, step) in steps.enumerated() where passed > 0 {
          if place == masked {
            open &+= passed - step.knownCount(rows, of: place == 0 ? nil : UnsafePointer(marks))
          }
          step.mark(rows, in: marks, isFirst: place == 0)
          passed = byteSum(UnsafePointer(marks), rows.count)
        }
        count &+= passed
        if passed > 0 { take(UnsafePointer(marks), rows, passed) }
      }
    }
    return count
  }
}

extension CodeRange {
  /// Whether values of the zone may lie within the stretch.
  func overlaps(_ zone: Zone) -> Bool { zone.min <= last && first <= zone.max }

  /// Whether all values of the zone lie within the stretch.
  fileprivate func holds(_ zone: Zone) -> Bool { first <= zone.min && zone.max <= last }
}
