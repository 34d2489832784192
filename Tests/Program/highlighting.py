"""Writes the editors' files from the program's own registries: python highlighting.py SCOMM.

The words come from the grammar and `.help functions`, so that a new verb is colored once
`make manual` has run.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GRAMMAR = ROOT / "grammar"


def listed(binary, kind):
    """The names that `.help kind` lists."""
    run = subprocess.run([binary, "-c", f".help {kind}"], capture_output=True, text=True, check=True)
    return [line.split()[0] for line in run.stdout.splitlines()[1:] if line.startswith("  ")]


def vocabulary(binary):
    """The words of the language, by what they are."""
    text = (GRAMMAR / "scomm.ebnf").read_text()
    reserved = text.split("(* Reserved in expressions")[1]
    clauses, terms, charts = reserved.split("\n")[1:4]
    stages = text.split("stage      = ")[1].split(" ;\n")[0]
    words = re.findall(r'"([a-z]+)"', re.sub(r"\(\*.*?\*\)", "", text))
    heads = re.findall(r'^[ |(]*("\w+"(?: \| "\w+")*)', stages, re.M)
    verbs = sorted(set(re.findall(r"\w+", " ".join(heads))))
    constants = ["missing", "true", "false"]
    operators = [word for word in terms.split() if word not in constants]
    operators += ["contains", "matches", "starts", "ends", "before", "after", "since", "until"]
    modes = re.search(r'"join" \( ("\w+"(?: \| "\w+")*) \)', stages).group(1)
    clause_words = clauses.split() + ["ties", "totals", "sources", "asc", "desc"]
    clause_words += re.findall(r"\w+", modes) + charts.replace("and in chart and map also", "").strip(" .").split()
    units = re.search(r"\nunit +=(.*?);", text, re.S).group(1)
    return {
        "verbs": verbs,
        "functions": listed(binary, "functions"),
        "clauses": sorted(set(clause_words)),
        "operators": sorted(set(operators)),
        "constants": constants,
        "statements": ["let", "param", "explain", "plan", "sql", "for"],
        "units": sorted({unit.rstrip("s") for unit in re.findall(r'"(\w+)"', units)}),
        "grammar": sorted(set(words)),
    }


def alternatives(words):
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


DATE = r"\d{4}-\d{2}-\d{2}"
PERIOD = r"FY\d{4}(?:Q[1-4])?|\d{4}Q[1-4]|\d{4}-W\d{2}|\d{4}-\d{2}"
NUMBER = r"\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+|%)?"


def textmate(words):
    """The TextMate grammar of Visual Studio Code."""
    patterns = [
        ("comment.line.number-sign.scomm", r"#.*$"),
        ("comment.line.double-dash.scomm", r"^\s*--.*$"),
        ("string.quoted.double.scomm", r'"(?:[^"]|"")*"'),
        ("string.quoted.single.scomm", r"'(?:[^']|'')*'"),
        ("variable.other.quoted.scomm", r"`[^`]*`"),
        ("keyword.other.command.scomm", r"^\.[a-z]+\b.*$"),
        ("keyword.control.statement.scomm", rf"^\s*(?:{alternatives(words['statements'][:3])})\b"
                                            rf"(?:\s+(?:plan|sql(?:\s+for\s+\w+)?)\b)?"),
        ("variable.parameter.scomm", r"\$\w+"),
        ("constant.other.date.scomm", rf"\b(?:{DATE}|{PERIOD})\b"),
        ("constant.numeric.scomm", rf"\b{NUMBER}"),
        ("constant.language.scomm", rf"\b(?:{alternatives(words['constants'])})\b"),
        ("support.function.scomm", rf"\b(?:{alternatives(words['functions'])})(?=\s*\()"),
        ("keyword.operator.word.scomm", rf"\b(?:{alternatives(words['operators'])})\b"),
        ("storage.modifier.clause.scomm", rf"\b(?:{alternatives(words['clauses'])})\b"),
        ("support.type.unit.scomm", rf"(?<=\d )(?:{alternatives(words['units'])})s?\b"),
        ("keyword.operator.scomm", r"\?\?|\.\.|[<>!]=|==?|[-+*/<>]"),
        ("variable.other.scomm", r"\b[^\W\d]\w*\b"),
    ]
    verb = {
        "match": rf"(\|)(?!\|)\s*({alternatives(words['verbs'])})\b(?!\s*=)",
        "captures": {
            "1": {"name": "keyword.operator.bar.scomm"},
            "2": {"name": "keyword.control.verb.scomm"},
        },
    }
    return {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "scomm",
        "scopeName": "source.scomm",
        "fileTypes": ["scq"],
        "patterns": [{"name": name, "match": match} for name, match in patterns[:6]]
        + [verb]
        + [{"name": name, "match": match} for name, match in patterns[6:]],
    }


def vim(words):
    """The syntax file of Vim."""
    def keywords(group, names):
        lines, line = [], ""
        for name in names:
            if len(line) + len(name) > 70:
                lines.append(line)
                line = ""
            line += " " + name
        return "\n".join(f"syntax keyword {group}{line}" for line in lines + [line])

    verbs = "\\|".join(sorted(words["verbs"], key=lambda word: (-len(word), word)))
    functions = "\\|".join(sorted(words["functions"], key=lambda word: (-len(word), word)))
    plurals = [unit + end for unit in words["units"] for end in ("", "s")]
    units = "\\|".join(sorted(plurals, key=lambda word: (-len(word), word)))
    return f'''" Vim syntax file for queries of scomm. `make manual` writes it.
if exists("b:current_syntax")
  finish
endif
syntax case match
setlocal commentstring=#\\ %s

{keywords("scommClause", words["clauses"])}
{keywords("scommOperator", words["operators"])}
{keywords("scommConstant", words["constants"])}
syntax match scommStatement /^\\s*\\zs\\<\\%(let\\|param\\|explain\\%(\\s\\+\\%(plan\\|sql\\)\\)\\?\\)\\>/
syntax match scommUnit /\\%(\\d \\)\\@<=\\%({units})\\>/
syntax match scommFunction /\\<\\%({functions}\\)\\ze\\s*(/
syntax match scommNumber /\\<\\d[0-9_]*\\%(\\.\\d\\+\\)\\?\\%([eE][+-]\\?\\d\\+\\|%\\)\\?/
syntax match scommDate /\\<\\d\\{{4}}-\\d\\d\\%(-\\d\\d\\)\\?\\>/
syntax match scommDate /\\<\\d\\{{4}}-W\\d\\d\\>/
syntax match scommDate /\\<\\%(FY\\d\\{{4}}\\%(Q[1-4]\\)\\?\\|\\d\\{{4}}Q[1-4]\\)\\>/
syntax match scommParameter /\\$\\w\\+/
syntax match scommSign /??\\|\\.\\.\\|[<>!]=\\|==\\?\\|[-+*\\/<>]/
syntax match scommBar /|/ nextgroup=scommVerb skipwhite
syntax match scommVerb /\\<\\%({verbs}\\)\\>/ contained
syntax region scommText start=/"/ skip=/""/ end=/"/ oneline
syntax region scommText start=/'/ skip=/\'\'/ end=/'/ oneline
syntax region scommName start=/`/ end=/`/ oneline
syntax match scommCommand /^\\.[a-z]\\+.*$/
syntax match scommComment /#.*$/
syntax match scommComment /^\\s*--.*$/

highlight default link scommClause Type
highlight default link scommOperator Operator
highlight default link scommConstant Constant
highlight default link scommStatement Keyword
highlight default link scommUnit Type
highlight default link scommFunction Function
highlight default link scommNumber Number
highlight default link scommDate Number
highlight default link scommParameter PreProc
highlight default link scommSign Operator
highlight default link scommBar Delimiter
highlight default link scommVerb Statement
highlight default link scommText String
highlight default link scommName Identifier
highlight default link scommCommand PreProc
highlight default link scommComment Comment

let b:current_syntax = "scomm"
'''.replace(f"\\%({units})", f"\\%({units}\\)")


def files(binary):
    """What the editors' files should hold, by path."""
    words = vocabulary(binary)
    grammar = json.dumps(textmate(words), indent=2, ensure_ascii=False) + "\n"
    return {
        GRAMMAR / "vim/syntax/scomm.vim": vim(words),
        GRAMMAR / "vscode/syntaxes/scomm.tmLanguage.json": grammar,
    }


if __name__ == "__main__":
    for path, text in files(sys.argv[1]).items():
        path.write_text(text)
