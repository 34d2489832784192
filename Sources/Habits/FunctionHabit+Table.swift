// The functions of other languages.

extension FunctionHabit {
  /// The rows; of several with one name, the first that fits the number of arguments holds.
  static let table: [FunctionHabit] = """
    argmax arg_max: at_max(x, y) gives x where y is greatest
    argmin arg_min: at_min(x, y) gives x where y is least
    dense_rank: rank(x) gives equals the same number, and leaves a gap after them
    gsub: texts are replaced by replace(x, "old", "new")
    str_replace: texts are replaced by replace(x, "old", "new"), each time they occur
    paste: texts are put together by concat(a, " ", b)
    datediff timestampdiff: days_between(a, b) counts the days from a to b
    eomonth last_day: the last day of a month is end_of(month(d))
    power pow: a power is written as a product: x * x
    log: the natural logarithm is ln(x), that to base 10 log10(x)
    substr substring mid: texts are cut by left(x, 3), right(x, 3) and split_part(x, ", ", 1)
    concat_ws: the separator is written between the texts: concat(a, "-", b)
    date_trunc date_part floor_date startofmonth: periods are made by year(d), quarter(d), \
    month(d), week(d) and fy(d)
    day: days are counted by days_between(a, b); date, month and year are there
    strpos instr find search indexof: texts are looked for by contains: COLUMN contains TEXT
    inlist isin: a list stands after in: COLUMN in (VALUE, …)
    ago today now current_date getdate: write the day, such as 2015-02-28
    starts_with: a text is tested by COLUMN starts with TEXT; columns are named one by one
    ends_with: a text is tested by COLUMN ends with TEXT; columns are named one by one
    everything: all columns are there unless keep or drop says otherwise
    all_of: columns are named one by one
    across: each column is written by itself: a = round(x), b = round(y)
    ntile cut: groups of values are made by bucket(x, width)
    rownum index: rows are numbered by row_number()
    filter calculate sumif sumifs: rows are chosen inside: sum(COLUMN where CONDITION)
    vlookup xlookup lookup: a column of a linked table is written LINK.COLUMN
    countifs: rows are chosen inside: count(where CONDITION)
    averageif: rows are chosen inside: mean(COLUMN where CONDITION)
    ifelse if_else iif iff if cond (3) → if $1 then $2 else $3
    is_na isna is_null isblank isnull ismissing isempty is_missing (1) → $1 is missing
    notna isnotempty isnotnull notnull (1) → $1 is not missing
    str_detect (2) → $1 matches $2
    grepl (2) → $2 matches $1
    str_starts startswith (2) → $1 starts with $2
    endswith str_ends (2) → $1 ends with $2
    contains (2) → $1 contains $2
    countif count_if (1) → count(where $1)
    desc (1) → $1 desc
    between inrange (3) → $1 between $2 and $3
    nullif (2) → if $1 = $2 then missing else $1
    mdy (3) → date($3, $1, $2)
    and (2) → $1 and $2
    or (2) → $1 or $2
    datedif (3) → days_between($1, $2)
    square (1) → $1 * $1
    max (2) → max_of
    min (2) → min_of
    avg average → mean
    n counta → count
    len strlen nchar char_length str_length → length
    ifnull nvl isnull fillna replace_na iferror → coalesce
    count_distinct n_distinct nunique dcount approx_count_distinct unique → distinct
    std sd stddev → stdev
    var → variance
    percentile → quantile
    lag shift → previous
    lead → next
    cumsum running_total → running
    diff → change
    toupper ucase str_to_upper → upper
    tolower lcase str_to_lower → lower
    strip → trim
    ceiling → ceil
    least pmin → min_of
    greatest pmax → max_of
    regexp_extract → extract
    to_number as_numeric cast int float double toint tolong todouble → number
    to_date as_date datetime todatetime → date
    fiscal_year → fy
    row_num row → row_number
    min_rank → rank
    corr cor correl → correlation
    case_when → label
    string_agg group_concat make_list make_set collect → list
    str string tostring → text
    bin → bucket
    concatenate → concat
    round_down → floor
    first_value → first
    last_value → last
    total → sum
    weekday dayofweek → weekday_name
    monthname → month_name
    """
    .split(separator: "\n").map(FunctionHabit.init)
}
