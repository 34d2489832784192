import Catalog

/// Takes away the links of the tables of `catalog` to tables of other packages that are not there,
/// or whose key is another; it is told with the next warnings of the table.
public func settleLinks(in catalog: Catalog) {
  for case let table as PackageTable in catalog.tables where catalog.file(of: table.name) != nil {
    table.settleLinks(in: catalog)
  }
}

extension ResourceReader {
  /// Adds a link to a table of another package, which is looked for once all are open.
  func add(_ link: JSON, to place: Int, of table: inout TableDeclaration) throws(TableFailure) {
    let field = table.schema.fields[place]
    guard let target = link["table"]?.text, let column = link["column"]?.text else {
      throw failure(
        link,
        "link of \(name).\(field.name) must be an object with a table and a column"
      )
    }
    if package.target(target) != nil {
      throw failure(
        link,
        "\(name).\(field.name) links to \(shown(target)), a table of its own package; declare that as "
          + "a foreign key of the schema"
      )
    }
    table.schema.fields[place].link = Field.Link(table: target, key: column, isChecked: false)
    table.schema.fields[place].role = .key
  }
}

extension PackageTable {
  /// Takes away the links to tables of other packages that are not in `catalog`.
  fileprivate func settleLinks(in catalog: Catalog) {
    // A table that is declared wrongly says so when it is asked.
    guard let declared = try? declaration() else { return }
    for (place, field) in declared.schema.fields.enumerated() {
      guard let link = field.link, !link.isChecked,
        let problem = problem(of: link, field, in: catalog)
      else { continue }
      removeLink(
        of: place,
        warning: "\(name).\(field.name) links to \(shown(link.table)).\(shown(link.key)), "
          + "\(problem); the link is left out"
      )
    }
  }

  private func problem(of link: Field.Link, _ field: Field, in catalog: Catalog) -> String? {
    guard let target = catalog.table(link.table), target !== self,
      let schema = try? target.schema()
    else { return "which is not open" }
    guard schema.key == [link.key], let key = schema.index(of: link.key) else {
      return "which is not the key of that table"
    }
    let (own, other) = (field.type, schema.fields[key].type)
    let isAlike = own == other || own.isTextual && other.isTextual
    return isAlike ? nil : "which holds values of the type \(other.word), not \(own.word)"
  }
}
