"""A case, built up to the bundle that one import row holds."""

from .values import date, identifier, later


class Case:
    """A case under construction. Without a `title` it is one of those that are filled in: the office says what it is about."""

    def __init__(self, office, reported, title=None, reconstructed=True):
        self.office, self.reported = office, reported
        self.number = office.number(reported.year)
        self.name = office.name("cases", self.number)
        self.stages = [("REPORTED", reported)]
        self.bundle = {
            "case": {"name": self.name, "case_number": self.number, "title": title or office.title,
                     "crime_type": office.crime_type, "report_date": date(reported),
                     "reconstructed": reconstructed},
            "parties": [], "venues": [], "links": [], "operations": [], "charges": []}

    @property
    def disposed(self):
        """The day of the last stage change: of a case that was decided, its verdict's."""
        return self.stages[-1][1]

    def to(self, stage, day):
        self.stages.append((stage, day))

    def investigated(self):
        self.to("SCREENED", later(self.reported, 2))
        self.to("INVESTIGATION", later(self.reported, 5))

    def party(self, role, pseudonym, **more):
        """Enters a person; the name, as links and charges use it."""
        name = f"{self.name}/parties/{identifier(self.number, role, pseudonym)}"
        self.bundle["parties"].append({"name": name, "role": f"PARTY_ROLE_{role}", "pseudonym": pseudonym, **more})
        return name

    def venue(self, kind, pseudonym):
        name = self.office.name("venues", self.number, pseudonym)
        self.bundle["venues"].append({"name": name, "kind": f"VENUE_KIND_{kind}", "pseudonym": pseudonym,
                                      "city": self.office.resource["city"]})
        return name

    def link(self, kind, source, target, day):
        self.bundle["links"].append({
            "name": self.office.name("links", self.number, kind, source, target), "kind": f"LINK_KIND_{kind}",
            "from": source, "to": target, "observed_date": date(day), "confidence": "CONFIDENCE_HIGH",
            "source": "the investigation"})

    def operation(self, day, unit, sites, follows=None, clock="19:00"):
        """`sites`: (venue, outcome, adults freed, minors freed, arrests)."""
        name = f"{self.name}/operations/{identifier(self.number, 'operation', day)}"
        record = {"name": name, "state": "OPERATION_STATE_EXECUTED", "start_time": self.office.moment(day, clock),
                  "partner_unit": unit,
                  "sites": [{"number": i, "venue": venue, "outcome": f"SITE_OUTCOME_{outcome}", "adults_rescued": adults,
                             "minors_rescued": minors, "arrests": arrests}
                            for i, (venue, outcome, adults, minors, arrests) in enumerate(sites, 1)]}
        if follows:
            record["follows"] = follows
        self.bundle["operations"].append(record)
        return name

    def charge(self, accused, charged, law=None, attempted=False, plea=None, verdict=None, outcome="CONVICTED", sentence=None):
        record = {"name": f"{self.name}/charges/{identifier(self.number, 'charge', accused)}", "accused": accused,
                  "law_article": law or self.office.law,
                  "completion": "COMPLETION_ATTEMPTED" if attempted else "COMPLETION_COMPLETED", "charge_date": date(charged)}
        if plea:
            record["plea"] = plea
        if verdict:
            record["verdict"] = {"outcome": f"VERDICT_OUTCOME_{outcome}", "date": date(verdict)}
        if sentence:
            record["sentence"] = {"date": date(verdict), **sentence}
        self.bundle["charges"].append(record)

    def done(self):
        """Enters the case at its office."""
        self.bundle["case"]["stage"] = f"CASE_STAGE_{self.stages[-1][0]}"
        self.bundle["case"]["stage_changes"] = [
            {"stage": f"CASE_STAGE_{stage}", "effective_date": date(day)} for stage, day in self.stages]
        self.office.cases.append({key: value for key, value in self.bundle.items() if value})
        return self
