import Syntax

// The phrases of other languages, each with its message.

extension PhraseHabit {
  /// The phrases in the order in which they are looked for.
  static let table: [PhraseHabit] =
    functions([
      UnreadStatement.select, UnreadStatement.formula, UnreadStatement.barePath,
      UnreadStatement.dottedDate, UnreadStatement.largeNumber, UnreadStatement.bareList,
      UnreadStatement.dottedStages,
      UnreadStatement.prefixedVerb,
      UnreadStatement.caseWhen, UnreadStatement.window,
    ])
    + rows(patterns)
    + functions([UnreadStatement.method])
    + rows(bracketPatterns)
    + functions([
      UnreadStatement.brokenText, UnreadStatement.commaInNumber, UnreadStatement.currency,
      UnreadStatement.alias,
      UnreadStatement.minusColumn, UnreadStatement.ifCall, UnreadStatement.trailingIf,
      UnreadStatement.caseWhenCall,
      UnreadStatement.monthName, UnreadStatement.unknownUnit, UnreadStatement.bracketsRoundAll,
    ])

  private static let patterns = """
    read-only: The data are only read: nothing is inserted, changed or deleted. New columns are made by \
    add, a result is named by let and written to a file by save.
      ⊢ insert into
      ⊢ delete from
      ⊢ update $t set
      ⊢ create/alter/truncate/drop table/view/index/database $t
    psql-command: \\d is written .describe $t, on a line of its own.
      ⊢ \\ d $t
    let-form: A result is named by a statement of its own before: let $x = TABLE | count.
      ⊢ «with $x as» (
    comment-sign: A comment begins with # and reaches to the end of its line; -- begins one only where \
    it begins the line.
      «- · -» → #
      / · *
    question-mark: No question mark is needed: a query ends with its line. .help says more.
      «?» ; → \("")
    percent-sign: A percentage is written with its sign: $1%.
      #1 percent/pct/percents → $1%
    half-comparison: Each comparison is written whole: and $c ….
      $c </>/<=/>=/!=/= _ «and» </>/<=/>=/!=/= → and $c
    half-comparison: Each comparison is written whole: or $c ….
      $c </>/<=/>=/!=/= _ «or» </>/<=/>=/!=/= → or $c
    count-distinct: Different values are counted by distinct(x).
      |count ( distinct $c ) ; → summarize distinct($c)
    let-form: A result is named by let: let $x = $t | count.
      ⊢ «$x =» $t → let $x =
      ⊢ «$x < -» $t → let $x =
    let-form: A result is named by let: let $x = TABLE | count.
      ⊢ «$x =» ( → let $x =
      ⊢ «$x < -» ( → let $x =
    membership-sign: %in% is written in, and its list without c: COLUMN in (VALUE, …).
      ‹«% in %» c› ( → in\u{20}
      % in % → in
    to-file: A result is written to a file by the last stage: | save "$a.$b".
      > $a . $b → | save "$a.$b"
    subquery: A query has no select, and none stands within a condition. After in stands a table, \
    whose first column is meant: COLUMN in TABLE. Other rows are brought in by join.
      in «( select _ from $t )» → $t
      ( select *x )
    pipeline-in-set: After in stands a table by its name, not a query. Name the query in a \
    statement before, let wanted = $x | $y, and write in wanted: its first column is meant.
      in «( *x | *y )»
    cast: Values are converted by text(x), number(x) and date(x).
      #a : : text/varchar/string/char → text($a)
      #a : : int/integer/bigint/float/double/real/numeric/decimal → number($a)
      #a : : date → date($a)
      : : $t
      cast ( *x as text/varchar/string/char ) → text($x)
      cast ( *x as int/integer/bigint/float/double/real/numeric/decimal ) → number($x)
      cast ( *x as date ) → date($x)
      cast ( *x )
    extract-from: The parts of a date are year(d), quarter(d), month(d), week(d) and fy(d).
      extract ( year/quarter/month/week from *x ) → $1($x)
      extract ( $u from *x )
    method: A function stands before its column, not behind a dot: $c in (…).
      $c . isin ( [ *v ] ) → $c in ($v)
      $c . isin ( *v ) → $c in ($v)
    power: A power is written as a product: x * x.
      #a * * 2 → $a * $a
      * *
      #a ^ 2 → $a * $a
      ^
    whole-quotient: / always divides to a fraction; a whole quotient is floor(a / b).
      #a / / #b → floor($a / $b)
      / /
    remainder: A remainder is mod(a, b).
      #a % #b → mod($a, $b)
    foreign-not: The sign ~ is written not.
      «~» ( → not\u{20}
    tilde-equal: ~= is written !=; a pattern stands after matches: COLUMN matches "^a".
      «~ =/==» @
      ~ =/== → !=
    tilde-equal: =~ is written with lower: lower(COLUMN) = TEXT; a pattern stands after matches.
      = ~
    ampersand: Conditions are joined by and, texts by concat(a, b).
      =/== _ «&» @ → and
      «&» @
      & → and
    rename-form: rename is written new = old: rename $b = $a.
      |rename $a as/to/into/, $b ; → rename $b = $a
      |rename $a $b ; → rename $b = $a
    join-kind: join keeps all rows of the left table. A word at its end says otherwise: matched \
    keeps the rows with a partner, unmatched those without.
      join «kind/side/how/type =/: _»
    using-is-on: The columns that must agree stand after on.
      using ( *x ) → on $x
    append-using: append is written with the table alone.
      append «using $t» → $t
    foreign-operator: $1 is written contains.
      contains_cs/has_cs → contains
    foreign-operator: matches regex is written matches.
      matches regex → matches
    count-distinct: Different values are counted by distinct(x).
      |count distinct $c ; → summarize distinct($c)
    groups-come-last: Groups stand at the end of a stage: count by KEY, add m = mean(COLUMN) per \
    KEY.
      |summarize/total/count «group by» → by
      |summarize/total/count *x «group by» → by
      |by/bysort *x :
    pivot-words: pivot is written with the column whose values become columns, and showing before \
    the one in the cells: pivot COLUMN showing COLUMN.
      |pivot «on/by $c» → $c
      |pivot $c «values/using/value/of» $d → showing
    second-name: Between the two names of unpivot stands a comma: as $a, $b.
      |unpivot *x «as $a $b» ; → as $a, $b
    between-form: between is written x between 10 and 20.
      between ( *x , *y , *z ) → $x between $y and $z
      between ( *x )
    """

  private static let bracketPatterns = """
    braces: Lists stand in round brackets: COLUMN in (VALUE, …).
      in «[ *x ]» → ($x)
      in «{ *x }» → ($x)
    indexing: Nothing is picked by [ ] here. Columns are chosen by keep, rows by where, the row \
    before by previous(x).
      $x · «[ *y ]»
      $x · «[»
    braces: A list stands without brackets, with commas: sort COLUMN, COLUMN desc.
      «{ *x }» ; → $x
      { *x }
    braces: Lists stand in round brackets: COLUMN in (VALUE, …).
      [ *x ]
    foreign-missing: is.na(x) is written x is missing.
      |where ‹«is . na» ( *x )› → $x is missing
    glued-text: Before a text stands no $1. Texts are put together by concat(a, " ", b).
      b/e/f/l/n/r/s/u/x · @
    several-words: A text stands in quotes: "$x".
      =/==/!= «^x» → "$x"
    all-columns: All columns are there unless keep or drop says otherwise; * stands for none.
      |distinct «*» ; → \("")
      ‹| «keep *»› ; → \("")
    """
}
