"""Cases that are filled in, so that the counts come out as published."""

from .case import Case
from .values import imprisonment, later, weekday_before, years_before


def filled_in(office, verdict, people, years, acquitted=0, operation=None):
    """A case that ends in the conviction of `people` on `verdict`, reported so many years before it. `operation`: the share of that
    time after which an operation freed somebody."""
    case = Case(office, years_before(verdict, years))
    case.investigated()
    minor = office.random.random() < 0.7
    case.party("SURVIVOR", "Survivor A", minor=minor, testified=office.random.random() < 0.5)
    if minor:
        case.party("GUARDIAN", "Parent A")
    length = (verdict - case.reported).days
    charged = later(case.reported, max(20, length // 4))
    accused = [case.party("ACCUSED", f"Accused {i + 1}") for i in range(people + acquitted)]
    if operation:
        day = later(case.reported, max(8, round(length * operation)))
        free(case, day, accused, people)
        charged = later(day, 14)
    case.to("PROSECUTION", charged)
    for i, one in enumerate(accused):
        if i < people:
            case.charge(one, charged, verdict=verdict, sentence=imprisonment(office.random.randint(*office.terms)))
        else:
            case.charge(one, charged, verdict=verdict, outcome="ACQUITTED")
    case.to("DISPOSED", verdict)
    return case.done()


def free(case, day, accused, arrests):
    """An operation that freed somebody at a place where all the accused were at work."""
    chance = case.office.random
    venue = case.venue(chance.choice(["BAR", "HOTEL", "DWELLING", "WORKPLACE"]), "Place 1")
    case.to("OPERATION", later(day, -3))
    case.operation(day, "the police unit against trafficking",
                   [(venue, "SUCCEEDED", chance.randint(0, 3), chance.randint(1, 4), arrests)])
    for one in accused:
        case.link("OPERATES_AT", one, venue, day)


def pending(office, reported, charged_after=None):
    """A case without a verdict yet."""
    case = Case(office, reported)
    case.investigated()
    case.party("SURVIVOR", "Survivor A", minor=True)
    accused = case.party("ACCUSED", "Accused 1")
    if charged_after:
        charged = later(reported, charged_after)
        case.to("PROSECUTION", charged)
        case.charge(accused, charged)
    return case.done()


def spread(office, first, last, people, years, group=2, operation=None):
    """Cases that convict `people` in all on days between `first` and `last`, evenly, at most `group` a case."""
    cases = []
    left, days = people, (last - first).days
    slots = (people + group - 1) // group
    for i in range(slots):
        share = (left + slots - i - 1) // (slots - i)
        verdict = weekday_before(later(first, round(days * (i + 0.5) / slots)))
        cases.append(filled_in(office, verdict, share, office.random.uniform(*years), operation=operation,
                               acquitted=1 if office.random.random() < 0.15 else 0))
        left -= share
    return cases
