"""Hearings, and what became of them."""

import datetime

ATTORNEY = {"attendee": "ATTENDEE_KIND_ATTORNEY"}


def hearing(office, case, court, day, purpose, clock="09:00"):
    """Schedules a hearing of an hour; its record, which `hold` and `adjourn` complete."""
    record = {"name": office.name("hearings", case.number, day, clock, ""), "case": case.name, "court": court,
              "purpose": f"HEARING_PURPOSE_{purpose}", "start_time": office.moment(day, clock), "duration": "3600s",
              "state": "HEARING_STATE_SCHEDULED"}
    office.hearings.append(record)
    return record


def can_go(record, other):
    """Whether one person can be at both: an hour each, and 45 minutes on the way to another court."""
    first, second = sorted(datetime.datetime.fromisoformat(one["start_time"]) for one in (record, other))
    way = 0 if record["court"] == other["court"] else 45
    return second - first >= datetime.timedelta(minutes=60 + way)


def give_attorney(office, attorneys, records):
    """The first of the office's attorneys who can be at all hearings of a case has to be there."""
    attorney = next(one for one in attorneys if all(
        can_go(record, other) for record in records for other in office.hearings if one in other.get("required_staff", [])))
    for record in records:
        record["required_staff"] = [attorney]


def hold(record, *came):
    record["state"] = "HEARING_STATE_HELD"
    record["attendance"] = list(came)


def adjourn(record, reason, side, came, following):
    """Adjourns to the hearing `following`, which takes over the purpose that was not served."""
    record["state"] = "HEARING_STATE_ADJOURNED"
    record["adjournment"] = {"reason": f"ADJOURNMENT_REASON_{reason}", "side": f"RESPONSIBLE_SIDE_{side}",
                             "next_start_time": following["start_time"]}
    record["attendance"] = list(came)
    record["next_hearing"] = following["name"]
    following["previous_hearing"] = record["name"]
    following["purpose"] = record["purpose"]


def attendance(attendee, lost, currency, wage):
    """Somebody who came, which took the day (WHOLE or HALF of it) and so much of a wage, in whole units."""
    return {"attendee": f"ATTENDEE_KIND_{attendee}", "day_lost": f"DAY_LOST_{lost}",
            "wages_lost": {"currency_code": currency, "units": wage}}
