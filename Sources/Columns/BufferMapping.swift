/// An element of columns, with the value that kernels write where they compute none.
public protocol ColumnElement: BitwiseCopyable, Sendable {
  /// The value whose bits are all zero.
  static var zero: Self { get }
}

extension Bool: ColumnElement {
  /// False.
  public static var zero: Bool { false }
}

extension Int8: ColumnElement {}
extension Int16: ColumnElement {}
extension Int32: ColumnElement {}
extension Int64: ColumnElement {}
extension UInt8: ColumnElement {}
extension UInt16: ColumnElement {}
extension UInt32: ColumnElement {}
extension Double: ColumnElement {}

/// A kernel from the values of a column to as many or other values of the same kind, whatever the
/// width in which they are stored.
public protocol BufferMapping {
  /// The errors that the kernel may throw.
  associatedtype Failure: Error
  /// Applies the kernel to the values of a column.
  func callAsFunction<Element: ColumnElement>(
    _ values: Buffer<Element>
  ) throws(Failure) -> Buffer<Element>
}

/// Values as they lie in memory.
package protocol RawBytes {
  /// The memory of all values.
  var bytes: UnsafeRawBufferPointer { get }
}

extension Buffer: RawBytes {
  /// The memory of all values.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Element>.stride)
  }
}

extension Column.Storage {
  /// The same storage after a kernel, which is specialized for each kind of values.
  @inlinable
  public func mapped<Mapping: BufferMapping>(
    _ mapping: Mapping
  ) throws(Mapping.Failure) -> Self {
    switch self {
    case .boolean(let values): .boolean(try mapping(values))
    case .integer(.int8(let values)): .integer(.int8(try mapping(values)))
    case .integer(.int16(let values)): .integer(.int16(try mapping(values)))
    case .integer(.int32(let values)): .integer(.int32(try mapping(values)))
    case .integer(.int64(let values)): .integer(.int64(try mapping(values)))
    case .real(let values): .real(try mapping(values))
    case .ordinal(let values): .ordinal(try mapping(values))
    case .code(.uint8(let codes), let labels): .code(.uint8(try mapping(codes)), labels)
    case .code(.uint16(let codes), let labels): .code(.uint16(try mapping(codes)), labels)
    case .code(.uint32(let codes), let labels): .code(.uint32(try mapping(codes)), labels)
    }
  }

  /// The buffer of its values.
  package var values: any RawBytes {
    switch self {
    case .boolean(let values): values
    case .integer(.int8(let values)): values
    case .integer(.int16(let values)): values
    case .integer(.int32(let values)): values
    case .integer(.int64(let values)): values
    case .real(let values): values
    case .ordinal(let values): values
    case .code(.uint8(let codes), _): codes
    case .code(.uint16(let codes), _): codes
    case .code(.uint32(let codes), _): codes
    }
  }

  /// Whether the values are of the same kind, width and dictionary as those of `other`.
  package func isStored(like other: Self) -> Bool {
    switch (self, other) {
    case (.code(_, let labels), .code(_, let others)):
      labels === others && type(of: values) == type(of: other.values)
    case (.integer, .integer): type(of: values) == type(of: other.values)
    case (.boolean, .boolean), (.real, .real), (.ordinal, .ordinal): true
    default: false
    }
  }
}
