import Catalog
import Diagnostics
import Planner

/// A word or sign of the language, or a kind of literal, that is no verb or function.
struct Topic: Entry {
  /// What it is called.
  let name: String
  /// Other spellings, and the words and signs that its page explains, too.
  let others: [String]
  /// What it is, in a line.
  let summary: String
  /// What is to be said of it.
  let blocks: [Page.Block]
  /// Queries that show it.
  let examples: [String]
  /// Entries that a reader of its page may want next.
  let related: [String]

  /// How it is written is what it is called.
  var usage: String { ([name] + others).joined(separator: " ") }

  init(
    _ name: String,
    _ others: String...,
    summary: String,
    _ blocks: [Page.Block],
    examples: [String],
    related: [String]
  ) {
    (self.name, self.others, self.summary, self.blocks) = (name, others, summary, blocks)
    (self.examples, self.related) = (examples, related)
  }

  /// The topic that a word, sign or literal belongs to.
  static func called(_ name: String) -> Topic? {
    all.entries.first { ([$0.name] + $0.others).contains(name) }
  }
}

extension Page {
  /// The page of a topic.
  static func topic(_ topic: Topic, _ examples: Examples) -> Page {
    var page = Page(topic.name, topic.summary.sentence)
    page.blocks += topic.blocks + examples.blocks(topic.examples)
    page.addRelated(topic.related)
    return page
  }

  /// The page of a literal: what it is, which days it has, and how others are written.
  static func literal(_ written: String, _ constant: Constant, _ examples: Examples) -> Page? {
    var (name, days) = ("numbers", "")
    switch constant.type {
    case .text, .category: name = "texts"
    case .boolean: name = "truth"
    case .interval: name = "spans"
    case .period(let unit):
      name = "dates"
      guard case .ordinal(let ordinal) = constant.value else { return nil }
      let bounds = [unit.firstDay(of: ordinal), unit.lastDay(of: ordinal)]
      days = ", " + bounds.map { CivilDate(ordinal: $0).description }.joined(separator: " to ")
    case .date: name = "dates"
    case .integer, .real, .percent: break
    }
    guard let topic = Topic.called(name) else { return nil }
    var page = Page.topic(topic, examples)
    page.title = written
    page.blocks.insert(.paragraph("`\(written)` is \(constant.type.phrase)\(days)."), at: 0)
    return page
  }
}
