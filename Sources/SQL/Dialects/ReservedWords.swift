/// The reserved words of all dialects together: a name that is one of them is quoted.
enum ReservedWords {
  static let all = Set(
    """
    abort action add all alter always analyse analyze and anti any array as asc asof asymmetric
    at attach authorization before begin between bigint binary boolean both by cascade case cast
    char check collate column columns commit concurrently conflict constraint create cross cube
    current current_date current_time current_timestamp current_user database deallocate default
    deferrable deferred delete desc describe detach distinct distribute div do double drop each
    else end escape except exclude exclusive execute exists explain extract fail false fetch
    filter first following for foreign freeze from full function generated glob global grant
    group grouping groups having if ignore ilike immediate in index indexed initially inner
    insert instead int integer intersect interval into is isnull join key lambda last lateral
    leading left like limit localtime localtimestamp match materialized minus natural no
    normalize not nothing notnull null nulls of off offset on only or order others outer over
    overlaps partition pivot placing plan position pragma preceding prepare primary qualify query
    raise range real recursive references regexp reindex release rename replace restrict
    returning right rollback rollup row rows savepoint select semi session_user set show similar
    skip smallint some sort summarize symmetric table tablesample temp temporary then ties time
    timestamp to trailing transaction trigger true uescape unbounded union unique unnest unpivot
    update user using vacuum values variadic verbose view virtual when where window with within
    without
    """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
  )
}
