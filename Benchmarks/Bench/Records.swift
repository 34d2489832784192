import Syntax
import Catalog
import Columns

/// Made-up records of removals, shaped like the program's: no real case is among them.
enum Records {
  /// How many jurisdictions there are, as in the country.
  static let jurisdictionCount = 3234
  /// Conviction levels, lowest first.
  static let levels = Category(["None", "Level 3", "Level 2", "Level 1"], isOrdered: true)
  /// Regions of the census.
  static let regions = Category(["Northeast", "Midwest", "South", "West"], isOrdered: false)

  /// The two tables: `rowCount` records, and the jurisdictions.
  static func tables(_ rowCount: Int, seed: UInt64) -> [InMemoryTable] {
    var dice = Dice(seed)
    let names = Columns.names("County ", jurisdictionCount, digits: 4, &dice)
    let jurisdictions = Self.jurisdictions(names, &dice)
    let records = Self.records(rowCount, names, &dice)
    return [
      InMemoryTable(name: "deportations", title: "made-up records", table: records),
      InMemoryTable(name: "jurisdictions", title: "made-up jurisdictions", table: jurisdictions),
    ]
  }

  private static func records(
    _ rows: Int,
    _ names: TextDictionary,
    _ dice: inout Dice
  ) -> Table {
    let countries = Columns.names("Country ", 180, digits: 3, &dice)
    let genders = TextDictionary(["Male", "Female", "Unknown"])
    let fields = [
      Field("date", .date), Field("jurisdiction", .text), Field("level", .category(levels)),
      Field("country", .text), Field("gender", .text), Field("age", .integer, role: .other),
      Field("removals", .integer, role: .additive),
    ]
    // From October 2004 to September 2014, as ordinals of civil days.
    let first = Int(CivilDate(year: 2004, month: 10, day: 1).ordinal)
    let columns = [
      Columns.dates(rows) { first + dice.below(3652) },
      Columns.texts(rows, of: names) { dice.skewed(below: jurisdictionCount) },
      Columns.texts(rows, of: levels.labels) { dice.skewed(below: 4) },
      Columns.texts(rows, of: countries) { dice.skewed(below: 180) },
      Columns.texts(rows, of: genders) { dice.skewed(below: 3) },
      Columns.gaps(rows) { dice.below(20) == 0 ? nil : 14 + dice.skewed(below: 70) },
      Columns.integers(rows) { 1 + dice.skewed(below: 400) },
    ]
    return Table(schema: Schema(fields), columns: columns, rowCount: rows)
  }

  private static func jurisdictions(_ names: TextDictionary, _ dice: inout Dice) -> Table {
    let fields = [
      Field("jurisdiction", .text, role: .key), Field("region", .category(regions)),
      Field("population", .integer, role: .additive),
    ]
    let count = jurisdictionCount
    var next = -1
    let columns = [
      Columns.texts(count, of: names) {
        next += 1
        return next
      },
      Columns.texts(count, of: regions.labels) { dice.below(4) },
      Columns.integers(count) { 1000 + dice.below(1_000_000) },
    ]
    return Table(schema: Schema(fields, key: ["jurisdiction"]), columns: columns, rowCount: count)
  }
}
