"""What a data package declares is honored or refused: how values are written, what they must be, and links."""

import json

import pytest


@pytest.fixture
def package(tmp_path):
    """Writes a package of a table t, and others."""

    def package(fields, text, schema=None, others=(), **resource):
        tables = [("t", text, {"fields": fields, **(schema or {})}, resource), *((*other, {}) for other in others)]
        resources = []
        for name, rows, declared, more in tables:
            (tmp_path / f"{name}.csv").write_text(rows, encoding="utf-8")
            resources.append({"name": name, "path": f"{name}.csv", "schema": declared, **more})
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
        return tmp_path

    return package


def field(**more):
    return {"name": "a", **more}


@pytest.mark.parametrize(
    "declared,cells,values",
    [
        (field(type="number", groupChar=".", decimalChar=","), ["1.234", '"2.500,5"', "-7"], [1234, 2500.5, -7]),
        (field(type="number", decimalChar=","), ['"0,5"', '"1,25e2"'], [0.5, 125]),
        (field(type="number", groupChar="\u202f"), ["1\u202f234\u202f567.5", "12"], [1234567.5, 12]),
        (field(type="integer", groupChar="."), ["1.234", "12.34.567"], [1234, 1234567]),
        (field(type="integer", groupChar=","), ['"1,234"', "56"], [1234, 56]),
        (field(type="integer", bareNumber=False), ["$ 12", "95 %", "EUR -3"], [12, 95, -3]),
        (
            field(type="number", bareNumber=False, groupChar=".", decimalChar=","),
            ['"1.200,50 €"', '"€ ,5"'],
            [1200.5, 0.5],
        ),
        (field(type="boolean", trueValues=["ja", "J"], falseValues=["nein"]), ["J", "nein", "ja"], [True, False, True]),
        (field(type="boolean", trueValues=["yes"]), ["yes", "0"], [True, False]),
        (field(type="date", format="%d/%m/%Y"), ["03/04/2011", "1/12/2012"], ["2011-04-03", "2012-12-01"]),
        (field(type="date", format="%m-%d-%y"), ["03-04-11", "12-31-99"], ["2011-03-04", "1999-12-31"]),
        (field(type="date", format="%Y%m%d"), ["20110403"], ["2011-04-03"]),
        (field(type="date", format="%d-%b-%y"), ["03-Apr-11", "1-DEC-12"], ["2011-04-03", "2012-12-01"]),
        (field(type="date", format="%B %d, %Y"), ['"May 3, 2011"', '"march 14, 2012"'], ["2011-05-03", "2012-03-14"]),
        (field(type="date", format="%m/%d/%Y 00:00:00"), ["3/14/2012 00:00:00"], ["2012-03-14"]),
        (field(type="date", format="default"), ["2011-04-03"], ["2011-04-03"]),
        (field(type="integer", missingValues=["-9", "-99"]), ["5", "-9", "-99"], [5, None, None]),
        (field(type="integer", missingValues=[{"value": "-9", "label": "refused"}]), ["5", "-9"], [5, None]),
        (field(type="string", missingValues=["-"]), ["x", "-", "NA"], ["x", None, "NA"]),
    ],
)
def test_how_values_are_written(scomm, package, declared, cells, values):
    # The field's own missing values take the place of the schema's.
    folder = package([declared], "a\n" + "\n".join(cells) + "\n", {"missingValues": ["NA"]})
    run = scomm(folder, "--format", "json", "-c", "t")
    assert run.code == 0, run.err
    assert [row["a"] for row in json.loads(run.out)] == values


@pytest.mark.parametrize(
    "declared,cell",
    [
        (field(type="number", groupChar=","), '"1,5"'),
        (field(type="number", groupChar=","), '"1,23,4567"'),
        (field(type="number", decimalChar=","), "1.5"),
        (field(type="integer", groupChar="."), "1.2345"),
        (field(type="integer", bareNumber=False), "(5)"),
        (field(type="integer", bareNumber=False), "-$5"),
        (field(type="integer", bareNumber=False), "5 - 6"),
        (field(type="number"), "$5"),
        (field(type="boolean", trueValues=["yes"]), "true"),
        (field(type="date", format="%d/%m/%Y"), "2011-04-03"),
        (field(type="date", format="%d/%m/%Y"), "31/04/2011"),
        (field(type="date", format="%d/%m/%Y"), "01/04/20111"),
        (field(type="date", format="%d-%b-%Y"), "03-April-2011"),
        (field(type="date", format="%d-%B-%Y"), "03-Apr-2011"),
        (field(type="date", format="%Y-%m-%d 00:00:00"), "2011-04-03 00:00:01"),
    ],
)
def test_what_is_not_written_so_is_an_error(scomm, package, declared, cell):
    run = scomm(package([declared], f"a\n{cell}\n"), "-c", "t")
    assert run.code == 4 and "t.csv:2:1: " in run.err and "which a holds" in run.err, run.err


