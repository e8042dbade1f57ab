"""La Paz: more than 50 convictions since 2008, and hearings of which three in four are adjourned."""

from .care import economic_plan, service, track
from .filling import filled_in, pending, spread
from .hearings import ATTORNEY, adjourn, attendance, give_attorney, hearing, hold
from .office import Office
from .papers import document, errand, photocopy
from .values import Day, later, weekday_before

ATTORNEYS = ["attorney-1", "attorney-2"]
WAGES_LOST = {"HALF": 33, "WHOLE": 66}  # of a day's wage of 66 bolivianos

# People convicted between two days, in cases that took so many years: 1 in the office's first year, 4 in its second, and so on.
CONVICTIONS = [
    (Day(2008, 10, 1), Day(2008, 12, 10), 1, (3.2, 5.0)),
    (Day(2009, 4, 1), Day(2010, 2, 10), 4, (3.1, 6.5)),
    (Day(2010, 3, 10), Day(2010, 12, 10), 5, (3.1, 6.8)),
    (Day(2011, 1, 20), Day(2011, 12, 12), 7, (2.0, 6.9)),
    (Day(2012, 1, 20), Day(2012, 12, 12), 9, (3.1, 6.9)),
    (Day(2013, 1, 20), Day(2013, 12, 12), 11, (2.4, 6.9)),
    (Day(2014, 1, 20), Day(2014, 10, 22), 11, (3.1, 6.9))]
# Those of November 2014: the day, people, years. One more in December makes 16 in 2014, and 53 in all.
NOVEMBER = [(5, 1, 4.3), (18, 2, 5.6), (26, 1, 3.4)]

REASONS = [("JUDGE_ABSENT", "COURT"), ("DEFENCE_ABSENT", "DEFENCE"), ("PROSECUTOR_ABSENT", "PROSECUTION"),
           ("ACCUSED_ABSENT", "ACCUSED"), ("DOCUMENT_MISSING", "PROSECUTION"), ("NOT_SUMMONED", "COURT"),
           ("COURT_OVERBOOKED", "COURT"), ("WITNESS_ABSENT", "WITNESS"), ("COURT_CLOSED", "COURT")]


def office():
    it = Office("la-paz", "LPZ", "La Paz", "BO", "La Paz", "BOB", "America/La_Paz", "-04:00", Day(2008, 3, 3),
                "Código Penal, art. 308", "03011", "Sexual violence against a child", (8, 20))
    it.about = ("La Paz. Exact: more than 50 convictions since 2008 (here 53), 4 in the second year of operation, 16 in 2014 until "
                "publication; most cases three to seven years; three of four hearings adjourned, each costing the parents who came "
                "half or a whole day's wages; attorneys who go back and forth between La Paz and El Alto, 30 to 45 minutes by bus. "
                "All else is filled in.")
    courts = [it.court("la-paz-1", "Tribunal de Sentencia, La Paz", "La Paz"),
              it.court("el-alto-1", "Tribunal de Sentencia, El Alto", "El Alto")]
    for source, target in [("La Paz", "El Alto"), ("El Alto", "La Paz")]:
        it.travel_times.append({"name": it.name("travelTimes", source, target), "from_city": source, "to_city": target,
                                "mode": "TRAVEL_MODE_BUS", "min_minutes": 30, "max_minutes": 45})
    before = [case for first, last, people, years in CONVICTIONS for case in spread(it, first, last, people, years, group=1)]
    november = [filled_in(it, Day(2014, 11, day), people, years) for day, people, years in NOVEMBER]
    filled_in(it, Day(2014, 12, 3), 1, 3.9)
    waiting = [pending(it, Day(2010 + i % 5, 2 + i % 9, 3 + i), charged_after=90) for i in range(14)]
    hearings_of_decided_cases(it, courts, before)
    hearings_of_november(it, courts, november, waiting)
    for case in november:
        care(case)
    for case in november:
        papers(case)
    return it


