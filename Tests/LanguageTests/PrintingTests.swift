import Language
import Plans
import Testing

@Suite struct PrintingTests {
  private func layout(_ source: String) -> String {
    let once = formatted(source, verbs: Verb.shapes)
    #expect(formatted(once, verbs: Verb.shapes) == once)
    return once
  }

  @Test func spellingsAreCanonical() {
    #expect(layout("a|where x==1  and 'b'=c") == "a | where x = 1 and \"b\" = c")
    #expect(layout("a|top 3 with ties per b by c") == "a | top 3 by c per b with ties")
    #expect(layout("a | around b by 1 months each months") == "a | around b by 1 month each month")
    #expect(layout("a | sort b asc, c desc") == "a | sort b, c desc")
    #expect(layout("a | keep `b`, `b c`") == "a | keep b, `b c`")
  }

  @Test func longStatementsTakeALineAStage() {
    let source =
      "deportations | where state in (\"MA\", \"NY\", \"TX\") | total removals by state, fiscal_year"
      + " | sort removals desc | top 3 by removals"
    #expect(
      layout(source) == """
        deportations
        | where state in ("MA", "NY", "TX")
        | total removals by state, fiscal_year
        | sort removals desc
        | top 3 by removals
        """
    )
  }

  @Test func commentsAreKept() {
    let source = """
      # The start.

      # About the query.
      deportations   # all of them
      # only these
      | where a = 1 # one
      | count


      stories; | count # after
      -- end

      """
    #expect(
      layout(source) == """
        # The start.

        # About the query.
        deportations  # all of them
        # only these
        | where a = 1  # one
        | count

        stories;
        | count  # after
        -- end

        """
    )
  }

  @Test func whatIsWrongIsLeftAlone() {
    #expect(layout("a|wher  b") == "a|wher  b")
    #expect(layout("a|top") == "a|top")
  }
}
