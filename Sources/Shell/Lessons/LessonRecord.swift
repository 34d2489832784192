import Diagnostics
@preconcurrency import Glibc
import IO
import Lessons

/// The attempts of a student, as lines of JSON in a file: nothing personal, and nothing is sent.
final class LessonRecord {
  /// The file; nil where none can be kept.
  let path: String?
  /// A word that stands for the student, made up, or chosen by `SCOMM_STUDENT`.
  let student: String
  /// The exercises that are done.
  private(set) var done: Set<String> = []
  /// What went wrong with the file, if something did.
  private(set) var problem: String?
  private let course: String
  private let courseHash: String
  /// The hash of the data, found when the first attempt is written.
  private let dataHash: () -> String
  private lazy var data = dataHash()

  /// The most bytes of a file that are read.
  private static let mostRead = 16 << 20

  /// The record of a course in the file that the options name, or in that of the shell's own state.
  init(_ course: Course, _ options: LessonOptions, dataHash: @escaping () -> String) {
    (self.course, courseHash, self.dataHash) = (course.name, course.hash, dataHash)
    let chosen = variable("SCOMM_STUDENT").flatMap(LessonRecord.word)
    if !options.areKept {
      (student, path) = (chosen ?? "transcript", nil)
    } else if let folder = options.classFolder {
      student = chosen ?? LessonRecord.newWord(in: folder)
      path = folder + "/" + student + ".jsonl"
    } else {
      let state = ownFolder("XDG_STATE_HOME", inHome: ".local/state")
      path = options.results ?? state.map { $0 + "/lessons/" + course.name + ".jsonl" }
      let known = path.flatMap { LessonRecord.lines(of: $0).last }.flatMap {
        member("student", of: $0)
      }
      student = chosen ?? known ?? LessonRecord.newWord(in: nil)
    }
    for line in path.map(LessonRecord.lines) ?? [] where member("course", of: line) == course.name {
      guard let exercise = member("exercise", of: line), let verdict = member("verdict", of: line)
      else { continue }
      if ["right", "luck", "skipped"].contains(verdict) { done.insert(exercise) }
    }
  }

  /// Writes an attempt down.
  func add(
    _ judgement: Judgement,
    query: String,
    lesson: Lesson,
    exercise: Exercise,
    hints: Int,
    seconds: Int
  ) {
    if judgement.isDone { done.insert(exercise.id) }
    let (day, time) = now()
    let mistake = judgement.mistake.map(jsonQuoted) ?? "null"
    let finding = judgement.foundBy.map { jsonQuoted($0.rawValue) } ?? "null"
    let line = jsonObject([
      ("day", jsonQuoted(day)), ("time", jsonQuoted(time)), ("student", jsonQuoted(student)),
      ("course", jsonQuoted(course)), ("lesson", jsonQuoted(lesson.id)),
      ("exercise", jsonQuoted(exercise.id)), ("query", jsonQuoted(String(query.prefix(4000)))),
      ("verdict", jsonQuoted(judgement.verdict.rawValue)), ("mistake", mistake),
      ("found_by", finding), ("hints", String(hints)), ("seconds", String(seconds)),
      ("data", jsonQuoted(data)), ("lesson_hash", jsonQuoted(courseHash)),
    ])
    append(line + "\n")
  }

  private func append(_ line: String) {
    guard let path, problem == nil else { return }
    _ = makeFolders(folder(of: path))
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let file = open(path, flags, 0o600)
    guard file >= 0 else {
      problem = FileProblem(path).text
      return
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      problem = FileProblem(text: "\(path): is no plain file.").text
      return
    }
    do throws(OutputFailure) {
      try Output.writeAll(Array(line.utf8), to: file)
    } catch {
      problem = FileProblem(path).text
    }
  }

  /// Whether attempts can be written into the file.
  var canBeWritten: Bool {
    append("")
    return path != nil && problem == nil
  }

  /// The lines of a file, those of its end where it is large; none where it cannot be read.
  private static func lines(of path: String) -> [Substring] {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
    let bytes = lastBytes(of: file, size: Int(status.st_size), most: mostRead)
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
  }

  /// A word of letters, digits and hyphens.
  private static func word(_ text: String) -> String? {
    let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    return isPlain && text.count <= 40 && !text.hasPrefix("-") ? text : nil
  }

  /// A word that no student in a folder has yet.
  private static func newWord(in folder: String?) -> String {
    var dice = SystemRandomNumberGenerator()
    for _ in 0..<100 {
      let color = colors[Int.random(in: 0..<colors.count, using: &dice)]
      let thing = things[Int.random(in: 0..<things.count, using: &dice)]
      let number = Int.random(in: 10...99, using: &dice)
      let word = "\(color)-\(thing)-\(number)"
      if folder.map({ !fileExists($0 + "/" + word + ".jsonl") }) ?? true { return word }
    }
    return "student-\(Int.random(in: 100_000...999_999, using: &dice))"
  }

  private static let colors = [
    "amber", "blue", "copper", "green", "ivory", "olive", "pink", "red", "silver", "white",
  ]
  private static let things = [
    "apple", "bell", "cedar", "drum", "fern", "harbor", "lamp", "maple", "river", "stone",
  ]

  /// The day and the time in UTC; those of `SOURCE_DATE_EPOCH` where it is set.
  private func now() -> (day: String, time: String) {
    var seconds = variable("SOURCE_DATE_EPOCH").flatMap { Int($0) } ?? Glibc.time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = "\(Int(parts.tm_year) + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return (day, [parts.tm_hour, parts.tm_min, parts.tm_sec].map(two).joined(separator: ":"))
  }
}

/// The text of a member of an object that stands on one line, as far as it has no escapes.
private func member(_ name: String, of line: Substring) -> String? {
  let key = "\"\(name)\":\""
  var rest = line[...]
  while let first = rest.first {
    if first == "\"", rest.hasPrefix(key) {
      return String(rest.dropFirst(key.count).prefix { $0 != "\"" })
    }
    rest = rest.dropFirst()
  }
  return nil
}
