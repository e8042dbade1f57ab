"""Phnom Penh: the ring that moved from a coffee shop to two massage parlours."""

from .case import Case
from .filling import pending, spread
from .hearings import ATTORNEY, adjourn, attendance, hearing, hold
from .office import Office
from .record import record
from .values import Day, date, imprisonment

CHARGED, VERDICT = Day(2013, 10, 31), Day(2014, 11, 20)
TERMS = [(10, 0), (10, 0), (8, 0), (8, 0), (7, 6), (7, 0)]  # years and months


def office():
    it = Office("phnom-penh", "PNH", "Phnom Penh", "KH", "Phnom Penh", "KHR", "Asia/Phnom_Penh", "+07:00", Day(2004, 6, 1),
                "Law on the Suppression of Human Trafficking and Sexual Exploitation (2008), art. 24", "02041",
                "Sexual exploitation in the entertainment trade", (5, 12))
    it.about = ("Phnom Penh. Exact: the case of the ring that moved from a coffee shop to two massage parlours, its three "
                "operations, the six minors freed, the six convictions of November 2014 and their terms. All else is filled in.")
    trial(it, ring(it))
    spread(it, Day(2009, 2, 1), Day(2013, 12, 15), 22, (1.2, 3.5), operation=0.15)
    spread(it, Day(2014, 1, 15), Day(2014, 9, 30), 9, (1.2, 3.0), operation=0.15)
    for month in range(1, 7):
        pending(it, Day(2014, month, 12), charged_after=60 if month < 5 else None)
    return it


def ring(office):
    case = Case(office, Day(2013, 4, 22), "A foreign ring exploits girls, first at a coffee shop", reconstructed=False)
    case.bundle["case"]["narrative"] = {
        "narrative": "A neighbour reports that girls are sold for sex in the rooms behind a coffee shop run by a foreign ring."}
    case.investigated()
    members = [case.party("ACCUSED", f"Ring member {i}") for i in range(1, 7)]
    for i in range(1, 12):  # five women and six girls, as freed in October
        case.party("SURVIVOR", f"Survivor {i:02d}", minor=i > 5, minor_date=date(Day(2013, 10, 17)), testified=i not in (4, 9))
    operations(case, members)
    case.to("PROSECUTION", CHARGED)
    for member, (years, months) in zip(members, TERMS):
        case.charge(member, CHARGED, verdict=VERDICT, sentence=imprisonment(years, months))
    case.to("DISPOSED", VERDICT)
    return case.done()


def operations(case, members):
    """Two at the coffee shop, both tipped off; the move; one at both massage parlours at the same moment."""
    shop = case.venue("COFFEE_SHOP", "The coffee shop")
    parlours = [case.venue("MASSAGE_PARLOUR", f"Massage parlour {i}") for i in (1, 2)]
    for member in members:
        case.link("OPERATES_AT", member, shop, Day(2013, 5, 6))
    case.to("OPERATION", Day(2013, 6, 3))
    police = "the national police"
    first = case.operation(Day(2013, 6, 12), police, [(shop, "FAILED_TIPPED_OFF", 0, 0, 0)])
    second = case.operation(Day(2013, 7, 9), police, [(shop, "FAILED_TIPPED_OFF", 0, 0, 0)], follows=first)
    closed(case.office, members, shop)
    moved = Day(2013, 8, 14)
    for i, member in enumerate(members):
        case.link("MOVED_TO", member, parlours[i % 2], moved)
    for parlour in parlours:
        case.link("MOVED_TO", shop, parlour, moved)
    case.operation(Day(2013, 10, 17), "the police unit against trafficking",
                   [(parlours[0], "SUCCEEDED", 3, 4, 4), (parlours[1], "SUCCEEDED", 2, 2, 2)], follows=second)


def closed(office, members, shop):
    """The ring, which ran the coffee shop until it closed, before the police could act again."""
    ring = record(office, "organization", "Organization", office.name("organizations", "the ring"), pseudonym="The ring",
                  kind="ORGANIZATION_KIND_CRIMINAL_GROUP")
    links = [("MEMBER_OF", member, ring, {}) for member in members]
    for kind, source, target, more in [*links, ("OPERATES_AT", ring, shop, {"end_date": date(Day(2013, 8, 1))})]:
        record(office, "link", "Link", office.name("links", kind, source, target), kind=f"LINK_KIND_{kind}", to=target,
               observed_date=date(Day(2013, 5, 6)), confidence="CONFIDENCE_HIGH", source="the investigation",
               **{"from": source}, **more)


def trial(office, case):
    court = office.court("municipal", "Municipal Court of First Instance", "Phnom Penh")
    preliminary, first, testimony, verdict = [
        hearing(office, case, court, day, purpose) for day, purpose in [
            (Day(2014, 2, 11), "PRELIMINARY"), (Day(2014, 5, 20), "TRIAL"), (Day(2014, 8, 26), "TESTIMONY"), (VERDICT, "VERDICT")]]
    adjourn(first, "DEFENCE_ABSENT", "DEFENCE", [attendance("SURVIVOR", "WHOLE", "KHR", 16000)], testimony)
    for held in (preliminary, testimony, verdict):
        hold(held, ATTORNEY)
