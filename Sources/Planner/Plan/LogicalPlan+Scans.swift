extension LogicalPlan {
  /// The plan with other scans in the places of its own.
  public func replacingScans(_ change: (Scan) throws -> Scan) rethrows -> LogicalPlan {
    if case .scan(let scan) = operation {
      var plan = self
      plan.operation = .scan(try change(scan))
      return plan
    }
    return try mappingInputs { try $0.replacingScans(change) }
  }
}
