import Language
import Plans
import Tables

extension Session {
  /// The value that `text`, from the command line, stands for: of the default's type where there is one.
  func constant(_ text: String, like initial: Constant?) -> Constant? {
    if let initial, initial.type.isTextual { return Constant(.text(text), .text) }
    let source = "param p = " + text
    let program = parse(source, verbs: Verb.shapes)
    guard program.diagnostics.isEmpty, program.statements.count == 1,
      case .parameter(_, let term?, _) = program.statements[0].kind,
      case .success(let constant) = bindConstant(term, in: environment, source: source)
    else { return initial == nil ? Constant(.text(text), .text) : nil }
    guard let initial else { return constant }
    if constant.type == initial.type { return constant }
    if constant.type == .integer, initial.type == .real || initial.type == .percent {
      return constant
    }
    return nil
  }
}
