import Glibc
import Columns

/// Answers one line a command on standard output; `Benchmarks/bench.py` writes the commands.
///
///     records ROWS SEED     makes the records of removals
///     db ROWS SEED          makes the tables of the db-benchmark
///     cases ROWS SEED       makes the records of arrests
///     write FOLDER          writes all tables as CSV
///     run QUERY             ok NANOSECONDS ROWS
///     save PATH QUERY       the same, and writes the result as CSV
///     cancel QUERY          ok NANOSECONDS from the cancellation, the most of twenty
///     bandwidth             ok BYTES-A-SECOND that two threads read
///     peak                  ok KIBIBYTES, the most memory it has had
func answer(_ line: String, _ server: Server) throws -> String {
  let words = line.split(separator: " ", maxSplits: 1)
  let rest = words.count > 1 ? String(words[1]) : ""
  let parts = rest.split(separator: " ", maxSplits: 1).map(String.init)
  switch words.first {
  case "records", "db", "cases":
    guard parts.count == 2, let rows = Int(parts[0]), let seed = UInt64(parts[1]) else { break }
    let tables =
      switch words[0] {
      case "db": DBBenchmark.tables(rows, seed: seed)
      case "cases": Cases.tables(rows, seed: seed)
      default: Records.tables(rows, seed: seed)
      }
    server.add(tables)
    BlockCache.giveBack()
    return ""
  case "write":
    try server.write(to: rest)
    return ""
  case "run":
    let start = Machine.now()
    let table = try server.run(rest)
    return "\(Machine.now() - start) \(table.rowCount)"
  case "cancel": return "\(try server.delay(of: rest))"
  case "save":
    guard parts.count == 2 else { break }
    let start = Machine.now()
    let table = try server.run(parts[1])
    let time = Machine.now() - start
    try server.write(table, to: parts[0])
    return "\(time) \(table.rowCount)"
  case "bandwidth": return "\(Machine.readBandwidth(threads: 2))"
  case "peak":
    var usage = rusage()
    getrusage(__rusage_who_t(0), &usage)
    return "\(usage.ru_maxrss)"
  default: break
  }
  throw Problem("This is no command: \(line)")
}

let server = Server(workers: CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2)
while let line = readLine() {
  do {
    print("ok \(try answer(line, server))")
  } catch {
    print("error \(error)")
  }
  fflush(nil)
}
