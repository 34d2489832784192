extension Dialect {
  /// The functions that are exact to one part in 10⁹, and those that have no translation, sorted.
  public var limits: (nearly: [String], unsupported: [String]) {
    var nearly = Set(
      ScalarTemplate.standard.merging(scalars) { $1 }.filter { $0.value.exactness == .nearly }.keys
    )
    nearly.formUnion(
      AggregateTemplate.standard.merging(aggregates) { $1 }
        .filter { $0.value.exactness == .nearly }.keys
    )
    nearly.formUnion(
      WindowTemplate.standard.merging(windows) { $1 }.filter { $0.value.exactness == .nearly }.keys
    )
    nearly.formUnion(rowwise.intersection(["median", "quantile"]))
    return (nearly.subtracting(unsupported.keys).sorted(), unsupported.keys.sorted())
  }
}
