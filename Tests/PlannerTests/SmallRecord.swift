import Catalog
import Columns

/// Three small tables: states, counts that link to them, and events with dates.
enum SmallRecord {
  static func catalog() -> Catalog { Catalog([states, counts, events]) }

  private static var states: InMemoryTable {
    let region = DataType.category(Category(["east", "west", "north"], isOrdered: false))
    return table(
      "states",
      [
        (Field("code", .text, role: .key), ["AK", "CA", "MA", "NY"].map { .text($0) }),
        (
          Field("name", .text),
          ["Alaska", "California", "Massachusetts", "New York"].map { .text($0) }
        ),
        (Field("region", region), ["north", "west", "east", "east"].map { .text($0) }),
      ],
      key: ["code"]
    )
  }

  private static var counts: InMemoryTable {
    let state = Field(
      "state",
      .text,
      role: .key,
      link: Field.Link(table: "states", key: "code")
    )
    let year = Field("year", .period(.year), role: .key)
    let years: [Value] = [2009, 2010, 2012, 2009, 2010, 2010].map { .ordinal($0) }
    return table(
      "counts",
      [
        (state, ["CA", "CA", "CA", "MA", "MA", "NY"].map { .text($0) }), (year, years),
        (
          Field("people", .integer, unit: "people", role: .additive),
          integers([120, 80, 40, nil, 7, 9])
        ),
        (Field("rate", .real), [1.5, 2.25, 0.5, 3, 4, 1].map { .real($0) }),
      ],
      key: ["state", "year"]
    )
  }

  private static var events: InMemoryTable {
    var notes = TableNotes()
    notes.date = "day"
    let days = [(2009, 3, 1), (2010, 7, 15), (2011, 6, 6)].map { year, month, day in
      Value.ordinal(CivilDate(year: year, month: month, day: day).ordinal)
    }
    return table(
      "events",
      [
        (Field("id", .text, role: .key), ["start", "spread", "refusal"].map { .text($0) }),
        (Field("day", .date), days), (Field("state", .text), ["CA", "MA", "NY"].map { .text($0) }),
      ],
      key: ["id"],
      notes: notes
    )
  }

  private static func integers(_ numbers: [Int64?]) -> [Value] {
    numbers.map { $0.map { .integer($0) } ?? .missing }
  }

  private static func table(
    _ name: String,
    _ columns: [(field: Field, values: [Value])],
    key: [String],
    notes: TableNotes = TableNotes()
  ) -> InMemoryTable {
    let fields = columns.map { column in
      var field = column.field
      field.origin = Field.Origin(table: name, column: field.name)
      return field
    }
    let values = columns.map { Column($0.values, as: $0.field.type) }
    let rows = columns.first?.values.count ?? 0
    let schema = Schema(fields, key: key, notes: notes)
    return InMemoryTable(
      name: name,
      title: "",
      table: Table(schema: schema, columns: values, rowCount: rows)
    )
  }
}
