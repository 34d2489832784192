import Functions
import Planner
import Syntax
import Testing

@testable import Habits

/// The tables of other languages' words lead to words that there are.
@Suite struct HabitTableTests {
  @Test(arguments: VerbHabit.table.indices)
  func verbsAreOurs(_ row: Int) {
    let habit = VerbHabit.table[row]
    #expect(Verb.shapes[habit.ours] != nil, "\(habit.ours)")
    #expect(!habit.words.isEmpty && habit.hint.count > 10)
    #expect(habit.words.allSatisfy { Verb.shapes[String($0)] == nil }, "\(habit.words) are ours")
  }

  @Test func noWordStandsTwice() {
    let words = VerbHabit.table.flatMap(\.words)
    #expect(Set(words).count == words.count)
  }

  /// A row that names a rewrite has one.
  @Test func rewritesAreKnown() {
    let named = ["where, conditions", "sort, sorting", "join, joining matched", "join, unheard_of"]
    let habits = named.map { VerbHabit("word → \($0): a hint") }
    #expect(habits.map { $0.rewrite != nil } == [true, true, true, false])
    #expect(habits.map(\.ending) == ["", "", " matched", ""])
    #expect(VerbHabit.table.filter { $0.rewrite != nil }.count >= 41)
  }

  @Test(arguments: FunctionHabit.table.indices)
  func functionsAreOurs(_ row: Int) {
    let habit = FunctionHabit.table[row]
    #expect(!habit.names.isEmpty)
    guard let ours = habit.ours else { return #expect(habit.hint.count > 10) }
    if !ours.contains("$") { #expect(Function.all[ours] != nil, "\(ours)") }
  }

  @Test(arguments: [
    ("group_by(sex)", "count by sex, or total COLUMN by sex"),
    ("arrange d", "sort d desc"), ("arrange desc(d)", "sort COLUMN desc"),
    ("limit 10", "top 10 by COLUMN"),
  ])
  func hintsTakeTheTypedColumn(_ stage: String, _ words: String) throws {
    let verb = stage.prefix { $0.isLetter || $0 == "_" }
    let habit = try #require(VerbHabit.named(String(verb)))
    #expect(habit.hint(for: String(stage.dropFirst(verb.count))).contains(words))
  }

  /// Each phrase of plain English has one answer, and each row of meanings a known meaning.
  @Test func plainEnglishIsWhole() {
    let phrases = headed(PlainEnglish.answerTable).flatMap { $0.row.split(separator: ", ") }
    #expect(Dictionary(grouping: phrases) { $0 }.filter { $0.value.count > 1 }.keys.sorted() == [])
    for phrase in phrases { #expect(PlainEnglish.answer(to: String(phrase)) != nil, "\(phrase)") }
    let meanings = PlainEnglish.meaningTable.split(separator: "\n").compactMap {
      $0.split(separator: " → ").last?.split(separator: " ").first.map(String.init)
    }
    #expect(meanings.allSatisfy { PlainEnglish.Meaning(rawValue: $0) != nil }, "\(meanings)")
  }
}
