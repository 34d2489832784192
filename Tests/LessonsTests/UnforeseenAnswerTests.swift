import Foundation
import TestSupport
import Testing

@testable import Lessons

/// Answers that the course does not foresee: right ones are accepted, wrong ones never, and most of
/// these are named by what was done, not by the shape of their result.
@Suite struct UnforeseenAnswerTests {
  struct Answer: CustomTestStringConvertible {
    var exercise: String
    var verdict: String
    var query: String
    var testDescription: String { exercise + " " + query }
  }

  static let answers: [Answer] = {
    let text = (try? Repository.text("Tests/lessons/answers.txt")) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
      let words = line.split(separator: " ", maxSplits: 2).map(String.init)
      return words.count == 3
        ? Answer(exercise: words[0], verdict: words[1], query: words[2]) : nil
    }
  }()

  static func judgement(_ answer: Answer, _ grader: Grader) throws -> Judgement {
    let exercise = try #require(grader.course.exercises.first { $0.id == answer.exercise })
    let result: LessonResult
    switch grader.engine.run(answer.query) {
    case .result(let found): result = found
    case let other: throw Played.Wrong([answer.query, other.reason ?? ""])
    }
    return try #require(try grader.judge(result, exercise, isAsked: true))
  }

  @Test func eachIsJudgedAsItIs() throws {
    let grader = try Played.grader()
    #expect(Self.answers.count >= 50)
    for answer in Self.answers {
      let judgement = try Self.judgement(answer, grader)
      #expect(judgement.verdict.rawValue == answer.verdict, "\(answer.testDescription)")
    }
  }

  @Test func fourOfFiveWrongOnesAreNamedByWhatWasDone() throws {
    let grader = try Played.grader()
    let wrong = try Self.answers.filter { $0.verdict == "wrong" }.map {
      ($0, try Self.judgement($0, grader))
    }
    let byShape = wrong.filter { $0.1.foundBy == .shape }
    #expect(byShape.count * 5 <= wrong.count, "\(byShape.map(\.0.testDescription))")
    for (answer, judgement) in wrong {
      #expect(!judgement.words.isEmpty && judgement.mistake != nil, "\(answer.testDescription)")
      let words = judgement.words + judgement.further
      #expect(!words.replacingOccurrences(of: "!=", with: "").contains("!"), "\(words)")
    }
  }

  /// What is right for a reason is right over any changed data.
  @Test(arguments: UInt64(100)..<108)
  func rightOnesAreNeverLuck(_ seed: UInt64) throws {
    let grader = try Played.grader()
    grader.seeds = [seed]
    for answer in Self.answers where answer.verdict == "right" {
      let judgement = try Self.judgement(answer, grader)
      #expect(judgement.verdict == .right, "\(seed): \(answer.testDescription)")
    }
  }
}
