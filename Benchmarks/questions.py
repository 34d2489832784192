"""The questions, in our language and in the others."""

from dataclasses import dataclass


@dataclass
class Question:
    name: str
    ours: str
    sql: str
    polars: str = ""  # an expression over lazy frames
    check: str = ""  # SQL with ties resolved as our language does, where that differs
    columns: tuple = ()  # columns read, for the share of the memory's bandwidth
    mlr: str = ""
    save: str = ""  # what is compared instead, where the whole result is too large to write out


# Bytes a value takes in our columns.
WIDTHS = {"date": 4, "jurisdiction": 2, "level": 1, "country": 1, "gender": 1, "age": 2, "removals": 2}

ELEVEN = [
    Question(
        "one predicate",
        'deportations | where country = "Country 007" | count',
        "select count(*) n from deportations where country = 'Country 007'",
        'deportations.filter(pl.col("country") == "Country 007").select(pl.len())',
        columns=("country",),
        mlr="filter '$country == \"Country 007\"' then count",
    ),
    Question(
        "four predicates",
        'deportations | where gender = "Male" and level >= "Level 2" and age >= 30 and date since 2010-01-01 | count',
        "select count(*) n from deportations where gender = 'Male' and level >= 'Level 2'::deportations_level and age >= 30"
        " and date >= date '2010-01-01'",
        'deportations.filter((pl.col("gender") == "Male") & (pl.col("level") >= "Level 2")'
        ' & (pl.col("age") >= 30) & (pl.col("date") >= pl.date(2010, 1, 1))).select(pl.len())',
        columns=("gender", "level", "age", "date"),
    ),
    Question(
        "sum by level",
        "deportations | total removals by level",
        "select level, sum(removals) removals from deportations group by level order by level",
        'deportations.group_by("level").agg(pl.sum("removals")).sort("level")',
        columns=("level", "removals"),
        mlr="stats1 -a sum -f removals -g level",
    ),
    Question(
        "count by jurisdiction, year",
        "deportations | count by jurisdiction, year(date)",
        "select jurisdiction, year(date) y, count(*) n from deportations group by all order by all",
        'deportations.group_by("jurisdiction", pl.col("date").dt.year().alias("y")).agg(pl.len()).sort("jurisdiction", "y")',
        columns=("jurisdiction", "date"),
        mlr="put '$y = sub($date, \"-.*\", \"\")' then count -g jurisdiction,y",
    ),
    Question(
        "sum by jurisdiction, year",
        "deportations | total removals by jurisdiction, year(date)",
        "select jurisdiction, year(date) y, sum(removals) removals from deportations group by all order by 1, 2",
        'deportations.group_by("jurisdiction", pl.col("date").dt.year().alias("y")).agg(pl.sum("removals"))'
        '.sort("jurisdiction", "y")',
        columns=("jurisdiction", "date", "removals"),
    ),
    Question(
        "distinct jurisdictions",
        "deportations | summarize n = distinct(jurisdiction)",
        "select count(distinct jurisdiction) n from deportations",
        'deportations.select(pl.col("jurisdiction").n_unique())',
        columns=("jurisdiction",),
        mlr="count-distinct -f jurisdiction then count",
    ),
    Question(
        "distinct jurisdiction, date",
        "deportations | distinct jurisdiction, date | count",
        "select count(*) n from (select distinct jurisdiction, date from deportations)",
        'deportations.select("jurisdiction", "date").unique().select(pl.len())',
        columns=("jurisdiction", "date"),
    ),
    Question(
        "top 10",
        "deportations | top 10 by removals",
        "select * from deportations order by removals desc limit 10",
        'deportations.top_k(10, by="removals")',
        check="select * from deportations order by removals desc, rowid limit 10",
        columns=("removals",),
        mlr="top -n 10 -f removals -a",
    ),
    Question(
        "join, sum by region",
        "deportations | join jurisdictions on jurisdiction | total removals by region",
        "select region, sum(removals) removals from deportations left join jurisdictions using (jurisdiction)"
        " group by region order by region",
        'deportations.join(jurisdictions, on="jurisdiction", how="left").group_by("region")'
        '.agg(pl.sum("removals")).sort("region")',
        columns=("jurisdiction", "removals"),
    ),
    Question(
        "sort by jurisdiction, date",
        "deportations | keep jurisdiction, date, removals | sort jurisdiction, date",
        "select jurisdiction, date, removals from deportations order by jurisdiction, date",
        'deportations.select("jurisdiction", "date", "removals").sort("jurisdiction", "date")',
        check="select jurisdiction, date, removals from deportations order by jurisdiction, date, rowid",
        columns=("jurisdiction", "date", "removals"),
    ),
    Question(
        "five quantiles",
        "deportations | summarize a = quantile(removals, 10%), b = quantile(removals, 25%), c = quantile(removals, 50%),"
        " d = quantile(removals, 75%), e = quantile(removals, 90%)",
        "select q[1] a, q[2] b, q[3] c, q[4] d, q[5] e from"
        " (select quantile_cont(removals, [0.1, 0.25, 0.5, 0.75, 0.9]) q from deportations)",
        'deportations.select([pl.col("removals").quantile(q, "linear").alias(str(q)) for q in (0.1, 0.25, 0.5, 0.75, 0.9)])',
        columns=("removals",),
        mlr="stats1 -a p10,p25,p50,p75,p90 -f removals",
    ),
]

