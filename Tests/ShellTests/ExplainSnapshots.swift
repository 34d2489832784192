extension ExplainTests {
  struct Snapshot: Sendable { var query: String; var said: String }
  static let snapshots: [Snapshot] = []
}
