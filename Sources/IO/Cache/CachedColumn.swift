@preconcurrency import Glibc
import Catalog
import Columns

/// A file of the column cache that has been mapped, and is what it should be.
struct CachedColumn {
  /// What stands at its head.
  let header: CacheHeader
  /// Its bytes.
  let mapping: Mapping

  /// Maps the file at `path`; nil if there is none of this user alone, or if it is damaged or was not
  /// written with `key`.
  init?(mapping path: String, key: CacheKey = CacheKey()) {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.isOwn, status.st_mode & S_IFMT == S_IFREG,
      status.st_size >= CacheHeader.size,
      let mapping = Mapping(
        of: file,
        size: Int(status.st_size),
        title: path,
        isWanted: status.st_size < 2 << 20
      ),
      let header = CacheHeader(
        UnsafeRawPointer(mapping.start),
        fileSize: Int(status.st_size),
        key: key
      )
    else { return nil }
    (self.header, self.mapping) = (header, mapping)
  }

  /// The column, over the mapped memory; nil if its sections or values are not those of its kind.
  ///
  /// Every size, offset, code and value is checked, so that the rest of the program may rely on
  /// them, also where another program wrote the file.
  var column: (column: Column, kind: FieldKind)? {
    let width = header.rowCount == 0 ? 1 : header.sizes[0] / header.rowCount
    let (size, overflows) = width.multipliedReportingOverflow(by: header.rowCount)
    guard !overflows, size == header.sizes[0], let known, let storage = storage(width, known.mask)
    else { return nil }
    return (Column(storage, known: known.mask), header.kind)
  }

  private func buffer<Element>(_ section: Int, _ type: Element.Type = Element.self) -> Buffer<
    Element
  > {
    let place = header.sections[section]
    let start = UnsafeRawPointer(mapping.start + place.lowerBound)
    return Buffer(
      base: start.assumingMemoryBound(to: Element.self),
      count: place.count / MemoryLayout<Element>.stride,
      owner: mapping
    )
  }

  /// The mask of known rows, if there is one; nil as a whole if it is none of these rows.
  private var known: (mask: Buffer<Bool>?, Void)? {
    let size = header.sizes[1]
    if size == 0 { return (nil, ()) }
    return size == header.rowCount && areTruths(1) ? (buffer(1), ()) : nil
  }

  /// Whether a section holds nothing but zeros and ones.
  private func areTruths(_ section: Int) -> Bool {
    buffer(section, UInt8.self).bounds().map { $0.max <= 1 } ?? true
  }

  private func storage(_ width: Int, _ known: Buffer<Bool>?) -> Column.Storage? {
    let hasLabels = header.kind == .text || header.kind == .none
    if !hasLabels, header.sizes[2] + header.sizes[3] > 0 { return nil }
    switch (header.kind, width) {
    case (.boolean, 1): return areTruths(0) ? .boolean(buffer(0)) : nil
    case (.integer, 1): return .integer(.int8(buffer(0)))
    case (.integer, 2): return .integer(.int16(buffer(0)))
    case (.integer, 4): return .integer(.int32(buffer(0)))
    case (.integer, 8): return .integer(.int64(buffer(0)))
    case (.real, 8): return finite(buffer(0)).map { .real($0) }
    case (.text, let width), (.none, let width):
      guard let (labels, hasEmpty) = labels,
        let codes = codes(width, below: labels.count, known)
      else { return nil }
      // No row has an empty text; a label without rows may be one.
      let isEmptyUsed =
        hasEmpty
        && (0..<codes.count).contains { row in
          (known?[row] ?? true) && labels.utf8(codes[row]).isEmpty
        }
      if isEmptyUsed { return nil }
      return .code(codes, labels)
    case (_, 4): return existing(buffer(0), known).map { .ordinal($0) }
    default: return nil
    }
  }

  private func finite(_ values: Buffer<Double>) -> Buffer<Double>? {
    var (row, areFinite) = (0, true)
    while row < values.count {
      areFinite = values.base[row].isFinite && areFinite
      row &+= 1
    }
    return areFinite ? values : nil
  }

  /// Days or periods, if all are of the years 0 to 9999.
  private func existing(_ values: Buffer<Int32>, _ known: Buffer<Bool>?) -> Buffer<Int32>? {
    guard let (least, most) = values.bounds(known) else { return values }
    let unit = header.kind.unit
    func first(_ year: Int) -> Int32 {
      unit?.ordinal(year: year) ?? CivilDate(year: year, month: 1, day: 1).ordinal
    }
    return least >= first(0) && most < first(10_000) ? values : nil
  }

  private func codes(_ width: Int, below count: Int, _ known: Buffer<Bool>?) -> Codes? {
    // Without texts the codes mean nothing, and no row may have one.
    func checked<Code>(_ codes: Buffer<Code>) -> Buffer<Code>?
    where Code: FixedWidthInteger & BitwiseCopyable & Sendable {
      if count == 0, codes.count > 0, known?.contains(true) != false { return nil }
      guard let (_, most) = codes.bounds() else { return codes }
      return Int(most) < max(count, 1) ? codes : nil
    }
    switch width {
    case 1: return checked(buffer(0)).map { .uint8($0) }
    case 2: return checked(buffer(0)).map { .uint16($0) }
    case 4: return checked(buffer(0)).map { .uint32($0) }
    default: return nil
    }
  }

  /// The texts, and whether one is empty: their offsets are copied, so that they stay right if the
  /// file is cut short.
  private var labels: (texts: TextDictionary, hasEmpty: Bool)? {
    let bytes = buffer(3, UInt8.self)
    let offsets = Buffer(buffer(2, Int.self))
    guard header.sizes[2] % MemoryLayout<Int>.stride == 0, offsets.first == 0,
      offsets.last == bytes.count,
      TextCheck(base: bytes.base, count: bytes.count).firstInvalid() == nil
    else { return nil }
    var hasEmpty = false
    for place in 1..<offsets.count {
      let (start, end) = (offsets.base[place - 1], offsets.base[place])
      if start > end || end > bytes.count { return nil }
      hasEmpty = hasEmpty || start == end
      if end < bytes.count, bytes.base[end] & 0xC0 == 0x80 { return nil }
    }
    let texts = TextDictionary(bytes: bytes, offsets: offsets, isSorted: header.isSorted)
    return (texts, hasEmpty)
  }
}