@pytest.mark.parametrize(
    "declared,cells,wrong,constraint",
    [
        ({"type": "integer", "constraints": {"required": True}}, ["1", "", "3"], "b (missing)", '"required": true'),
        ({"type": "integer", "constraints": {"unique": True}}, ["1", "1", "3"], 'b "1"', '"unique": true'),
        ({"constraints": {"unique": True}}, ["x", "x", "y"], 'b "x"', '"unique": true'),
        ({"type": "integer", "constraints": {"minimum": 0}}, ["0", "-5", "1"], 'b "-5"', '"minimum": 0'),
        ({"type": "integer", "constraints": {"maximum": "10"}}, ["10", "99", "1"], 'b "99"', '"maximum": 10'),
        (
            {"type": "number", "constraints": {"exclusiveMinimum": 0.5}},
            ["1", "0.5", "2"],
            'b "0.5"',
            '"exclusiveMinimum": 0.5',
        ),
        ({"type": "number", "constraints": {"exclusiveMaximum": 9}}, ["1", "9", "2"], 'b "9"', '"exclusiveMaximum": 9'),
        (
            {"type": "date", "constraints": {"minimum": "2011-01-01"}},
            ["2011-01-01", "2010-12-31", "2011-02-01"],
            'b "2010-12-31"',
            '"minimum": 2011-01-01',
        ),
        ({"type": "year", "constraints": {"maximum": 2020}}, ["2020", "2021", "2000"], 'b "2021"', '"maximum": 2020'),
        (
            {"type": "yearmonth", "constraints": {"minimum": "2011-03"}},
            ["2011-03", "2011-02", "2012-01"],
            'b "2011-02"',
            '"minimum": 2011-03',
        ),
        ({"constraints": {"minLength": 2}}, ["ab", "c", "de"], 'b "c"', '"minLength": 2'),
        ({"constraints": {"maxLength": 2}}, ["ab", "cüd", "de"], 'b "cüd"', '"maxLength": 2'),
        ({"constraints": {"enum": ["lo", "hi"]}}, ["lo", "mid", "hi"], 'b "mid"', '"enum": lo, hi'),
        ({"type": "integer", "constraints": {"enum": [1, 2]}}, ["1", "3", "2"], 'b "3"', '"enum": 1, 2'),
        ({"constraints": {"pattern": "[A-Z]{2}"}}, ["MA", "MAX", "NY"], 'b "MAX"', '"pattern": [A-Z]{2}'),
        ({"constraints": {"pattern": "a|b"}}, ["a", "ab", "b"], 'b "ab"', '"pattern": a|b'),
    ],
)
def test_constraints(scomm, package, declared, cells, wrong, constraint):
    text = "a,b\n" + "".join(f'"x,1",{cell}\n' for cell in cells)
    folder = package([{"name": "a"}, {"name": "b", **declared}], text)
    run = scomm(folder, "-c", "t")
    assert run.code == 4 and run.out == "" and f"t.csv:3:7: {wrong} " in run.err and constraint in run.err, run.err
    # What holds is no error, and neither is what no query reads.
    assert scomm(folder, "-c", "t | count by a").code == 0
    good = "".join(f'"x,1",{cell}\n' for place, cell in enumerate(cells) if place != 1)
    (folder / "t.csv").write_text("a,b\n" + good, encoding="utf-8")
    assert scomm(folder, "-c", "t").code == 0


@pytest.mark.parametrize(
    "declared,resource,name",
    [
        ({}, {"dialect": {"commentChar": "#"}}, "commentChar"),
        ({}, {"dialect": {"quoteChar": "'"}}, "quoteChar"),
        ({}, {"dialect": {"doubleQuote": False, "escapeChar": "\\"}}, "doubleQuote"),
        ({}, {"dialect": {"header": False}}, "header"),
        ({}, {"dialect": {"headerRows": [1, 2]}}, "headerRows"),
        ({}, {"dialect": {"skipInitialSpace": True}}, "skipInitialSpace"),
        ({}, {"dialect": {"lineTerminator": "\r"}}, "lineTerminator"),
        ({}, {"dialect": {"nullSequence": "NA"}}, "nullSequence"),
        ({}, {"dialect": "dialect.json"}, "the dialect of t must be an object"),
        ({}, {"encoding": "iso-8859-1"}, "encoding"),
        ({}, {"data": []}, "data"),
        ({}, {"bytes": 3}, "4 bytes"),
        ({}, {"scomm": {"rows": "x"}}, '"rows" in scomm of t is not known'),
        ({"scomm": {"aditive": True}}, {}, '"aditive" in scomm of t.a is not known'),
        ({"format": "email"}, {}, "the format of t.a"),
        ({"type": "date", "format": "any"}, {}, "the format of t.a"),
        ({"type": "date", "format": "%d %j %Y"}, {}, "the format of t.a"),
        ({"type": "integer", "categories": [1, 2]}, {}, "categories"),
        ({"missingValues": [-9]}, {}, "missing values"),
        ({"constraints": {"jsonSchema": {}}}, {}, "jsonSchema"),
        ({"constraints": {"minimum": 1}}, {}, "minimum"),
        ({"constraints": {"pattern": "("}}, {}, "pattern"),
        ({"type": "integer", "constraints": {"minLength": 1}}, {}, "minLength"),
        ({"type": "integer", "constraints": {"maximum": "x"}}, {}, "maximum"),
        ({"type": "boolean", "trueValues": ["0"]}, {}, "trueValues"),
        ({"type": "number", "decimalChar": ",", "groupChar": ","}, {}, "decimals"),
    ],
)
def test_what_cannot_be_heeded_is_named(scomm, package, declared, resource, name):
    run = scomm(package([field(**declared)], "a\n1\n", **resource), "-c", "t")
    assert run.code == 4 and "datapackage.json:1:" in run.err and name in run.err, run.err


