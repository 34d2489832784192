/// One value of a column: for literals, parameters and output, never for the loops of the engine.
///
/// The value of a category is its text; a date is its civil day (days from 1970-01-01), a period
/// its ordinal; the `DataType` beside it tells which is meant. A percentage is its ratio.
public enum Value: Hashable, Sendable {
  case missing
  case boolean(Bool)
  case integer(Int64)
  case real(Double)
  case text(String)
  case ordinal(Int32)
}
