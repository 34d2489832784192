extension ExplainTests {
  static let longSnapshots = [
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
             id     as_of       precision  period_start  place          scope   … 9 more
             F0001  2008-10-01  month      2008-10-01    United States  nation
             F0002  2008-12-01  month      2008-10-01    United States  nation
             F0003  2009-01-01  year       2008-10-01    United States  nation
        2. where scope = "state" · 200 rows → 38 rows (162 left out)
           keeps the rows where scope is "state"
             id     as_of       precision  period_start  place          scope  … 9 more
             F0012  2009-07-13  day        2008-10-01    Texas          state
             F0015  2009-10-31  day        2008-10-27    Massachusetts  state
             F0035  2010-03-01  month      2009-05-01    California     state
        3. join last events on state at as_of = date within 90 days · 38 rows → 38 rows
           (26 found a partner, 12 did not; 302 rows of the joined table were not used)
           joins, to each row, the latest row of events at or before it (by as_of and
           date) within 90 days whose state equals its state
             id     as_of       precision  period_start  state  date        … 22 more
             F0012  2009-07-13  day        2008-10-01    TX     2009-06-16
             F0015  2009-10-31  day        2008-10-27    MA     (missing)
             F0035  2010-03-01  month      2009-05-01    CA     2010-03-01
           3.1. events · 321 rows
                reads the table events: Dated events of the program, each with its
                source
                  id     date        precision  date_is  place   scope  state  … 7 more
                  E0001  2006-01-01  year       on       Boston  local  MA
                  E0002  2006-01-01  year       on       Boston  local  MA
                  E0003  2006-01-01  year       on       Boston  local  MA
        4. keep id, as_of, state, date · 38 rows → 38 rows
           shows only id, as_of, state and date
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
             state  fiscal_year  period_start  period_end   removals  partial  … 1 more
             AK     FY2009       2008-10-01    2009-09-30  (missing)  false
             AK     FY2010       2009-10-01    2010-09-30          0  false
             AK     FY2011       2010-10-01    2011-09-30          0  false
        2. lump state to 5 by removals as "others" · 357 rows → 357 rows
           keeps the 5 largest groups of state, by the sum of removals, and draws the
           others together as "others"
             state   fiscal_year  period_start  period_end   removals  partial  … 1 more
             others  FY2009       2008-10-01    2009-09-30  (missing)  false
             others  FY2010       2009-10-01    2010-09-30          0  false
             others  FY2011       2010-10-01    2011-09-30          0  false
        3. total removals by state, fiscal_year · 357 rows → 42 rows (removals known in
           316 of 357 rows)
           adds up removals for each combination of state and fiscal_year
             state  fiscal_year  removals
             AZ     FY2009          4,941
             AZ     FY2010          7,432
             AZ     FY2011          5,233
        4. pivot fiscal_year with totals · 42 rows → 6 rows (removals known in 5 of 6
           rows; FY2015 is covered only in part)
           spreads the values of fiscal_year over columns that show removals; the other
           keys stay rows, with totals
             state  FY2009  FY2010  FY2011  FY2012  FY2013  FY2014  FY2015*
             AZ      4,941   7,432   5,233   5,055   5,875   5,127    1,869
             CA      2,798  22,582  29,853  29,343  20,472  14,299    3,698
             FL      1,502   3,121   4,328   4,903   3,321   2,804      920

        """
    ),
    Snapshot(
      query: """
        events | around 2011-06-06 by 6 months | count by offset, phase | share per phase
        """,
      said: """
        1. events · 321 rows
           reads the table events: Dated events of the program, each with its source
             id     date        precision  date_is  place   scope  state  … 7 more
             E0001  2006-01-01  year       on       Boston  local  MA
             E0002  2006-01-01  year       on       Boston  local  MA
             E0003  2006-01-01  year       on       Boston  local  MA
        2. around 2011-06-06 by 6 months · 321 rows → 114 rows (207 left out)
           keeps the rows from 6 months before 2011-06-06 to 6 months after it, and adds
           offset and phase: how far from it and on which side
             id     date        precision  date_is  scope  offset  phase    … 9 more
             E0117  2011-01-01  year       on       local      -6  unclear
             E0118  2011-01-01  year       on       state      -6  unclear
             E0119  2011-01-01  year       on       local      -6  unclear
        3. count by offset, phase · 114 rows → 14 rows
           counts the rows for each combination of offset and phase
             offset  phase     n
                 -6  before    4
                 -6  unclear   4
                 -5  before   16
        4. share per phase · 14 rows → 14 rows
           adds each row's share of n within each phase, in percent
             offset  phase     n  share
                 -6  before    4   7.4%
                 -6  unclear   4  44.4%
                 -5  before   16  29.6%

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
             fy
             FY2009
             FY2010
             FY2011
        2. append (deportations | distinct fiscal_year | rename fy = fiscal_year) · 4
           rows → 11 rows (7 appended)
           puts the rows of the query in brackets after these, columns matched by name
             fy
             FY2009
             FY2010
             FY2011
           2.1. deportations · 357 rows
                reads the table deportations: Removals through Secure Communities, by
                state and US fiscal year, FY2009 to February 2015
                  state  fiscal_year  period_start  period_end   removals  … 2 more
                  AK     FY2009       2008-10-01    2009-09-30  (missing)
                  AK     FY2010       2009-10-01    2010-09-30          0
                  AK     FY2011       2010-10-01    2011-09-30          0
           2.2. distinct fiscal_year · 357 rows → 7 rows
                gives each fiscal_year once, in order
                  fiscal_year
                  FY2009
                  FY2010
                  FY2011
           2.3. rename fy = fiscal_year · 7 rows → 7 rows
                renames fiscal_year to fy
                  fy
                  FY2009
                  FY2010
                  FY2011
        3. distinct · 11 rows → 7 rows
           gives each different row once, in order
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
             story                     date        precision  place          … 7 more
             2006-boston-pilot         2006-01-01  year       Boston
             2008-03-24-program-anno…  2008-03-24  day        United States
             2008-10-first-launch      2008-10-01  month      Harris County
        2. count by month = month(date) · 263 rows → 72 rows
           counts the rows for each month(date)
             month    n
             2006-01  1
             2008-03  1
             2008-10  1
        3. fill month with 0 · 72 rows → 185 rows (113 filled in)
           adds rows for each month that is absent, with 0 as their numbers
             month    n
             2006-01  1
             2006-02  0
             2006-03  0
        4. sample 5% seed 2011 · 185 rows → 9 rows (drawn with seed 2011)
           draws 5% of the rows at random
             month    n
             2006-01  1
             2006-12  0
             2008-01  0
        5. summarize months = count, middle = median(n) · 9 rows → 1 row
           works out months = count and middle = median(n)
             months  middle
                  9       1

        """
    ),
  ]
}
