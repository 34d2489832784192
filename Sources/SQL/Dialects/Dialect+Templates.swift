extension Dialect {
  /// The template of a function or operator; nil where it has no translation.
  func scalar(_ name: String) -> ScalarTemplate? {
    unsupported[name] == nil ? scalars[name] ?? ScalarCall.standard[name] : nil
  }

  func aggregate(_ name: String) -> AggregateTemplate? {
    unsupported[name] == nil ? aggregates[name] ?? AggregateContext.standard[name] : nil
  }

  func window(_ name: String) -> WindowTemplate? {
    unsupported[name] == nil ? WindowContext.standard[name] : nil
  }

  /// The functions that are exact to one part in 10⁹, and those that have no translation, sorted.
  public var limits: (nearly: [String], unsupported: [String]) {
    func nearly<Call>(_ templates: [String: FunctionTemplate<Call>]) -> Set<String> {
      Set(templates.filter { $0.value.exactness == .nearly }.keys)
    }
    let names = nearly(ScalarCall.standard.merging(scalars) { $1 })
      .union(nearly(AggregateContext.standard.merging(aggregates) { $1 }))
      .union(nearly(WindowContext.standard))
      .union(rowwise.intersection(["median", "quantile"]))
    return (names.subtracting(unsupported.keys).sorted(), unsupported.keys.sorted())
  }
}
