import Testing

extension ExplainTests {
  /// A query, and what `explain` says of it on 80 columns.
  struct Snapshot: Sendable, CustomTestStringConvertible {
    var query: String
    var said: String
    var testDescription: String { query }
  }

  static let snapshots = shortSnapshots + longSnapshots

  private static let shortSnapshots = [
    Snapshot(
      query: """
        deportations | where state = "MA" and fiscal_year in FY2010..FY2012
        """,
      said: """
        1. deportations · 357 rows
           reads the table deportations: Removals through Secure Communities, by state
           and US fiscal year, FY2009 to February 2015
             state  fiscal_year  period_start  period_end   removals  partial  … 1 more
             AK     FY2009       2008-10-01    2009-09-30  (missing)  false
             AK     FY2010       2009-10-01    2010-09-30          0  false
             AK     FY2011       2010-10-01    2011-09-30          0  false
        2. where state = "MA" and fiscal_year in FY2010..FY2012 · 357 rows → 3 rows (354
           left out)
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
             state  fiscal_year  period_start  period_end   removals  partial  … 1 more
             AK     FY2009       2008-10-01    2009-09-30  (missing)  false
             AK     FY2010       2009-10-01    2010-09-30          0  false
             AK     FY2011       2010-10-01    2011-09-30          0  false
        2. where removals is not missing and not (state in ("MA", "NY")) · 357 rows →
           303 rows (54 left out)
           keeps the rows where removals is known and it does not hold that (state is
           one of "MA" or "NY")
             state  fiscal_year  period_start  period_end  removals  partial  source
             AK     FY2010       2009-10-01    2010-09-30         0  false    urban-2022
             AK     FY2011       2010-10-01    2011-09-30         0  false    urban-2022
             AK     FY2012       2011-10-01    2012-09-30         0  false    urban-2022
        3. total removals by state.region, state · 303 rows → 49 rows
           adds up removals for each combination of state's region and state
             region     state  removals
             Northeast  CT          845
             Northeast  ME           12
             Northeast  NH           69
        4. top 3 per region with ties · 49 rows → 12 rows
           takes, of each region, the 3 rows with the largest removals, and all that
           equal the last
             region     state  removals
             Northeast  PA        2,971
             Northeast  NJ        2,000
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
             state  fiscal_year  period_start  period_end   removals  partial  … 1 more
             AK     FY2009       2008-10-01    2009-09-30  (missing)  false
             AK     FY2010       2009-10-01    2010-09-30          0  false
             AK     FY2011       2010-10-01    2011-09-30          0  false
        2. add of_state = removals / sum(removals) per state · 357 rows → 357 rows
           (removals known in 316 of 357 rows)
           adds of_state, which is removals / sum(removals), within each state
             state  fiscal_year  period_start   removals  partial   of_state  … 2 more
             AK     FY2009       2008-10-01    (missing)  false    (missing)
             AK     FY2010       2009-10-01            0  false            0
             AK     FY2011       2010-10-01            0  false            0
        3. keep state, year = fiscal_year, of_state · 357 rows → 357 rows
           shows only state, fiscal_year (called year) and of_state
             state  year     of_state
             AK     FY2009  (missing)
             AK     FY2010          0
             AK     FY2011          0
        4. sort state, of_state desc · 357 rows → 357 rows (FY2015 is covered only in
           part)
           sorts the rows by state, then by of_state (largest first)
             state  year     of_state
             AK     FY2014      0.500
             AK     FY2015*     0.375
             AK     FY2013      0.125

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
             code  name      fips  region  division            counties  … 6 more
             AK    Alaska    02    West    Pacific                   29
             AL    Alabama   01    South   East South Central        67
             AR    Arkansas  05    South   West South Central        75
        2. join (deportations | total removals by state) on code = state · 56 rows → 56
           rows (51 found a partner, 5 did not)
           joins, to each row, the row of the query in brackets whose state equals its
           code; rows without a partner stay
             code  name      fips  region  division            removals  … 7 more
             AK    Alaska    02    West    Pacific                    8
             AL    Alabama   01    South   East South Central     1,675
             AR    Arkansas  05    South   West South Central     1,572
           2.1. deportations · 357 rows
                reads the table deportations: Removals through Secure Communities, by
                state and US fiscal year, FY2009 to February 2015
                  state  fiscal_year  period_start  period_end   removals  … 2 more
                  AK     FY2009       2008-10-01    2009-09-30  (missing)
                  AK     FY2010       2009-10-01    2010-09-30          0
                  AK     FY2011       2010-10-01    2011-09-30          0
           2.2. total removals by state · 357 rows → 51 rows (removals known in 316 of
                357 rows)
                adds up removals for each state
                  state  removals
                  AK            8
                  AL        1,675
                  AR        1,572
        3. keep name, removals · 56 rows → 56 rows
           shows only name and removals
             name      removals
             Alaska           8
             Alabama      1,675
             Arkansas     1,572
        4. where removals > 5000 or name starts with "New" and removals < 100 · 56 rows
           → 9 rows (42 left out; 5 left out because a value is missing)
           keeps the rows where removals is more than 5000, or name starts with "New"
           and removals is less than 100
             name        removals
             Arizona       35,532
             California   123,045
             Florida       20,899

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
             code  name      fips  region  division            counties  … 6 more
             AK    Alaska    02    West    Pacific                   29
             AL    Alabama   01    South   East South Central        67
             AR    Arkansas  05    South   West South Central        75
        2. join (deportations | where removals > 0) on code = state unmatched · 56 rows
           → 5 rows (51 with a partner left out; 51 found a partner, 5 did not)
           keeps the rows that have no partner among the rows of the query in brackets
           whose state equals its code
             code  name                      fips  region       division     … 7 more
             AS    American Samoa            60    Territories  Territories
             GU    Guam                      66    Territories  Territories
             MP    Northern Mariana Islands  69    Territories  Territories
           2.1. deportations · 357 rows
                reads the table deportations: Removals through Secure Communities, by
                state and US fiscal year, FY2009 to February 2015
                  state  fiscal_year  period_start  period_end   removals  … 2 more
                  AK     FY2009       2008-10-01    2009-09-30  (missing)
                  AK     FY2010       2009-10-01    2010-09-30          0
                  AK     FY2011       2010-10-01    2011-09-30          0
           2.2. where removals > 0 · 357 rows → 285 rows (31 left out; 41 left out
                because a value is missing)
                keeps the rows where removals is more than 0
                  state  fiscal_year  period_start  period_end  removals  … 2 more
                  AK     FY2013       2012-10-01    2013-09-30         1
                  AK     FY2014       2013-10-01    2014-09-30         4
                  AK     FY2015       2014-10-01    2015-02-28         3
        3. keep code, name · 5 rows → 5 rows
           shows only code and name
             code  name
             AS    American Samoa
             GU    Guam
             MP    Northern Mariana Islands

        """
    ),
  ]
}
