"""Writes removals-sample.csv: 200 made-up rows in the columns of ICE's removals as they are published.

No row is of a person. Names of columns and the traps are those of the published files; every value is drawn
at random from a seed, so that the file is the same each time: python3 make_sample.py > removals-sample.csv
"""

import csv
import datetime
import random
import sys

COLUMNS = [
    "Departed Date",
    "Port of Departure",
    "Departure Country",
    "Docket AOR",
    "Apprehension State",
    "Gender",
    "Birth Year",
    "Citizenship Country",
    "Case Criminality",
    "Case Threat Level",
    "Final Order Date",
    "Alien File Number",
    "Unique Identifier",
]
STATES = {
    "TEXAS": ("San Antonio Area of Responsibility", ["LAREDO, TX", "BROWNSVILLE, TX"], 40),
    "CALIFORNIA": ("Los Angeles Area of Responsibility", ["SAN YSIDRO, CA", "CALEXICO, CA"], 30),
    "ARIZONA": ("Phoenix Area of Responsibility", ["NOGALES, AZ"], 18),
    "FLORIDA": ("Miami Area of Responsibility", ["MIAMI, FL"], 12),
    "GEORGIA": ("Atlanta Area of Responsibility", ["ATLANTA, GA"], 10),
    "NEW YORK": ("New York City Area of Responsibility", ["NEW YORK, NY"], 8),
    "ILLINOIS": ("Chicago Area of Responsibility", ["CHICAGO, IL"], 8),
    "MASSACHUSETTS": ("Boston Area of Responsibility", ["BOSTON, MA"], 6),
}
COUNTRIES = {"MEXICO": 60, "GUATEMALA": 16, "HONDURAS": 14, "EL SALVADOR": 10, "BRAZIL": 4, "ECUADOR": 4}
CRIMINALITY = {"1 Convicted Criminal": 5, "2 Pending Criminal Charges": 2, "3 Other Immigration Violator": 4}
FIRST, DAYS = datetime.date(2011, 10, 1), 1096


def drawn(weights):
    return random.choices(list(weights), [w if isinstance(w, int) else w[-1] for w in weights.values()])[0]


def timestamp(day):
    return f"{day} 00:00:00"


def person():
    country = drawn(COUNTRIES)
    return {
        "Gender": random.choices(["Male", "Female"], [9, 1])[0],
        "Birth Year": random.randint(1955, 1994),
        "Citizenship Country": country,
        "Departure Country": country if random.random() < 0.97 else "MEXICO",
        "Alien File Number": "(b)(6), (b)(7)(C)",
        "Unique Identifier": f"{random.getrandbits(160):040x}",
    }


def removal(who, day):
    state = drawn(STATES)
    area, ports, _ = STATES[state]
    criminality = drawn(CRIMINALITY)
    level = random.choice("123") if criminality.startswith("1") else ""
    ordered = timestamp(day - datetime.timedelta(random.randint(0, 400))) if random.random() < 0.9 else ""
    return {
        **who,
        "Departed Date": timestamp(day),
        "Port of Departure": random.choice(ports),
        "Docket AOR": area,
        "Apprehension State": state if random.random() < 0.85 else "",
        "Case Criminality": criminality,
        "Case Threat Level": level,
        "Final Order Date": ordered,
    }


def sample():
    """180 removals, of which 14 are second ones of a person; 12 rows that repeat another whole; 8 that repeat
    one but for the port."""
    rows = [removal(person(), FIRST + datetime.timedelta(random.randrange(DAYS))) for _ in range(166)]
    for row in random.sample(rows, 14):
        first = datetime.date.fromisoformat(row["Departed Date"][:10])
        again = first + datetime.timedelta(random.randint(30, 300))
        who = {name: row[name] for name in person()}
        rows.append(removal(who, min(again, FIRST + datetime.timedelta(DAYS - 1))))
    rows += [dict(row) for row in random.sample(rows, 12)]
    for row in random.sample(rows[:150], 8):
        rows.append({**row, "Port of Departure": "ALEXANDRIA, LA"})
    return sorted(rows, key=lambda row: (row["Departed Date"], row["Unique Identifier"], row["Port of Departure"]))


random.seed(20111001)
writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
writer.writeheader()
writer.writerows(sample())
