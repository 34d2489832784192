"""Makes results.jsonl, the results of a class that never was: six made-up students play some exercises.

Each attempt is judged by the program; who tries what, when, and for how long is drawn at random.
"""

import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).parent
STUDENTS = ["amber-bell-31", "blue-fern-58", "copper-lamp-17", "green-drum-72", "ivory-stone-44", "red-maple-90"]
TRIES = {
    "1.2": ["deportations | count", "deportations | summarize mean(removals)", "deportations | total removals"],
    "2.2": [
        "deportations | total removals",
        'deportations | where state = "ME" | total removals',
        'deportations | where state = "MA" | total removals',
    ],
    "4.2": [
        'deportations | where state = "CA" | total removals by state | share',
        "deportations | total removals by state | top 5 | share | where state = \"CA\"",
        "deportations | total removals by state | share | top 1",
        'deportations | total removals by state | share | where state = "CA"',
    ],
    "5.1": [
        "deportations | where removals = 0 | count",
        "deportations | where removals is missing | count",
    ],
    "6.3": [
        'figures | where level != "All levels" | count',
        'figures | where level != "All levels" and level is not missing | count',
    ],
}


def play(program, student, tries, folder):
    """The lines that the program writes of these tries."""
    script = ""
    for exercise, queries in tries:
        script += f".lesson {exercise}\n" + "".join(query + "\n" for query in queries)
    path = pathlib.Path(folder) / f"{student}.jsonl"
    variables = dict(os.environ, SCOMM_STUDENT=student, SOURCE_DATE_EPOCH="1780000000")
    subprocess.run([program, "--keep-going", "--class", folder], input=script, text=True, env=variables, check=True, capture_output=True)
    return [json.loads(line) for line in path.read_text().splitlines()]


def main(program):
    dice = random.Random(2026)
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for student in STUDENTS:
            tries = []
            for exercise, queries in TRIES.items():
                if dice.random() < 0.15:
                    continue
                wrong = [query for query in queries[:-1] if dice.random() < 0.45]
                tries.append((exercise, wrong + queries[-1:]))
            clock = 9 * 3600 + dice.randrange(60)
            for line in play(program, student, tries, folder):
                line["seconds"] = dice.randrange(15, 120)
                clock += line["seconds"]
                line["day"] = "2026-09-14"
                line["time"] = f"{clock // 3600:02}:{clock // 60 % 60:02}:{clock % 60:02}"
                line["hints"] = dice.choice([0, 0, 0, 1])
                lines.append(line)
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    (FOLDER / "results.jsonl").write_text(text)


if __name__ == "__main__":
    main(sys.argv[1])
