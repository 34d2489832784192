import Diagnostics

/// An outline of a syntax tree without places, so that trees can be compared.
func outline(_ value: Any) -> String {
  if value is SourceSpan { return "" }
  let mirror = Mirror(reflecting: value)
  if mirror.displayStyle == .dictionary {
    return "[" + mirror.children.map { outline($0.value) }.sorted().joined(separator: " ") + "]"
  }
  if mirror.children.isEmpty { return String(describing: value) }
  let name = mirror.displayStyle == .enum ? "" : String(describing: mirror.subjectType)
  let parts = mirror.children.map { ($0.label.map { $0 + ":" } ?? "") + outline($0.value) }
  return name + "(" + parts.joined(separator: " ") + ")"
}
