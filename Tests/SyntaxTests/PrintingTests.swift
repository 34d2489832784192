import Syntax
import Planner
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

extension PrintingTests {
  @Test func longStagesAreBrokenWhereTheyGoOn() {
    let source =
      "deportations | where state in (\"MA\", \"NY\", \"TX\", \"CA\", \"AZ\", \"FL\", \"GA\") and "
      + "fiscal_year in FY2010..FY2012 and removals is not missing | top 3 by removals per state"
    #expect(
      broken(source) == """
        deportations
        | where state in ("MA", "NY", "TX", "CA", "AZ", "FL", "GA") and fiscal_year in FY2010..FY2012
            and removals is not missing
        | top 3 by removals per state
        """
    )
  }

  @Test func brokenStagesMeanTheSame() {
    let sources = [
      "a | add first_of_all = previous(removals_of_the_state), second_of_all = (if removals > 1000 then "
        + "\"many people indeed\" else if removals > 10 then \"some\" else \"few\") per state along year",
      "a | join last (b | where kind_of_event = \"refusal\" and place starts with \"Massachusetts and\" "
        + "or title contains \"something rather long\" | keep state, date) on state at c = date within 90 days",
      "a | where x = \"and, by and or\" and y between 1000000000 and 2000000000 or not (z in "
        + "(\"one, two\", \"three\")) and `by` starts with \"something that is long enough to be broken\" # why",
    ]
    for source in sources {
      let laid = broken(source)
      #expect(laid.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(laid)")
      let before = parse(source, verbs: Verb.shapes).statements
      let after = parse(laid, verbs: Verb.shapes).statements
      #expect(after.count == 1)
      #expect(
        before.map { $0.formatted(verbs: Verb.shapes) }
          == after.map { $0.formatted(verbs: Verb.shapes) }
      )
    }
  }

  private func broken(_ source: String) -> String {
    let once = formatted(source, verbs: Verb.shapes)
    #expect(formatted(once, verbs: Verb.shapes) == once)
    return once
  }
}
