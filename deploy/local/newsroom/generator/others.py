"""The offices of which nothing was published: filled in, so that their convictions of 2014 bring the count of all offices to what
was."""

from .filling import pending, spread
from .office import Office
from .values import Day


def offices():
    return [
        filled_in_office("chennai", "CHN", "Chennai", "IN", "INR", "Asia/Kolkata", "+05:30", Day(2001, 1, 8),
                         "Bonded Labour System (Abolition) Act 1976, sec. 16", "0203", "Bonded labour at a kiln", (3, 10),
                         in_2014=24, before=20, operation=0.2),
        filled_in_office("kolkata", "KOL", "Kolkata", "IN", "INR", "Asia/Kolkata", "+05:30", Day(2006, 9, 4),
                         "Immoral Traffic (Prevention) Act 1956, sec. 5", "02041", "Trafficking for sexual exploitation", (5, 10),
                         in_2014=22, before=16, operation=0.15),
        filled_in_office("guatemala-city", "GUA", "Guatemala City", "GT", "GTQ", "America/Guatemala", "-06:00", Day(2005, 5, 2),
                         "Decreto 9-2009, art. 173", "03011", "Sexual violence against a child", (8, 25),
                         in_2014=27, before=22, operation=None),
        filled_in_office("manila", "MNL", "Manila", "PH", "PHP", "Asia/Manila", "+08:00", Day(2000, 10, 2),
                         "Republic Act 9208, sec. 4(a)", "02041", "Trafficking for sexual exploitation", (12, 20),
                         in_2014=18, before=14, operation=0.1)]


def filled_in_office(key, prefix, name, country, currency, zone, offset, opened, law, crime_type, title, terms, in_2014, before,
                     operation):
    """An office in the city it is called after, with so many people convicted in 2014 and in the two years before."""
    it = Office(key, prefix, name, country, name, currency, zone, offset, opened, law, crime_type, title, terms)
    it.about = f"{name}. Filled in: its convictions of 2014 bring the count of all offices to what was published."
    spread(it, Day(2012, 2, 1), Day(2013, 12, 15), before, (1.5, 4.5), group=3, operation=operation)
    spread(it, Day(2014, 1, 10), Day(2014, 12, 9), in_2014, (1.5, 4.5), group=3, operation=operation)
    for month in range(1, 5):
        pending(it, Day(2014, 2 * month, 5), charged_after=40 if month < 3 else None)
    return it
