import Generator
@preconcurrency import Glibc

// Hunts for random queries that break a law of the language, or that another engine answers
// differently.
let words = Array(CommandLine.arguments.dropFirst())
let usage = """
  scomm-hunt show SEED COUNT              prints random queries
  scomm-hunt laws SEED COUNT              holds them to the laws of every query
  scomm-hunt mutations SEED COUNT         holds ten mutations of each to them
  scomm-hunt sqlite SEED COUNT            asks SQLite the same
  scomm-hunt duckdb SEED COUNT PROGRAM    asks DuckDB the same, by its command-line program
  scomm-hunt postgres SEED COUNT ADDRESS  asks PostgreSQL the same, by psql
  scomm-hunt spark SEED COUNT PROGRAM     asks Spark the same, by spark-sql
  """
guard words.count >= 3, let seed = UInt64(words[1]), let count = UInt64(words[2]) else {
  print(usage)
  exit(2)
}
let seeds = seed..<seed + count

switch (words[0], words.dropFirst(3).first) {
case ("show", _):
  for seed in seeds { print(QueryMaker.query(seed: seed).0.text) }
case ("laws", _):
  var report = LawReport()
  for seed in seeds { report.add(seed) }
  print(report.words)
  exit(report.breaches.isEmpty ? 0 : 1)
case ("mutations", _):
  var report = MutationReport()
  for seed in seeds {
    // The last seed stands on the screen where its statements crash, or do not end in a minute.
    let line = Array("\rseed \(seed)".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    alarm(60)
    report.add(seed)
  }
  print("\n" + report.words)
  exit(report.breaches.isEmpty ? 0 : 1)
case ("sqlite", _): exit(hunt(SQLiteRunner()))
case ("duckdb", let program?): exit(hunt(DuckDBRunner(program: program, folder: "/tmp")))
case ("postgres", let address?): exit(hunt(PostgresRunner(address: address, folder: "/tmp")))
case ("spark", let program?): exit(hunt(SparkRunner(program: program, folder: "/tmp")))
default:
  print(usage)
  exit(2)
}

/// Asks a runner in batches, and says what was found; gives the exit code.
func hunt(_ runner: some Runner) -> Int32 {
  guard var found = TrialReport(runner), var report = TrialReport(runner) else { return 2 }
  found.addFound()
  print("What was wrong once:\n\(found.words)\n")
  // To make a fault smaller takes Spark minutes.
  if runner.dialect == "spark" { report.shrinksAtMost = 2 }
  var start = seeds.lowerBound
  while start < seeds.upperBound {
    report.add(start..<min(start + 500, seeds.upperBound))
    start += 500
  }
  print(report.words)
  return (found.mismatches + report.mismatches).isEmpty ? 0 : 1
}
