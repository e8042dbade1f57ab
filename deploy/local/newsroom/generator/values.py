"""Identifiers, dates and terms as they stand in the records."""

import datetime
import uuid

NAMESPACE = uuid.UUID("5b9a7c1e-3f0d-5c2b-9d57-3a1d0c9f2014")
Day = datetime.date


def identifier(*key):
    """A UUID that is always the same for the same key."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, key))))


def date(day):
    """`day` as google.type.Date."""
    return {"year": day.year, "month": day.month, "day": day.day}


def later(day, days):
    """`day` so many days later (negative: earlier)."""
    return day + datetime.timedelta(days=days)


def years_before(day, years):
    """`day` so many years earlier, as a fraction of years of 365.25 days."""
    return later(day, -round(years * 365.25))


def weekday_before(day):
    """`day`, or the Friday before it when it falls on a weekend."""
    while day.weekday() >= 5:
        day = later(day, -1)
    return day


def imprisonment(years, months=0, fine=None):
    """A sentence to a fixed term, and to a `fine` of (currency, whole units)."""
    term = {"years": years}
    if months:
        term["months"] = months
    sentence = {"imprisonment": {"min": term}}
    if fine:
        sentence["fine"] = {"currency_code": fine[0], "units": fine[1]}
    return sentence
