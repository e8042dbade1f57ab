"""Aftercare: what social workers do for survivors."""

from .record import SOCIAL_WORKER, record, staff, under
from .values import date, later


def track(case, survivor, opened):
    """Opens a survivor's track, with which the work begins; records of care need it."""
    office = case.office
    begun = {"state": "AFTERCARE_STATE_ACTIVE", "effective_date": date(opened), "record_time": office.moment(opened, "18:00")}
    record(office, "aftercare", "Aftercare", f"{case.name}/aftercares/{identifier_of(survivor)}", party=survivor,
           open_date=date(opened), lead=staff(office, SOCIAL_WORKER), state=begun["state"], changes=[begun])


def service(case, survivor, kind, day, minutes, goal=None):
    """A service given to a survivor, of a kind of the service's table."""
    more = {"goal": goal} if goal else {}
    record(case.office, "service_delivery", "ServiceDelivery", under(case, "serviceDeliveries", survivor, kind, day),
           party=survivor, kind=kind, date=date(day), staff=staff(case.office, SOCIAL_WORKER), duration_minutes=minutes,
           state="SERVICE_DELIVERY_STATE_DELIVERED", **more)


def economic_plan(case, survivor, day):
    """The plan for economic stability that a family makes; it is done when its goals are. The name of the first."""
    worker, end = staff(case.office, SOCIAL_WORKER), later(day, 230)
    plan = record(case.office, "care_plan", "CarePlan", under(case, "carePlans", survivor, day), party=survivor, date=date(day),
                  author=worker, state="CARE_PLAN_STATE_COMPLETED", end_date=date(end))
    goals = [record(case.office, "goal", "Goal", under(case, "goals", plan, title), party=survivor, care_plan=plan,
                    domain="CARE_DOMAIN_ECONOMIC_EMPOWERMENT", title=title, date=date(day), target_date=date(later(day, 240)),
                    responsible=worker, state="GOAL_STATE_ACHIEVED", end_date=date(end))
             for title in ("The family has an income from a trade of its own", "The family puts something by every month")]
    return goals[0]


def identifier_of(survivor):
    """A track has the id of its survivor's party."""
    return survivor.rsplit("/", 1)[1]
