extension Dialect {
  /// The functions that are exact to one part in 10⁹, and those that have no translation, sorted.
  public var saying: (nearly: [String], unsaid: [String]) {
    var nearly = Set(
      ScalarSaying.standard.merging(scalars) { $1 }.filter { $0.value.exactness == .nearly }.keys
    )
    nearly.formUnion(
      AggregateSaying.standard.merging(aggregates) { $1 }
        .filter { $0.value.exactness == .nearly }.keys
    )
    nearly.formUnion(
      WindowSaying.standard.merging(windows) { $1 }.filter { $0.value.exactness == .nearly }.keys
    )
    nearly.formUnion(rowwise.intersection(["median", "quantile"]))
    return (nearly.subtracting(unsaid.keys).sorted(), unsaid.keys.sorted())
  }
}
