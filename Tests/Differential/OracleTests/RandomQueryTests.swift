import Generator
import Testing

/// Random queries of fixed seeds, held to the laws of every query and asked of SQLite, too.
///
/// A fault is printed with the smallest query and tables that show it. `scomm-hunt` asks for more
/// seeds.
@Suite struct RandomQueryTests {
  static let seeds: Range<UInt64> = 1..<501

  @Test func everyVerbIsSaid() { #expect(Coverage.verbs == []) }

  @Test func randomQueriesKeepTheLaws() {
    var report = LawReport()
    for seed in Self.seeds { report.add(seed) }
    print("seeds \(Self.seeds)\n\(report.words)")
    #expect(report.breaches.isEmpty)
    #expect(report.uncalled.isEmpty)
    #expect(report.bound * 100 >= report.queries * 95)
  }

  @Test func mutationsKeepTheLaws() {
    var report = MutationReport()
    for seed in Self.seeds.prefix(20) { report.add(seed) }
    print("seeds \(Self.seeds.prefix(20))\n\(report.words)")
    #expect(report.breaches.isEmpty)
  }

  @Test func sqliteAnswersTheSame() throws {
    var report = try #require(TrialReport(SQLiteRunner()))
    report.add(Self.seeds)
    print("seeds \(Self.seeds)\n\(report.words)")
    #expect(report.mismatches.isEmpty)
    #expect(report.asked * 2 > report.queries)
  }
}
