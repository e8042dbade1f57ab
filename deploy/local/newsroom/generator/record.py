"""Records that no bundle of a case has, as `ImportService.ImportRecords` takes them: with their states and histories."""

from .values import date, identifier

# Who did what, where the report names nobody: a member of staff of the office.
SOCIAL_WORKER, PARALEGAL = "social-worker", "paralegal"


def staff(office, role):
    return f"spiffe://amparo/people/{office.key}.{role}"


def record(office, kind, message, name, /, **fields):
    """Enters a record of `office`; its name."""
    resource = {"@type": f"type.googleapis.com/amparo.cases.v1.{message}", "name": name, **fields}
    office.records.append({"parent": f"offices/{office.key}", "record": {"name": name, "kind": kind, "resource": resource}})
    return name


def under(case, collection, *key):
    """The name of a record of a case; the same for the same key."""
    return f"{case.name}/{collection}/{identifier(case.number, collection, *key)}"


def done(office, prefix, act, day, **more):
    """One thing that was done with a record, entered in the evening of its day."""
    return {"act": f"{prefix}_ACT_{act}", "date": date(day), "record_time": office.moment(day, "18:00"), **more}
