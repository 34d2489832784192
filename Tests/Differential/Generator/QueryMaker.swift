import Catalog
import Diagnostics
import Execution
import Functions
@preconcurrency import Glibc
import Planner
import Syntax
import TestSupport

/// The source of a join or append, as a query writes it, and the columns that it gives.
struct MadeSource {
  /// A table's name, or a pipeline in brackets.
  var text: String
  /// The columns, none of them linked.
  var columns: [ScopeColumn]
  /// How many rows it has.
  var rowCount: Int
}

/// Which source is wanted.
enum SourceWish {
  case any
  /// One with the columns of the query's own first table.
  case like
}

/// What happened while queries were made, by message code.
public struct MakingTally: Sendable {
  /// How many stages were written.
  public var stages = 0
  /// The codes of errors for which a stage did not bind.
  public var refused: [String: Int] = [:]
  /// Stages that bound but failed when they ran, by kind of failure.
  public var failed: [String: Int] = [:]
  /// How often each verb stands in a finished query.
  public var verbs: [String: Int] = [:]

  /// A tally of nothing.
  public init() {}

  /// How many stages did not bind.
  public var refusals: Int { refused.values.reduce(0, +) }
}

/// A query of one seed: its tables and its text.
public struct MadeQuery: Sendable {
  /// The seed.
  public var seed: UInt64
  /// What it refers to.
  public var world: World
  /// The query.
  public var text: String
}

/// Makes random queries, stage by stage, so that each stage fits what stands before it.
public final class QueryMaker {
  /// Whether each query is written down before it runs, so that the one that crashes is known.
  private static let traces = getenv("SCOMM_TRACE") != nil
  private let world: World
  private let environment: Environment
  private let engine: Engine
  private var dice: Dice
  private var firstTable = "alpha"
  /// The function that the first stage of most queries calls: another for each seed.
  private var favorite: Function?
  /// What happened on the way.
  public private(set) var tally = MakingTally()

  private init(_ world: World, _ dice: Dice) {
    (self.world, self.dice) = (world, dice)
    let catalog = world.catalog()
    environment = world.environment(catalog)
    engine = Engine(catalog: catalog, workers: 1)
  }

  /// The query of a seed, and what happened while it was made.
  ///
  /// Without extremes, integers and dates stay far from where other engines end.
  public static func query(
    seed: UInt64,
    allowingExtremes: Bool = true
  ) -> (MadeQuery, MakingTally) {
    var dice = Dice(seed: seed)
    dice.allowsExtremes = allowingExtremes
    let world = World(&dice)
    let maker = QueryMaker(world, dice)
    let functions = Function.all.entries
    if maker.dice.chance(60) { maker.favorite = functions[Int(seed % UInt64(functions.count))] }
    let text = maker.main()
    return (MadeQuery(seed: seed, world: world, text: text), maker.tally)
  }

  /// The main pipeline: of one to six stages.
  private func main() -> String {
    let source = self.source()
    firstTable = source
    let isCareless = dice.chance(3)
    return pipeline(source, stages: dice.within(1...6), isCareless: isCareless).text
  }

  private func source() -> String {
    if dice.chance(4) {
      return dice.among(
        "calendar(2011-01..2011-07)",
        "calendar(FY2009..FY2012)",
        "calendar(2011Q2..2012Q1)",
        "calendar(2010..2013)",
        "calendar(2011-W20..2011-W30)"
      )
    }
    if world.result != nil, dice.chance(12) { return "_" }
    return dice.pick(world.tables.map(\.name)) ?? "alpha"
  }

  private typealias State = (text: String, fields: [Field], table: Table)

  /// A pipeline from `source` on, as long as stages bind and run; a careless one may end with one
  /// that does not.
  private func pipeline(
    _ source: String,
    stages: Int,
    isCareless: Bool = false
  ) -> (text: String, state: State?) {
    guard case .success(var state) = tried(source) else { return (source, nil) }
    for _ in 0..<stages {
      guard let next = extended(state, isCareless) else { break }
      switch next {
      case .success(let longer): state = longer
      case .failure(let wrong): return (wrong.text, nil)
      }
    }
    return (state.text, state)
  }

