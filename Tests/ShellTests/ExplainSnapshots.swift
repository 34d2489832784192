import Testing

extension ExplainTests {
  /// A query, and what `explain` says of it on 80 columns.
  struct Snapshot: Sendable, CustomTestStringConvertible {
    var query: String
    var said: String
    var testDescription: String { query }
  }

  static let snapshots = [
    Snapshot(
      query: """
        deportations | where state = "MA" and fiscal_year in FY2010..FY2012
        """,
      said: """
        1. deportations · 357 rows
           reads the table deportations: Removals through Secure Communities, by state
           and US fiscal year, FY2009 to February 2015
        2. where state = "MA" and fiscal_year in FY2010..FY2012 · 357 rows → 3 rows (354
           not true)
           keeps the rows where state is "MA" and fiscal_year lies in FY2010 to FY2012

        state  fiscal_year  period_start  period_end  removals  partial  source
        MA     FY2010       2009-10-01    2010-09-30       166  false    urban-2022
        MA     FY2011       2010-10-01    2011-09-30       129  false    urban-2022
        MA     FY2012       2011-10-01    2012-09-30       217  false    urban-2022

        """
    ),
    Snapshot(
      query: """
        deportations | where removals is not missing and not (state in ("MA", "NY")) \
        | total removals by state.region, state | top 3 per region with ties
        """,
      said: """
        1. deportations · 357 rows
           reads the table deportations: Removals through Secure Communities, by state
           and US fiscal year, FY2009 to February 2015
        2. where removals is not missing and not (state in ("MA", "NY")) · 357 rows →
           303 rows (54 not true)
           keeps the rows where removals is known and it does not hold that (state is
           one of "MA" or "NY")
        3. total removals by state.region, state · 303 rows → 49 rows
           adds up removals for each combination of state's region and state
        4. top 3 per region with ties · 49 rows → 12 rows
           takes, of each region, the 3 rows with the largest removals, and all that
           equal the last

        The first 3 rows:
        region     state  removals
        Northeast  PA         2971
        Northeast  NJ         2000
        Northeast  CT          845

        """
    ),
    Snapshot(
      query: """
        deportations | add of_state = removals / sum(removals) per state \
        | keep state, year = fiscal_year, of_state | sort state, of_state desc
        """,
      said: """
        1. deportations · 357 rows
           reads the table deportations: Removals through Secure Communities, by state
           and US fiscal year, FY2009 to February 2015
        2. add of_state = removals / sum(removals) per state · 357 rows → 357 rows
           (removals known in 316 of 357 rows)
           adds of_state, which is removals / sum(removals), within each state
        3. keep state, year = fiscal_year, of_state · 357 rows → 357 rows
           shows only state, fiscal_year (called year) and of_state
        4. sort state, of_state desc · 357 rows → 357 rows (FY2015 is covered only in
           part)
           sorts the rows by state, then by of_state (largest first)

        The first 3 rows:
        state  year    of_state
        AK     FY2014       0.5
        AK     FY2015     0.375
        AK     FY2013     0.125

        """
    ),
    Snapshot(
      query: """
        states | join (deportations | total removals by state) on code = state \
        | keep name, removals \
        | where removals > 5000 or name starts with "New" and removals < 100
        """,
      said: """
        1. states · 56 rows
           reads the table states: States, the District of Columbia and territories
        2. join (deportations | total removals by state) on code = state · 56 rows → 56
           rows (51 found a partner, 5 did not)
           joins, to each row, the row of the query in brackets whose state equals its
           code; rows without a partner stay
           2.1. deportations · 357 rows
                reads the table deportations: Removals through Secure Communities, by
                state and US fiscal year, FY2009 to February 2015
           2.2. total removals by state · 357 rows → 51 rows (removals known in 316 of
                357 rows)
                adds up removals for each state
        3. keep name, removals · 56 rows → 56 rows
           shows only name and removals
        4. where removals > 5000 or name starts with "New" and removals < 100 · 56 rows
           → 9 rows (42 not true; 5 left out because a value is missing)
           keeps the rows where removals is more than 5000, or name starts with "New"
           and removals is less than 100

        The first 3 rows:
        name        removals
        Arizona        35532
        California    123045
        Florida        20899

        """
    ),
    Snapshot(
      query: """
        states | join (deportations | where removals > 0) on code = state unmatched \
        | keep code, name
        """,
      said: """
        1. states · 56 rows
           reads the table states: States, the District of Columbia and territories
        2. join (deportations | where removals > 0) on code = state unmatched · 56 rows
           → 5 rows (51 with a partner left out; 51 found a partner, 5 did not)
           keeps the rows that have no partner among the rows of the query in brackets
           whose state equals its code
           2.1. deportations · 357 rows
                reads the table deportations: Removals through Secure Communities, by
                state and US fiscal year, FY2009 to February 2015
           2.2. where removals > 0 · 357 rows → 285 rows (31 not true; 41 left out
                because a value is missing)
                keeps the rows where removals is more than 0
        3. keep code, name · 5 rows → 5 rows
           shows only code and name

        The first 3 rows:
        code  name
        AS    American Samoa
        GU    Guam
        MP    Northern Mariana Islands

        """
    ),
    Snapshot(
      query: """
        figures | where scope = "state" \
        | join last events on state at as_of = date within 90 days \
        | keep id, as_of, state, date
        """,
      said: """
        1. figures · 200 rows
           reads the table figures: Counts that sources state: fingerprints submitted,
           matches, arrests, removals by level, places active
        2. where scope = "state" · 200 rows → 38 rows (162 not true)
           keeps the rows where scope is "state"
        3. join last events on state at as_of = date within 90 days · 38 rows → 38 rows
           (26 found a partner, 12 did not; 302 rows of the joined table were not used)
           joins, to each row, the latest row of events at or before it (by as_of and
           date) within 90 days whose state equals its state
           3.1. events · 321 rows
                reads the table events: Dated events of the program, each with its
                source
        4. keep id, as_of, state, date · 38 rows → 38 rows
           shows only id, as_of, state and date

        The first 3 rows:
        id     as_of       state  date
        F0012  2009-07-13  TX     2009-06-16
        F0015  2009-10-31  MA     (missing)
        F0035  2010-03-01  CA     2010-03-01

        """
    ),
    Snapshot(
      query: """
        deportations | lump state to 5 by removals as "others" \
        | total removals by state, fiscal_year | pivot fiscal_year with totals
        """,
      said: """
        1. deportations · 357 rows
           reads the table deportations: Removals through Secure Communities, by state
           and US fiscal year, FY2009 to February 2015
        2. lump state to 5 by removals as "others" · 357 rows → 357 rows
           keeps the 5 largest groups of state, by the sum of removals, and draws the
           others together as "others"
        3. total removals by state, fiscal_year · 357 rows → 42 rows (removals known in
           316 of 357 rows)
           adds up removals for each combination of state and fiscal_year
        4. pivot fiscal_year with totals · 42 rows → 6 rows (removals known in 5 of 6
           rows; FY2015 is covered only in part)
           spreads the values of fiscal_year over columns that show removals; the other
           keys stay rows, with totals

        The first 3 rows:
        state  FY2009  FY2010  FY2011  FY2012  FY2013  FY2014  FY2015
        AZ       4941    7432    5233    5055    5875    5127    1869
        CA       2798   22582   29853   29343   20472   14299    3698
        FL       1502    3121    4328    4903    3321    2804     920

        """
    ),
    Snapshot(
      query: """
        events | around 2011-06-06 by 6 months | count by offset, phase | share per phase
        """,
      said: """
        1. events · 321 rows
           reads the table events: Dated events of the program, each with its source
        2. around 2011-06-06 by 6 months · 321 rows → 114 rows (207 not true)
           keeps the rows from 6 months before 2011-06-06 to 6 months after it, and adds
           offset and phase: how far from it and on which side
        3. count by offset, phase · 114 rows → 14 rows
           counts the rows for each combination of offset and phase
        4. share per phase · 14 rows → 14 rows
           adds each row's share of n within each phase, in percent

        The first 3 rows:
        offset  phase     n                share
            -6  before    4  0.07407407407407407
            -6  unclear   4   0.4444444444444444
            -5  before   16   0.2962962962962963

        """
    ),
    Snapshot(
      query: """
        calendar(FY2009..FY2012) | append (deportations | distinct fiscal_year \
        | rename fy = fiscal_year) | distinct
        """,
      said: """
        1. calendar(FY2009..FY2012) · 4 rows
           makes a row for each fiscal year from FY2009 to FY2012
        2. append (deportations | distinct fiscal_year | rename fy = fiscal_year) · 4
           rows → 11 rows (7 appended)
           puts the rows of the query in brackets after these, columns matched by name
           2.1. deportations · 357 rows
                reads the table deportations: Removals through Secure Communities, by
                state and US fiscal year, FY2009 to February 2015
           2.2. distinct fiscal_year · 357 rows → 7 rows
                gives each fiscal_year once, in order
           2.3. rename fy = fiscal_year · 7 rows → 7 rows
                renames fiscal_year to fy
        3. distinct · 11 rows → 7 rows
           gives each different row once, in order

        The first 3 rows:
        fy
        FY2009
        FY2010
        FY2011

        """
    ),
    Snapshot(
      query: """
        stories | count by month = month(date) | fill month with 0 | sample 5% seed 2011 \
        | summarize months = count, middle = median(n)
        """,
      said: """
        1. stories · 263 rows
           reads the table stories: What happened, once each: the events with their
           tellings drawn together
        2. count by month = month(date) · 263 rows → 72 rows
           counts the rows for each month(date)
        3. fill month with 0 · 72 rows → 185 rows (113 filled in)
           adds rows for each month that is absent, with 0 as their numbers
        4. sample 5% seed 2011 · 185 rows → 9 rows (drawn with seed 2011)
           draws 5% of the rows at random
        5. summarize months = count, middle = median(n) · 9 rows → 1 row
           works out months = count and middle = median(n)

        months: 9
        middle: 1

        """
    ),
  ]
}
