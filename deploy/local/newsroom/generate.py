#!/usr/bin/env python3
"""Writes the newsroom data set: one JSON file an office, as `amparo import` takes them.

The facts of the report of December 2014 are exact: they stand in the modules named after their office. Everything else is filled
in so that the counts come out; such cases carry `"reconstructed": true`. The same script always writes the same files.

    python3 deploy/local/newsroom/generate.py [FOLDER]     FOLDER: where to, instead of this one
"""

import pathlib
import sys

sys.dont_write_bytecode = True  # a checkout stays as it is

from generator import cebu, la_paz, others, phnom_penh
from generator.values import Day

LAST_DAY = Day(2014, 12, 11)  # the day of publication: nothing after it is known


def convicted_in(year, office):
    """People with a verdict of guilty in `year`, until publication."""
    return sum(
        1 for bundle in office.cases for charge in bundle.get("charges", [])
        if (verdict := charge.get("verdict")) and verdict["outcome"] == "VERDICT_OUTCOME_CONVICTED"
        and verdict["date"]["year"] == year and Day(**verdict["date"]) <= LAST_DAY)


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    offices = [phnom_penh.office(), cebu.office(), la_paz.office(), *others.offices()]
    for office in offices:
        office.write(folder)
    print(f"{sum(convicted_in(2014, office) for office in offices)} people convicted in 2014, up to {LAST_DAY}")


if __name__ == "__main__":
    main()
