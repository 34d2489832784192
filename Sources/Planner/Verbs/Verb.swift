import Diagnostics
import Syntax

/// A verb of the language: its shape, and how a stage of it becomes operations of the plan.
public struct Verb: Entry {
  /// What queries call it.
  public let name: String
  /// What it does, in a line.
  public let summary: String
  /// What it does where values are missing, in sentences; empty where that says nothing.
  public let missing: String
  /// Names of entries that a reader of its page may want next.
  public let related: [String]
  /// What may follow it.
  public let shape: Shape
  /// Queries that show it, which run on the shipped data.
  public let examples: [String]
  /// Whether it says how the result is shown or kept, and so stands last.
  let isDisplay: Bool
  /// What a stage does, as a sentence without its subject, given the pipeline before the stage.
  let words: @Sendable (Stage, PlanBuilder) -> String
  let lower: @Sendable (Stage, PlanBuilder) -> Void

  /// How it is written.
  public var usage: String { shape.usage(name) }

  init(
    _ name: String,
    _ summary: String,
    missing: String = "",
    related: [String] = [],
    shape: Shape,
    examples: String...,
    isDisplay: Bool = false,
    words: (@Sendable (Stage, PlanBuilder) -> String)? = nil,
    lower: @escaping @Sendable (Stage, PlanBuilder) -> Void
  ) {
    (self.name, self.summary, self.missing, self.related) = (name, summary, missing, related)
    (self.shape, self.examples, self.isDisplay) = (shape, examples, isDisplay)
    self.words = words ?? { _, _ in summary }
    self.lower = lower
  }

  /// Whether these stages may follow one that says what becomes of the result: none, but a chart may
  /// be written in a format or saved.
  func mayStand(before stages: ArraySlice<Stage>) -> Bool {
    if stages.isEmpty { return true }
    return ["chart", "map"].contains(name) && stages.count == 1
      && ["as", "save"].contains(stages.first?.verb.text)
  }

  /// The columns that several verbs begin with, and the groups that several work within.
  static let columns = Slot<[Path]>.paths("columns")
  static let per = Slot<[Path]>.paths("per")

  /// All verbs, as help lists them.
  public static let all = Registry<Verb>([
    filter, keep, drop, rename, add, count, total, summarize, sort, top, bottom, first, last,
    sample,
    distinct, share, pivot, unpivot, lump, fill, around, join, append, describe, chart, map, format,
    save, assert,
  ])

  /// The shapes of all verbs, as the parser wants them.
  public static let shapes = Dictionary(
    uniqueKeysWithValues: all.entries.map { ($0.name, $0.shape) }
  )
}
