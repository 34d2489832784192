import Generator
import Plans
import Testing

/// Random queries of fixed seeds, held to the laws of every query.
@Suite struct LawTests {
  @Test func randomQueriesKeepTheLaws() {
    var report = LawReport()
    for seed in UInt64(1)...500 { report.add(seed) }
    print(report.words)
    #expect(report.breaches.isEmpty, "\(report.words)")
    #expect(report.bound * 100 >= report.queries * 95)
  }
}
