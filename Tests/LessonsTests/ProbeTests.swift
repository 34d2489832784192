import Testing
@testable import Lessons
@Suite struct ProbeTests {
  @Test func probe() throws {
    let grader = try Played.grader()
    for answer in UnforeseenAnswerTests.answers {
      do {
      let j = try UnforeseenAnswerTests.judgement(answer, grader)
      let mark = j.verdict.rawValue == answer.verdict ? "  " : "!!"
      print(mark, answer.exercise, answer.verdict, j.verdict, j.foundBy.map { "\($0)" } ?? "-", j.mistake ?? "-", "|", answer.query, "|", j.words, "//", j.further, j.remarks)
      } catch { print("!! ERROR", answer.query, error) }
    }
    for seed in UInt64(1)...90 {
      let g = try Played.grader(); g.seed = seed
      let luck = try UnforeseenAnswerTests.answers.filter { ["luck", "right"].contains($0.verdict) }.filter { try UnforeseenAnswerTests.judgement($0, g).verdict.rawValue != $0.verdict }
      if luck.count < 3 { print("seed", seed, luck.map { $0.verdict + " " + $0.query }) }
    }
  }
}
