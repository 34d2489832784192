/// One way to write a call: the parameters, and whether a condition after `where` belongs to it.
public struct Form: Sendable {
  package let parameters: [Parameter]
  /// Whether it shows a condition.
  public internal(set) var hasCondition = false
  /// Whether every wrong argument is reported, not only the first.
  public internal(set) var reportsAll = false
  /// Whether it is the bare name, without brackets.
  public internal(set) var isBare = false

  static let bare = Form(parameters: [], isBare: true)

  /// A form with a condition after its arguments.
  static func filtered(_ form: Form) -> Form {
    Form(parameters: form.parameters, hasCondition: true)
  }

  /// A form of which every wrong argument is reported.
  static func each(_ form: Form) -> Form { Form(parameters: form.parameters, reportsAll: true) }

  /// How many arguments it takes.
  public var counts: ClosedRange<Int> {
    parameters.filter { !$0.isOptional }.count...parameters.reduce(0) { $0 + $1.most }
  }

  package func parameter(at index: Int) -> Parameter {
    let last = parameters.firstIndex { $0.most > 1 } ?? parameters.count - 1
    return parameters[min(index, last)]
  }

  /// How a call of `function` is written in this form.
  func usage(_ function: String) -> String {
    if isBare { return function }
    let names = parameters.map { $0.most > 1 ? $0.name + ", …" : $0.name }
    let parts = [names.joined(separator: ", ")] + (hasCondition ? ["where condition"] : [])
    return "\(function)(\(parts.filter { !$0.isEmpty }.joined(separator: " ")))"
  }
}

extension Form: ExpressibleByDictionaryLiteral {
  /// Parameters by what the usage line calls them.
  public init(dictionaryLiteral elements: (String, Parameter.Kind)...) { self.init(elements) }

  fileprivate init(_ elements: [(String, Parameter.Kind)]) {
    self.init(parameters: elements.map { Parameter($0, $1) })
  }
}

/// The forms of an entry: the parameters of the only one, or a list.
struct Forms: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  let forms: [Form]

  init(dictionaryLiteral elements: (String, Parameter.Kind)...) { forms = [Form(elements)] }
  init(arrayLiteral elements: Form...) { forms = elements }
}
