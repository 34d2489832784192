import Columns

/// One operand with its values at hand: one a row, or one for all rows.
struct Input<Element: BitwiseCopyable & Sendable>: Sendable {
  /// The values; a constant's only one.
  let values: Buffer<Element>
  /// How far the next row's value is: 1, or 0 for a constant.
  let step: Int
  /// Which rows are known; nil when all are.
  let known: Buffer<Bool>?

  var isConstant: Bool { step == 0 }
  var constant: Element { values.base[0] }

  /// The values `values`, of which those in `known` are known.
  init(_ values: Buffer<Element>, known: Buffer<Bool>?) {
    (self.values, self.known, step) = (values, known, 1)
  }

  init(repeating value: Element) {
    (values, known, step) = (Buffer(repeating: value, count: 1), nil, 0)
  }
}

extension Input where Element: Stored {
  /// The values of an operand; a constant that is missing is missing in each of `rows` rows.
  init(_ operand: Operand, rows: Int) {
    switch operand {
    case .column(let column):
      self.init(Element.values(of: column), known: column.known)
    case .constant(let value, _):
      if let value = Element.constant(value) {
        self.init(repeating: value)
      } else {
        let missing = Buffer(repeating: false, count: rows)
        self.init(Buffer(repeating: Element.filler, count: rows), known: missing)
      }
    }
  }
}
