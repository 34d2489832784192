import Catalog
import Planner
import Syntax

extension MutationContext {
  /// What the tables of a catalog and the queries of a course offer.
  init(_ catalog: Catalog, _ course: Course) {
    for table in catalog.tables where !table.isElsewhere {
      guard let schema = try? table.schema() else { continue }
      tables.append(table.name)
      rows[table.name] = schema.notes.row
      for field in schema.fields {
        if let link = field.link { links[table.name, default: [:]][field.name] = link.table }
      }
      measures[table.name] = schema.fields.filter(\.isMeasure).map(\.name)
      keys[table.name] = schema.fields.filter(\.isGrouping).map { quoted($0.name) }
    }
    for query in course.queries {
      guard let pipeline = parse(query, verbs: Verb.shapes).statements.first?.pipeline,
        case .table(let name)? = pipeline.source,
        let fold = pipeline.stages.first(where: \.folds)
      else { continue }
      for key in fold.keys {
        let text = (key.name.map { $0.text + " = " } ?? "") + key.expression.description
        if keys[name.text]?.contains(text) == false { keys[name.text]?.insert(text, at: 0) }
      }
    }
  }
}

/// A name as queries write it.
private func quoted(_ name: String) -> String { Path([Name(name, nowhere)]).description }

extension Field {
  /// Whether rows are as a rule grouped by it.
  fileprivate var isGrouping: Bool {
    if link != nil { return true }
    return switch type {
    case .category, .period, .boolean: true
    default: false
    }
  }
}

extension Course {
  /// All queries of the course that run.
  var queries: [String] {
    let shown = lessons.flatMap { $0.text + $0.exercises.flatMap(\.text) }
    let demonstrations = shown.compactMap { block in
      if case .demonstration(let query) = block { query.text } else { nil }
    }
    return demonstrations
      + exercises.filter { $0.kind == .query }.flatMap { exercise in
        ([exercise.answer].compactMap { $0 } + exercise.also + exercise.wrong).map(\.text)
      }
  }
}