  /// A query that does not bind or run.
  private struct Wrong: Error {
    var text: String
    var isBound: Bool
  }

  /// The pipeline with one more stage; nil where none was found.
  private func extended(_ state: State, _ isCareless: Bool) -> Result<State, Wrong>? {
    let favorite = favorite.map { StageRecipe.calling($0) }
    self.favorite = nil
    for attempt in 0..<8 {
      guard let recipe = attempt < 4 ? favorite ?? recipe() : recipe(),
        let stages = written(recipe, after: state)
      else { continue }
      var result: Result<State, Wrong> = .success(state)
      for stage in stages {
        guard case .success(let before) = result else { break }
        tally.stages += 1
        result = tried(before.text + " | " + stage)
      }
      switch result {
      case .success(let longer) where longer.table.rowCount <= 2000 && longer.fields.count <= 40:
        tally.verbs[recipe.verb, default: 0] += 1
        return result
      case .failure(let wrong) where wrong.isBound ? dice.chance(20) : isCareless: return result
      default: continue
      }
    }
    return nil
  }

  private func recipe() -> StageRecipe? {
    let all = StageRecipe.all
    var place = dice.below(all.reduce(0) { $0 + $1.weight })
    for recipe in all {
      if place < recipe.weight { return recipe }
      place -= recipe.weight
    }
    return nil
  }

  private func written(_ recipe: StageRecipe, after state: State) -> [String]? {
    let scope = Scope(state.table, fields: state.fields, in: world)
    let writer = QueryWriter(dice: dice, world: world, scope: scope) { [self] in made($0, $1) }
    writer.firstName = dice.within(1...9) * 10
    let stages = recipe.write(writer)
    dice = writer.dice
    return stages
  }

  /// A source for a join or append, made with the writer's dice.
  private func made(_ wish: SourceWish, _ writer: QueryWriter) -> MadeSource? {
    let outer = dice
    dice = writer.dice
    defer {
      writer.dice = dice
      dice = outer
    }
    let isNested = dice.chance(wish == .like ? 80 : 45)
    let source = wish == .like ? firstTable : self.source()
    let needsBrackets = isNested || source.hasPrefix("calendar")
    let (text, state) = pipeline(source, stages: isNested ? dice.within(1...2) : 0)
    guard let state else { return nil }
    let scope = Scope(state.table, fields: state.fields, in: world)
    return MadeSource(
      text: needsBrackets && isNested ? "(\(text))" : text,
      columns: scope.shown,
      rowCount: state.table.rowCount
    )
  }

  /// What a query gives, as far as it can be told.
  private func tried(_ text: String) -> Result<State, Wrong> {
    if QueryMaker.traces { fputs(text + "\n", stderr) }
    let program = parse(text, verbs: Verb.shapes)
    let problems = program.diagnostics.filter { !$0.isNote }
    guard problems.isEmpty, let pipeline = program.statements.first?.pipeline else {
      refuse(problems)
      return .failure(Wrong(text: text, isBound: false))
    }
    let binding = bind(pipeline, in: environment, source: text)
    guard let query = binding.query else {
      refuse(binding.diagnostics.filter { !$0.isNote })
      return .failure(Wrong(text: text, isBound: false))
    }
    do {
      let (table, _) = try engine.run(query, until: Cancellation())
      return .success((text, binding.fields, table))
    } catch let failure as RunFailure {
      tally.failed["\(failure.kind)", default: 0] += 1
    } catch {
      tally.failed["\(error)", default: 0] += 1
    }
    return .failure(Wrong(text: text, isBound: true))
  }

  private func refuse(_ problems: [Diagnostic]) {
    tally.refused[problems.first?.message.code ?? "none", default: 0] += 1
  }
}
