import Planner
import Syntax

/// What of the language random queries never say.
public enum Coverage {
  /// Verbs without a recipe that are not left out on purpose.
  public static var verbs: [String] {
    let written = Set(StageRecipe.all.map(\.verb)).union(StageRecipe.without)
    return Verb.all.names.filter { !written.contains($0) }
  }
}