def parent(office, lost):
    return attendance("PARENT", lost, office.currency, WAGES_LOST[lost])


def chain(office, case, court, days, last_held, purpose="TRIAL"):
    """Hearings of one case, each adjourned to the next; the last is held, or still to come. Its attorney comes to all."""
    clock = office.random.choice(["08:30", "09:00", "10:30", "14:30"])
    records = [hearing(office, case, court, day, purpose, clock) for day in days]
    give_attorney(office, ATTORNEYS, records)
    for record, following in zip(records, records[1:]):
        reason, side = office.random.choice(REASONS)
        came = [parent(office, office.random.choice(["HALF", "WHOLE"])) for _ in range(office.random.choice([1, 1, 2]))]
        adjourn(record, reason, side, [*came, ATTORNEY], following)
    if last_held:
        hold(records[-1], parent(office, "HALF"), ATTORNEY)


def hearings_of_decided_cases(office, courts, cases):
    """Of cases decided in 2013 and 2014: three adjourned and one held each, six weeks apart."""
    for i, case in enumerate(case for case in cases if case.disposed.year in (2013, 2014)):
        days = [weekday_before(later(case.disposed, -days)) for days in (126, 84, 42, 0)]
        chain(office, case, courts[i % 2], days, True, "VERDICT" if i % 3 == 0 else "TRIAL")


def hearings_of_november(office, courts, decided, waiting):
    """Sixteen in November 2014: the three verdicts and one testimony are held at once, twelve put off to a day after publication."""
    for i, case in enumerate(decided):
        chain(office, case, courts[i % 2], [case.disposed], True, "VERDICT")
    chain(office, waiting[0], courts[1], [Day(2014, 11, 12)], True, "TESTIMONY")
    for i, case in enumerate(waiting[1:13]):
        chain(office, case, courts[i % 2], [weekday_before(Day(2014, 11, 3 + 2 * i)), Day(2015, 1, 12 + i)], False)


def survivor_of(case):
    return next(party["name"] for party in case.bundle["parties"] if party["role"] == "PARTY_ROLE_SURVIVOR")


def care(case):
    """The survivor is visited at home and in therapy, accompanied to the hospital, and the family makes a plan."""
    survivor, opened = survivor_of(case), weekday_before(later(case.reported, 12))
    track(case, survivor, opened)
    goal = economic_plan(case, survivor, weekday_before(later(opened, 60)))
    service(case, survivor, "hospital-accompaniment", weekday_before(later(opened, 3)), 240)
    for weeks in (1, 5, 13, 26, 52):
        service(case, survivor, "home-visit", weekday_before(later(opened, 7 * weeks)), 90)
    for weeks in range(3, 19, 3):
        service(case, survivor, "trauma-therapy", weekday_before(later(opened, 7 * weeks + 1)), 60)
    service(case, survivor, "economic-plan", weekday_before(later(opened, 60)), 120, goal)


def papers(case):
    """A certificate asked for three times and one that came at once; photocopies of both; what the prosecutor was told."""
    asked = [weekday_before(later(case.reported, days)) for days in (20, 41, 63)]
    first, last = asked[0], weekday_before(later(case.reported, 75))
    birth = document(case, "birth-certificate", "Birth certificate of the survivor", "CIVIL_REGISTRY", asked, last,
                     survivor_of(case), copies=2)
    medical = document(case, "medical-certificate", "Medical certificate", "HOSPITAL", [first], later(first, 1),
                       survivor_of(case), copies=1)
    brought = weekday_before(later(last, 6))
    for of, number, recipient in [(birth, 1, "PROSECUTOR"), (birth, 2, "COURT"), (medical, 1, "PROSECUTOR")]:
        photocopy(case, of, number, recipient, last, brought, f"{case.number}/{number}")
    for days in (120, 60, 14):
        due = weekday_before(later(case.disposed, -days))
        errand(case, "The prosecutor is told how the case stands", due, due)
