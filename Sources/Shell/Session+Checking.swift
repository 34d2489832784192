import Language
import Plans
import Tables

extension Session {
  /// Binds one statement without running it.
  ///
  /// What it would leave behind is stood in for by an empty table of its columns, so that later
  /// statements bind against it.
  func check(_ statement: Statement, _ source: String, _ origin: Origin) -> Exit {
    switch statement.kind {
    case .pipeline(let pipeline), .explanation(_, let pipeline):
      guard let table = checked(pipeline, statement, source, origin) else { return .query }
      leave(table, as: "_")
    case .binding(let name, let pipeline):
      guard let table = checked(pipeline, statement, source, origin) else { return .query }
      environment.catalog.add(StoredTable(name: name.text, title: "", table: table))
    case .parameter(let name, let initial, _):
      guard let initial else {
        leave(Constant(.missing, .text), as: name.text)
        return .fine
      }
      switch bindConstant(initial, in: environment, source: source) {
      case .success(let constant): leave(constant, as: name.text)
      case .failure(let failure):
        return report(failure.diagnostics, source, statement.span, origin, exit: .usage)
      }
    }
    return .fine
  }

  private func checked(
    _ pipeline: Pipeline,
    _ statement: Statement,
    _ source: String,
    _ origin: Origin
  ) -> Table? {
    let binding = bind(pipeline, in: environment, source: source)
    guard binding.query != nil else {
      _ = report(binding.diagnostics, source, statement.span, origin)
      return nil
    }
    let columns = binding.fields.map { Column(repeating: .missing, as: $0.type, count: 0) }
    return Table(schema: Schema(binding.fields), columns: columns, rowCount: 0)
  }
}
