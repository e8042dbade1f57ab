"""An office: what its records are named after, and the file they end up in."""

import json
import random

from .values import date, identifier


class Office:
    """An office and its records.

    `prefix` begins its case numbers; `offset` is the zone's, which none of these offices changed in these years; `law`, `crime_type`,
    `title` and `terms` (years of imprisonment, from and to) are those of the cases that are filled in.
    """

    def __init__(self, key, prefix, display_name, country, city, currency, zone, offset, opened, law, crime_type, title, terms):
        self.key, self.prefix, self.zone, self.offset, self.currency = key, prefix, zone, offset, currency
        self.law, self.crime_type, self.title, self.terms = law, crime_type, title, terms
        self.about = ""
        self.random = random.Random(key)
        self.serial = {}
        self.resource = {
            "name": f"offices/{key}", "display_name": display_name, "country_code": country, "city": city,
            "currency_code": currency, "time_zone": zone, "open_date": date(opened)}
        self.cases, self.courts, self.travel_times, self.hearings, self.records = [], [], [], [], []

    def name(self, kind, *key):
        """The resource name of a record of this office; the same for the same key."""
        return f"offices/{self.key}/{kind}/{identifier(self.key, kind, *key)}"

    def moment(self, day, clock="09:00"):
        """A time of day at the office, as a Timestamp."""
        return f"{day.isoformat()}T{clock}:00{self.offset}"

    def number(self, year):
        """The next case number of the year."""
        self.serial[year] = self.serial.get(year, 0) + 1
        return f"{self.prefix}-{year}-{self.serial[year]:03d}"

    def court(self, key, display_name, city):
        """Enters a court; its name."""
        self.courts.append({"name": self.name("courts", key), "display_name": display_name, "city": city,
                            "time_zone": self.zone})
        return self.courts[-1]["name"]

    def write(self, folder):
        """Writes KEY.json, a record a line so that a change can be read, and KEY.jsonl, what it has besides."""
        data = {"about": self.about, "offices": [self.resource], "courts": self.courts, "travel_times": self.travel_times,
                "cases": self.cases, "hearings": sorted(self.hearings, key=lambda h: (h["start_time"], h["name"]))}
        lines = []
        for key, value in data.items():
            if isinstance(value, list):
                rows = ",\n  ".join(json.dumps(row, ensure_ascii=False, separators=(", ", ": ")) for row in value)
                lines.append(f'"{key}": [\n  {rows}\n]' if value else f'"{key}": []')
            else:
                lines.append(f'"{key}": {json.dumps(value, ensure_ascii=False)}')
        (folder / f"{self.key}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        if self.records:
            requests = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in self.records)
            (folder / f"{self.key}.jsonl").write_text(requests, encoding="utf-8")
