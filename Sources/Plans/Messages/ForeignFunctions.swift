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
    "pmax": "max_of", "str_detect": "extract", "regexp_extract": "extract", "gsub": "replace",
    "str_replace": "replace", "to_number": "number", "as_numeric": "number", "cast": "number",
    "to_date": "date", "as_date": "date", "datediff": "days_between", "fiscal_year": "fy",
    "row_num": "row_number", "dense_rank": "rank", "min_rank": "rank", "corr": "correlation",
    "cor": "correlation", "paste": "concat", "case_when": "label", "argmax": "at_max",
    "arg_max": "at_max", "argmin": "at_min", "arg_min": "at_min", "string_agg": "list",
    "group_concat": "list",
  ]
}