MORE = [
    Question(
        "sum under one predicate",
        'deportations | where country = "Country 007" | summarize removals = sum(removals)',
        "select sum(removals) removals from deportations where country = 'Country 007'",
        'deportations.filter(pl.col("country") == "Country 007").select(pl.sum("removals"))',
        columns=("country",),
    ),
    Question(
        "sum by jurisdiction, date",
        "deportations | total removals by jurisdiction, date",
        "select jurisdiction, date, sum(removals) removals from deportations group by all order by 1, 2",
        'deportations.group_by("jurisdiction", "date").agg(pl.sum("removals")).sort("jurisdiction", "date")',
        columns=("jurisdiction", "date", "removals"),
    ),
]

GROUP_BY = [
    Question("q1 sum v1 by id1", "g | total v1 by id1", "select id1, sum(v1) v1 from g group by id1 order by 1"),
    Question("q2 sum v1 by id1, id2", "g | total v1 by id1, id2", "select id1, id2, sum(v1) v1 from g group by id1, id2 order by 1, 2"),
    Question(
        "q3 sum v1, mean v3 by id3",
        "g | summarize v1 = sum(v1), v3 = mean(v3) by id3",
        "select id3, sum(v1) v1, avg(v3) v3 from g group by id3 order by 1",
    ),
    Question(
        "q4 mean v1..v3 by id4",
        "g | summarize v1 = mean(v1), v2 = mean(v2), v3 = mean(v3) by id4",
        "select id4, avg(v1) v1, avg(v2) v2, avg(v3) v3 from g group by id4 order by 1",
    ),
    Question(
        "q5 sum v1..v3 by id6",
        "g | total v1, v2, v3 by id6",
        "select id6, sum(v1) v1, sum(v2) v2, sum(v3) v3 from g group by id6 order by 1",
    ),
    Question(
        "q6 median, stdev v3 by id4, id5",
        "g | summarize m = median(v3), s = stdev(v3) by id4, id5",
        "select id4, id5, quantile_cont(v3, 0.5) m, stddev(v3) s from g group by id4, id5 order by 1, 2",
    ),
    Question(
        "q7 max v1 - min v2 by id3",
        "g | summarize range = max(v1) - min(v2) by id3",
        "select id3, max(v1) - min(v2) as range from g group by id3 order by 1",
    ),
    Question(
        "q8 largest two v3 by id6",
        "g | top 2 by v3 per id6 | keep id6, v3",
        "select id6, v3 from (select id6, v3, row_number() over (partition by id6 order by v3 desc) r from g)"
        " where r <= 2 order by id6, v3 desc",
    ),
    Question(
        "q9 regression v1, v2 by id2, id4",
        "g | summarize r = correlation(v1, v2) by id2, id4 | add r2 = r * r | drop r",
        "select id2, id4, pow(corr(v1, v2), 2) r2 from g group by id2, id4 order by 1, 2",
    ),
    Question(
        "q10 sum v3, count by six keys",
        "g | summarize v3 = sum(v3), n = count by id1, id2, id3, id4, id5, id6",
        "select id1, id2, id3, id4, id5, id6, sum(v3) v3, count(*) n from g group by id1, id2, id3, id4, id5, id6 order by all",
    ),
]

JOINS = [
    Question(
        "j1 small inner on integer",
        "x | join small on id1 matched",
        "select x.*, small.id4 small_id4, v2 from x join small on x.id1 = small.id1",
    ),
    Question(
        "j2 medium inner on integer",
        "x | join medium on id2 matched",
        "select x.*, medium.id1 medium_id1, medium.id4 medium_id4, medium.id5 medium_id5, v2"
        " from x join medium on x.id2 = medium.id2",
    ),
    Question(
        "j3 medium outer on integer",
        "x | join medium on id2",
        "select x.*, medium.id1 medium_id1, medium.id4 medium_id4, medium.id5 medium_id5, v2"
        " from x left join medium on x.id2 = medium.id2",
    ),
    Question(
        "j4 medium inner on text",
        "x | join medium on id5 matched",
        "select x.*, medium.id1 medium_id1, medium.id2 medium_id2, medium.id4 medium_id4, v2"
        " from x join medium on x.id5 = medium.id5",
    ),
    Question(
        "j5 big inner on integer",
        "x | join big on id3 matched",
        "select x.*, big.id1 big_id1, big.id2 big_id2, big.id4 big_id4, big.id5 big_id5, big.id6 big_id6, v2"
        " from x join big on x.id3 = big.id3",
    ),
]
for question in JOINS:
    # Ten million wide rows: what is compared are their number and sums over them.
    question.save = question.ours + " | summarize n = count, v1 = sum(v1), v2 = sum(v2)"
    question.check = f"select count(*) n, coalesce(sum(v1), 0) v1, coalesce(sum(v2), 0) v2 from ({question.sql})"
