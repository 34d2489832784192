import Catalog
import Columns
import Syntax

/// Made-up records of arrests, one a row, with an identifier of eleven bytes for each person: no
/// real case is among them.
enum Cases {
  /// The table `arrests` of `rowCount` records, of half as many persons.
  static func tables(_ rowCount: Int, seed: UInt64) -> [InMemoryTable] {
    var dice = Dice(seed)
    let table = arrests(rowCount, &dice)
    return [InMemoryTable(name: "arrests", title: "made-up arrests", table: table)]
  }

  private static func arrests(_ rows: Int, _ dice: inout Dice) -> Table {
    let persons = max(1, rows * 49 / 100)
    let order = dice.shuffled(rows)
    let people = identifiers(persons, &dice)
    let facilities = Columns.names("Facility ", 600, digits: 4, &dice)
    let states = Columns.names("S", 50, digits: 2, &dice)
    let genders = TextDictionary(["Male", "Female", "Unknown"])
    let notes = Columns.names("Transferred under case no. ", max(1, rows / 20), digits: 8, &dice)
    let text = ["id", "facility", "state", "level", "gender", "note"]
    let fields =
      text.map { Field($0, .text) } + [Field("date", .date)]
      + ["age", "charges", "days", "children"].map { Field($0, .integer, role: .other) }
      + [Field("bond", .real, role: .other)]
    // From October 2004 to September 2014, as ordinals of civil days.
    let first = Int(CivilDate(year: 2004, month: 10, day: 1).ordinal)
    var row = -1
    let columns = [
      // Each person has one row, and further rows go to persons by chance.
      Columns.texts(rows, of: people) {
        row += 1
        return order[row] <= persons ? order[row] - 1 : dice.skewed(below: persons)
      },
      Columns.texts(rows, of: facilities) { dice.skewed(below: 600) },
      Columns.texts(rows, of: states) { dice.skewed(below: 50) },
      Columns.texts(rows, of: Records.levels.labels) { dice.skewed(below: 4) },
      Columns.texts(rows, of: genders) { dice.skewed(below: 3) },
      Columns.texts(rows, of: notes) { dice.below(max(1, rows / 20)) },
      Columns.dates(rows) { first + dice.below(3652) },
      Columns.gaps(rows) { dice.below(20) == 0 ? nil : 14 + dice.skewed(below: 70) },
      Columns.integers(rows) { 1 + dice.skewed(below: 12) },
      Columns.gaps(rows) { dice.below(3) == 0 ? nil : dice.skewed(below: 2000) },
      Columns.integers(rows) { dice.skewed(below: 7) },
      Columns.reals(rows) { Double(dice.below(5_000_000)) / 100 },
    ]
    return Table(schema: Schema(fields), columns: columns, rowCount: rows)
  }

  /// A letter and ten digits each, all different: products with a number that shares no factor with
  /// ten to the tenth differ modulo that.
  private static func identifiers(_ count: Int, _ dice: inout Dice) -> TextDictionary {
    let start = dice.below(10_000_000_000)
    let bytes = Buffer<UInt8>(count: count * 11) { target in
      for place in 0..<count {
        var rest = (start + place * 2_654_435_761) % 10_000_000_000
        target[place * 11] = UInt8(ascii: "A")
        for digit in (1..<11).reversed() {
          target[place * 11 + digit] = UInt8(48 + rest % 10)
          rest /= 10
        }
      }
    }
    return TextDictionary(bytes: bytes, offsets: Buffer((0...count).map { $0 * 11 }))
  }
}
