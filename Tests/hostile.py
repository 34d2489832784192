"""Texts that command a terminal, hide or reorder text, and what of them no terminal may be sent."""

import re

# Each begins with a letter and ends with one, so that no end of a cell or line hides it. None has a character that the
# file system, JSON or command lines refuse, nor a style that the prompt itself writes.
PIECES = {
    "escape": "e\x1b[2J\x1b[35;45me",
    "title": "t\x1b]0;pwned\x07t",
    "link": "l\x1b]8;;http:pwned\x1b\\l",
    "answerback": "a\x1b[c\x05\x1b[6n\x1bP+q544e\x1b\\a",
    "c1": "c\x9b35m\x9d0;pwned\x9c\x85c",
    "overwriting": "o\b\b\b\b\x7f\x0b\x0c\x0e\x0fo",
    "return": "r\rr",
    "bidi": "b\u202e\u2066\u200f\u061c\u2069b",
    "hidden": "h\u200b\u2060\ufeff\u00ad\u034f\u3164\u115f\u180e\u200c\u200d\ufe0f\ufe01h",
    "tags": "g\U000e0001\U000e0041\U000e007f\U000e0101g",
    "lines": "n\u2028\u2029\ufff9n",
    "flood": "z" + "\u0301" * 9 + "z",
}
HOSTILE = "".join(PIECES.values())


def commands(*more):
    """What finds a hostile character or a flood of marks, or one of the patterns in `more`.

    Backspaces, tabs, line feeds and returns are not among them: programs write these themselves.
    """
    hostile = (
        "[\x00-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
        "\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
    )
    return re.compile("|".join([hostile, "[\u0300-\u036f]{5}", *more]))
