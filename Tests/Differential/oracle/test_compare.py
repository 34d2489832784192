"""Answers that differ are told apart; answers that mean the same are not."""

import datetime

import pytest

from compare import difference


@pytest.mark.parametrize(
    "text, names, rows",
    [
        ("n\n29\n", ["n"], [(29.0,)]),
        ("n\n29.0\n", ["n"], [(29,)]),
        ("x\n0.3333333333333\n", ["x"], [(1 / 3,)]),
        ("a,b\nx,\n", ["a", "b"], [("x", None)]),
        ("a\n\n", ["a"], [(None,)]),
        ("t,d\ntrue,2011-06-06\n", ["t", "d"], [(True, datetime.date(2011, 6, 6))]),
        ("a\n", ["a"], []),
    ],
)
def test_same(text, names, rows):
    assert difference(text, names, rows) is None


@pytest.mark.parametrize(
    "text, names, rows",
    [
        ("n\n30\n", ["n"], [(29,)]),
        ("x\n0.33333\n", ["x"], [(1 / 3,)]),
        ("n\n\n", ["n"], [(0,)]),
        ("n\n0\n", ["n"], [(None,)]),
        ("n\n29\n", ["m"], [(29,)]),
        ("a,b\n1,2\n", ["b", "a"], [(1, 2)]),
        ("a\nx\ny\n", ["a"], [("y",), ("x",)]),
        ("a\nx\n", ["a"], [("x",), ("x",)]),
        ("a\nx\nx\n", ["a"], [("x",)]),
        ("t\nTrue\n", ["t"], [(True,)]),
        ("n\n9007199254740993\n", ["n"], [(9007199254740992,)]),
        ("s\n001\n", ["s"], [("1",)]),
    ],
)
def test_different(text, names, rows):
    assert difference(text, names, rows) is not None
