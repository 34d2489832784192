/// What functions of other languages are called here.
enum ForeignFunctions {
  static let ours: [String: String] = [
    "avg": "mean", "average": "mean", "n": "count", "len": "length", "strlen": "length",
    "nchar": "length", "char_length": "length", "substr": "extract", "substring": "extract",
    "ifnull": "coalesce", "nvl": "coalesce", "isnull": "coalesce", "count_distinct": "distinct",
    "n_distinct": "distinct", "nunique": "distinct", "dcount": "distinct",
    "approx_count_distinct": "distinct", "std": "stdev", "sd": "stdev", "stddev": "stdev",
    "var": "variance", "percentile": "quantile", "lag": "previous", "lead": "next",
    "cumsum": "running", "running_total": "running", "diff": "change", "toupper": "upper",
    "tolower": "lower", "ucase": "upper", "lcase": "lower", "strip": "trim", "ceiling": "ceil",
    "power": "exp", "log": "ln", "least": "min_of", "greatest": "max_of", "pmin": "min_of",
    "pmax": "max_of", "regexp_extract": "extract", "gsub": "replace",
    "str_replace": "replace", "to_number": "number", "as_numeric": "number", "cast": "number",
    "to_date": "date", "as_date": "date", "datediff": "days_between", "fiscal_year": "fy",
    "row_num": "row_number", "dense_rank": "rank", "min_rank": "rank", "corr": "correlation",
    "cor": "correlation", "paste": "concat", "case_when": "label", "argmax": "at_max",
    "arg_max": "at_max", "argmin": "at_min", "arg_min": "at_min", "string_agg": "list",
    "group_concat": "list", "date_trunc": "month", "iferror": "coalesce",
  ]

  /// Calls of other languages that are no calls here: how many arguments they have, and what is written
  /// instead, with `$1` for the first.
  static let forms: [String: (arguments: Int, ours: String)] = [
    "ifelse": (3, "if $1 then $2 else $3"), "if_else": (3, "if $1 then $2 else $3"),
    "iif": (3, "if $1 then $2 else $3"), "iff": (3, "if $1 then $2 else $3"),
    "if": (3, "if $1 then $2 else $3"), "is_na": (1, "$1 is missing"),
    "isna": (1, "$1 is missing"), "is_null": (1, "$1 is missing"),
    "isblank": (1, "$1 is missing"), "notna": (1, "$1 is not missing"),
    "str_detect": (2, "$1 matches $2"), "grepl": (2, "$2 matches $1"),
    "str_starts": (2, "$1 starts with $2"), "startswith": (2, "$1 starts with $2"),
    "endswith": (2, "$1 ends with $2"), "contains": (2, "$1 contains $2"),
    "countif": (1, "count(where $1)"), "count_if": (1, "count(where $1)"),
    "desc": (1, "$1 desc"), "between": (3, "$1 between $2 and $3"),
  ]

  /// What is done here without a function.
  static let hints: [String: String] = [
    "vlookup": "a column of a linked table is written state.region",
    "xlookup": "a column of a linked table is written state.region",
    "lookup": "a column of a linked table is written state.region",
    "sumif": "rows are chosen inside: sum(removals where state = \"MA\")",
    "sumifs": "rows are chosen inside: sum(removals where state = \"MA\")",
    "countifs": "rows are chosen inside: count(where state = \"MA\")",
    "averageif": "rows are chosen inside: mean(removals where state = \"MA\")",
    "today": "write the day, such as 2015-02-28", "now": "write the day, such as 2015-02-28",
    "current_date": "write the day, such as 2015-02-28",
    "getdate": "write the day, such as 2015-02-28",
  ]
}
