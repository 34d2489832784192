// The verbs of other languages.

extension VerbHabit {
  /// A row for each habit: the words, our verb, the rewrite of the stage if there is one, and how
  /// it is done here.
  static let table: [VerbHabit] = """
    filter → where, conditions: rows are chosen by where
    having → where, conditions: groups are chosen by where, after the stage that makes them
    query → where, quotedCondition: rows are chosen by where
    loc → where: rows are chosen by where, columns by keep
    dropna drop_na → where, known: rows with a value are kept by where: where COLUMN is not missing
    search find grep → where: texts are looked for by where: where COLUMN contains TEXT
    if → where: rows are chosen by where; a choice is written if … then … else …, in add
    use → where: a query begins with its table: TABLE | count
    then → where: each verb stands after a |, without then
    autofilter → where: rows are chosen by where: where COLUMN = VALUE
    delete → where: the record is only read; rows are chosen by where
    arrange order orderby order_by sort_values gsort → sort, sorting: rows are ordered by sort: \
    sort COLUMN desc
    limit take head slice_head → first, counted: first 10 gives the first rows, top 10 by COLUMN \
    the largest
    fetch → first: first 10 gives the first rows, top 10 by COLUMN the largest
    slice iloc → first: rows are taken by first 10 and last 10
    browse display print show view see → first: every result is shown; first 10 gives the first rows
    tail → last, counted: last 10 gives the last rows
    help → first: .help says more, alone on its line; behind a | Tab lists the verbs
    offset → last: rows from the end are given by last 10
    slice_max top_n nlargest → top, ranked: the largest are given by top 10 by COLUMN
    slice_min nsmallest → bottom, ranked: the smallest are given by bottom 10 by COLUMN
    slice_sample sample_n → sample, counted: rows are drawn by sample 10 or sample 5%
    sample_frac → sample: rows are drawn by sample 10 or sample 5%
    unique drop_duplicates → distinct, distinct: distinct rows are given by distinct
    remove+duplicates delete+duplicates → distinct, bare: distinct rows are given by distinct
    duplicates → distinct, withoutTwice: distinct rows are given by distinct
    levelsof levels → distinct, names: the values of a column are given by distinct
    mutate derive extend assign gen generate with_columns → add, expressions: columns are made by \
    add
    set compute → add: columns are made by add
    let → add: columns are made by add; let begins a statement and names a table
    update → add: the record is only read; columns are made by add
    transmute → keep, transmuted: columns are made by add and chosen by keep
    select project pull → keep, columns: columns are chosen by keep
    list → keep: columns are chosen by keep, and every result is shown
    relocate → keep: columns are put in order by keep
    exclude remove hide delete+column delete+columns remove+column remove+columns hide+column \
    hide+columns → drop, columns: columns are left out by drop
    delete+rows remove+rows hide+rows → where: rows are left out by where: where not (CONDITION)
    egen → add: columns are made by add: add m = mean(COLUMN) per KEY
    bysort → add: groups stand at the end of a stage: add m = mean(COLUMN) per KEY
    replace → add: columns are made anew by add: add COLUMN = COLUMN ?? 0
    fillna replace_na → add: missing values are replaced by add: add COLUMN = COLUMN ?? 0
    window lag shift → add: values of other rows are found by add: add p = previous(COLUMN)
    add_count → add: a count beside each row is add n = count per KEY
    add_tally → add: a count beside each row is add n = count
    rownames_to_column → add: rows are numbered by add n = row_number()
    reset_index → add: rows have no index; they are numbered by add n = row_number()
    serialize → add: rows have an order as they are; they are numbered by add n = row_number()
    astype → add: values are converted by text(x), number(x) and date(x), in add
    destring → add: texts are read as numbers by number(x), in add
    encode → add: texts are values of their own here, and need no numbers
    recode mapvalues → add: values are renamed by label(x, "a" = "b"), in add
    label → add: columns are renamed by rename, values by label(x, "a" = "b"), in add
    xtile cut → add: groups of values are made by bucket(x, width), in add
    apply → add: a function is written round its column, in add: add l = length(x)
    across mutate_all → add: each column is written by itself: add a = round(x), b = round(y)
    rank → add: ranks are made by add: add place = rank(COLUMN)
    running cumsum → add: running sums are made by add: add so_far = running(COLUMN) along EXPR
    rolling → add: rolling values are made by add: add m = rolling_mean(x, 3 months) along t
    case → add: a choice is made by add: add size = if x > 100 then "big" else "small"
    parse → add: texts are taken apart by split_part(x, ",", 1) and extract(x, "[0-9]+"), in add
    separate → add: texts are taken apart by split_part(x, ",", 1), in add
    unite concatenate → add: texts are put together by concat(a, " ", b), in add
    loop foreach → add: there are no loops; each stage works on all rows
    with → add: a result is named by a statement of its own, let first_ten = TABLE | first 10; with \
    totals stands behind pivot
    group group_by groupby → count, keys: groups stand after by: count by KEY, or total COLUMN by \
    KEY
    ungroup → count: groups end with the stage that names them, and nothing undoes them
    tally value_counts tab tabulate → count, keys: rows are counted by count: count by KEY
    size → count, bare: rows are counted by count: count by KEY
    nrow → count, bare: rows are counted by count
    length → count: rows are counted by count
    shape → count: rows are counted by count; describe has a row for each column
    isid → count: what occurs twice is found by count by KEY | where n > 1
    make → count: a series is counted by count by m = month(COLUMN) | fill m with 0
    resample → count: periods are counted by count by m = month(COLUMN) | fill m with 0
    summarise → summarize, expressions: summarize is written with z
    aggregate agg → summarize, expressions: groups are computed by summarize: summarize \
    max(COLUMN) by KEY
    collapse → summarize: groups are computed by summarize: summarize max(COLUMN) by KEY
    average avg mean → summarize, computed: means are computed by summarize: summarize \
    mean(COLUMN) by KEY
    median → summarize, computed: medians are computed by summarize: summarize median(COLUMN) by KEY
    max → summarize, computed: the largest is found by summarize max(COLUMN), the row of it by top 1
    min → summarize, computed: the smallest is found by summarize min(COLUMN), the row of it by \
    bottom 1
    stdev → summarize, computed: it is computed by summarize: summarize stdev(COLUMN)
    quantile → summarize: it is computed by summarize: summarize quantile(COLUMN, 90%)
    nunique distinct_count → summarize: values are counted by summarize distinct(COLUMN)
    sum → total, summed: sums are made by total: total COLUMN by KEY
    subtotal subtotals → total, summed: sums of groups are made by total: total COLUMN by KEY
    grand+total → total: the sum of all rows is total COLUMN, without by
    sumif sumifs → total: rows are chosen before: where CONDITION | total COLUMN
    countif countifs → count: rows are chosen before: where CONDITION | count
    averageif averageifs → summarize: rows are chosen before: where CONDITION | summarize \
    mean(COLUMN)
    percent percentage → share: shares are given by share, which adds a percentage to each row
    left_join lookup → join, joining: join keeps all rows of the left table
    merge → join, joining: tables are joined by join
    vlookup xlookup hlookup → join: a column of a linked table is written LINK.COLUMN; those of \
    other tables are brought by join
    inner_join semi_join → join, joining matched: join … matched keeps the rows with a partner
    anti_join → join, joining unmatched: join … unmatched keeps the rows without a partner
    cross_join → join, joining every: join … every pairs each row with each
    left → join, wordyJoin: join keeps all rows of the left table
    inner → join, wordyJoin matched: join … matched keeps the rows with a partner
    cross → join, wordyJoin every: join … every pairs each row with each
    intersect → join: join … matched keeps the rows with a partner
    except → join: join … unmatched keeps the rows without a partner
    right right_join → join: join keeps all rows of the left table: begin with the other one
    full full_join outer → join: join keeps all rows of the left table, and append adds rows of \
    another
    union bind_rows concat → append, tables: rows of another table are put below by append
    insert → append: the record is only read; rows of another table are put below by append
    pivot_wider spread evaluate → pivot: values become columns by pivot
    pivot_longer melt gather → unpivot: columns become rows by unpivot
    reshape transpose → pivot: values become columns by pivot, columns rows by unpivot
    crosstab → pivot: a table of two columns is count by KEY, COLUMN | pivot COLUMN
    complete expand → fill: absent combinations are added by fill
    glimpse summary codebook inspect getschema info str → describe, bare: columns are described by \
    describe
    colnames → describe: columns are described by describe
    explain → describe: explain stands before the query: explain TABLE | count
    plot render graph ggplot pie → chart: pictures are drawn by chart
    histogram hist → chart: pictures are drawn by chart; describe draws a small one of each column
    export write → save, files: results are written by save
    copy download → save: results are written by save: save "result.csv"
    to_csv write_csv → save, files: results are written by save "result.csv"
    outsheet → save: results are written by save "result.csv"
    """
    .split(separator: "\n").map(VerbHabit.init)
}
