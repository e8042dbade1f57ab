"""Cebu: eight people convicted in six cases in one month, one of them by a plea of guilty."""

from .care import service, track
from .case import Case
from .filling import filled_in, pending, spread
from .hearings import ATTORNEY, adjourn, attendance, hearing, hold
from .office import Office
from .values import Day, date, imprisonment

PLEA_AND_VERDICT = Day(2014, 11, 14)


def office():
    it = Office("cebu", "CEB", "Cebu", "PH", "Cebu City", "PHP", "Asia/Manila", "+08:00", Day(2007, 1, 15),
                "Republic Act 9208, sec. 4(a)", "02041", "Trafficking for sexual exploitation", (12, 20))
    it.about = ("Cebu. Exact: eight convictions in six cases in November 2014, fewer in the first five years; the guilty plea to "
                "attempted trafficking six months after the operation that freed eight girls and one adult, its 15 years and "
                "PHP 500,000. All else is filled in.")
    freed = plea(it)
    proceedings(it, freed)
    support(freed)
    # The other five cases of November: seven people.
    for day, people, years in [(4, 2, 2.4), (6, 1, 1.9), (18, 2, 2.8), (20, 1, 3.1), (27, 1, 2.2)]:
        filled_in(it, Day(2014, 11, day), people, years, operation=0.06)
    # Six in the first five years; more came when the directive of 2010 was felt.
    spread(it, Day(2008, 5, 1), Day(2011, 12, 20), 6, (3.2, 5.5), group=1, operation=0.1)
    spread(it, Day(2012, 2, 1), Day(2012, 12, 18), 5, (2.5, 4.5), group=1, operation=0.1)
    spread(it, Day(2013, 1, 15), Day(2013, 12, 18), 9, (2.0, 4.0), group=2, operation=0.1)
    spread(it, Day(2014, 1, 15), Day(2014, 10, 20), 12, (1.8, 3.6), group=2, operation=0.1)
    filled_in(it, Day(2014, 12, 4), 1, 2.6, operation=0.08)
    for month in range(1, 8):
        pending(it, Day(2014, month, 9), charged_after=45 if month < 6 else None)
    return it


def plea(office):
    case = Case(office, Day(2014, 4, 28), "One man offers eight girls and a woman for sale", reconstructed=False)
    case.bundle["case"]["narrative"] = {
        "narrative": "A shelter hears of a man who offers girls for sale; the police unit is told the same day."}
    case.investigated()
    accused = case.party("ACCUSED", "The seller")
    for i in range(1, 10):
        case.party("SURVIVOR", f"Survivor {i}", minor=i != 9, minor_date=date(Day(2014, 5, 13)))
    place = case.venue("PUBLIC_PLACE", "The meeting place")
    case.link("OPERATES_AT", accused, place, Day(2014, 5, 2))
    case.to("OPERATION", Day(2014, 5, 8))
    case.operation(Day(2014, 5, 13), "the police unit for women and children", [(place, "SUCCEEDED", 1, 8, 1)], clock="16:30")
    case.to("PROSECUTION", Day(2014, 5, 20))
    case.charge(accused, Day(2014, 5, 20), law="Republic Act 9208 as amended by Republic Act 10364, sec. 4-A", attempted=True,
                plea={"kind": "PLEA_KIND_GUILTY", "date": date(PLEA_AND_VERDICT), "bargain": True}, verdict=PLEA_AND_VERDICT,
                sentence=imprisonment(15, fine=("PHP", 500000)))
    case.to("DISPOSED", PLEA_AND_VERDICT)
    return case.done()


def support(case):
    """Each survivor is supported from the day after the operation: a shelter, therapy, visits at home."""
    survivors = [party["name"] for party in case.bundle["parties"] if party["role"] == "PARTY_ROLE_SURVIVOR"]
    for survivor in survivors:
        track(case, survivor, Day(2014, 5, 14))
    for i, survivor in enumerate(survivors):
        service(case, survivor, "shelter", Day(2014, 5, 14), 120)
        for day in (Day(2014, 6, 2 + i), Day(2014, 7, 1 + i)):
            service(case, survivor, "trauma-therapy", day, 60)
        service(case, survivor, "home-visit", Day(2014, 9, 1 + i), 90)


def proceedings(office, case):
    court = office.court("rtc", "Regional Trial Court, family branch", "Cebu City")
    arraignment, following, verdict = [
        hearing(office, case, court, day, purpose) for day, purpose in [
            (Day(2014, 6, 17), "ARRAIGNMENT"), (Day(2014, 8, 12), "PRELIMINARY"), (PLEA_AND_VERDICT, "VERDICT")]]
    adjourn(arraignment, "JUDGE_ABSENT", "COURT", [attendance("PARENT", "WHOLE", "PHP", 327)], following)
    for held in (following, verdict):
        hold(held, ATTORNEY)