def test_what_means_nothing_else_is_no_error(scomm, package):
    dialect = {
        "delimiter": ";",
        "header": True,
        "headerRows": [1],
        "commentRows": [],
        "quoteChar": '"',
        "doubleQuote": True,
        "skipInitialSpace": False,
        "lineTerminator": "\r\n",
        "caseSensitiveHeader": False,
        "csvddfVersion": 1.2,
    }
    declared = field(type="integer", title="A", example="1", rdfType="x", custom=1, constraints={"custom": 1})
    folder = package(
        [declared, {"name": "b"}],
        "a;b\r\n1;x\r\n",
        {"fieldsMatch": "exact"},
        dialect=dialect,
        encoding="UTF-8",
        bytes=10,
        type="table",
        custom=[],
        mediatype="text/csv",
    )
    run = scomm(folder, "-c", "t")
    assert (run.code, run.out) == (0, "a\tb\n1\tx\n"), run.err


STATES = ("st", "code,r\nMA,NE\nNY,MA\n", {"fields": [{"name": "code"}, {"name": "r"}], "primaryKey": "code"})
LINK = {"foreignKeys": [{"fields": "s", "reference": {"resource": "st", "fields": "code"}}]}


def test_links_that_point_nowhere(scomm, package):
    fields = [{"name": "x", "type": "integer"}, {"name": "s"}]
    folder = package(fields, "x,s\n1,MA\n2,ZZ\n3,\n", LINK, [STATES])
    for query in ["t | total x by s.r", "t | join st on s = code", "st | join t on code = s", 't | where s.r = "NE"']:
        run = scomm(folder, "-c", query)
        assert run.code == 4 and run.out == "" and 't.csv:3:3: s "ZZ" is no code of st' in run.err, run.err
    # They are found by what asks for them, and no other table is read for nothing.
    run = scomm(folder, "-c", "t | where s not in st | where s is not missing | keep s")
    assert (run.code, run.out) == (0, "s\nZZ\n")
    (folder / "st.csv").unlink()
    assert scomm(folder, "-c", "t | count").code == 0
    folder = package(fields, "x,s\n1,MA\n3,\n", LINK, [STATES])
    run = scomm(folder, "-c", "t | total x by s.r")
    assert (run.code, run.out) == (0, "r\tx\nNE\t1\n\t3\n")


def test_links_of_several_columns(scomm, package):
    other = ("o", "k,l\n1,x\n2,y\n", {"fields": [{"name": "k", "type": "integer"}, {"name": "l"}]})
    link = {"foreignKeys": [{"fields": ["a", "b"], "reference": {"resource": "o", "fields": ["k", "l"]}}]}
    folder = package([field(type="integer"), {"name": "b"}], "a,b\n1,x\n1,y\n", link, [other])
    run = scomm(folder, "-c", "t | join o on a = k, b = l")
    assert run.code == 4 and 't.csv:3:1: a "1", b "y" is no k, l of o' in run.err, run.err


@pytest.mark.parametrize(
    "text,schema,message",
    [
        ("a,b\nx,1\n,2\n", {"primaryKey": ["a"]}, "t.csv:3:1: a (missing) is the key of t"),
        ("a,b\nx,1\nx,\n", {"primaryKey": ["a", "b"]}, "t.csv:3:3: b (missing) is the key of t"),
        ("a,b\nx,1\ny,1\nx,2\n", {"primaryKey": "a"}, 't.csv:4:1: a "x" stands already in line 2'),
        ("a,b\nx,1\n,1\nx,1\n", {"uniqueKeys": [["a", "b"]]}, 't.csv:4:1: a "x", b "1" stands already in line 2'),
    ],
)
def test_keys(scomm, package, text, schema, message):
    run = scomm(package([field(), {"name": "b"}], text, schema), "-c", "t")
    assert run.code == 4 and message in run.err, run.err
