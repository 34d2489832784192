import Shell

/// What a run does in place of answering queries; its text is the option that asks for it.
enum Job: String, CaseIterable {
  case check = "--check"
  case params = "--params"
  case verify = "--verify"
  case record = "--record"
  case layOut = "--fmt"
  case handOut = "--handout"
  case emitDDL = "--emit-ddl"
  case selfTest = "--self-test"
  case version = "--version"
  case helpAll = "--help-all"
  case completions = "--completions"

  /// Whether it works on queries: those of `-c` and of files.
  var takesQueries: Bool { [.check, .params, .record, .layOut].contains(self) }
}

extension Arguments {
  /// The jobs that options ask for.
  var jobs: [Job] {
    Job.allCases.filter { job in
      switch job {
      case .check: check
      case .params: params
      case .emitDDL: emitDDL != nil
      case .selfTest: selfTest
      case .version: version
      case .helpAll: helpAll
      case .completions: completions != nil
      case .verify, .record, .layOut, .handOut:
        inputs.contains { if case .job(job, _) = $0 { true } else { false } }
      }
    }
  }

  /// What is wrong with the jobs together, or with what they are given; nil if nothing is.
  var problem: String? {
    let jobs = jobs
    guard let job = jobs.first else {
      let others = paths.filter { $0.hasSuffix(courseEnding) }.dropFirst()
      return others.first.map { "One course is played at a time: leave out \($0)." }
    }
    if jobs.count > 1 {
      return "\(job.rawValue) and \(jobs[1].rawValue) are two jobs: leave out one of them."
    }
    if let format, [.verify, .record, .layOut].contains(job) {
      return "\(job.rawValue) writes in a form of its own: leave out --format \(format)."
    }
    let query = inputs.first { input in
      switch input {
      case .query, .file: true
      case .path(let path): path.hasSuffix(Arguments.queryEnding)
      case .job: false
      }
    }
    guard let query, !job.takesQueries else { return nil }
    let name =
      switch query {
      case .query: "-c"
      case .file(let path), .job(_, let path), .path(let path): path
      }
    return "\(job.rawValue) runs no queries: leave out \(name)."
  }

  /// The paths that stand without an option.
  var paths: [String] {
    inputs.compactMap { if case .path(let path) = $0 { path } else { nil } }
  }

  /// The paths without an option that are opened as tables.
  var tables: [String] {
    let verifies = jobs == [.verify]
    return paths.filter { !Arguments.isText($0, verifies) }
  }

  /// Whether a path without an option is something to read for the run, and no table.
  private static func isText(_ path: String, _ verifies: Bool) -> Bool {
    if verifies { return canVerify(path) }
    return path.hasSuffix(queryEnding) || path.hasSuffix(courseEnding)
  }

  /// The files and queries that the run works on, in the order in which they are written.
  var scripts: [Script] {
    let verifies = jobs == [.verify]
    return inputs.compactMap { input in
      switch input {
      case .query(let text): .query(text)
      case .file(let path), .job(_, let path): .file(path)
      case .path(let path): Arguments.isText(path, verifies) ? .file(path) : nil
      }
    }
  }

  private static let queryEnding = ".scq"
}
