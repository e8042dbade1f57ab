"""What paralegals do: they track down documents, make photocopies and bring prosecutors up to date."""

from .record import PARALEGAL, done, record, staff, under
from .values import date, later


def document(case, kind, title, source, asked, obtained, about=None, copies=0):
    """A paper that was asked for on each day of `asked`, and came in the end; its name."""
    office = case.office
    events = [done(office, "DOCUMENT", "REQUEST", day, source=f"DOCUMENT_SOURCE_{source}") for day in asked]
    events.append(done(office, "DOCUMENT", "OBTAIN", obtained))
    more = {"party": about} if about else {}
    return record(office, "document", "Document", under(case, "documents", kind), kind=kind, title=title,
                  source=f"DOCUMENT_SOURCE_{source}", state="DOCUMENT_STATE_OBTAINED", form="DOCUMENT_FORM_ORIGINAL",
                  events=events, copies=copies, **more)


def photocopy(case, of, number, recipient, asked, brought, reference):
    """A photocopy of a document, made and brought on a day, with the stamp of who took it."""
    events = [done(case.office, "COPY", "REQUEST", asked)]
    events += [done(case.office, "COPY", act, brought) for act in ("MAKE", "HAND_OVER", "DELIVER")]
    record(case.office, "document_copy", "DocumentCopy", under(case, "copies", of, number), document=of, number=number,
           kind="COPY_KIND_PHOTOCOPY", recipient=f"COPY_RECIPIENT_{recipient}", state="COPY_STATE_DELIVERED",
           events=events, reference=reference)


def errand(case, title, due, ran):
    """A task of the paralegals that was done on a day."""
    me, until = staff(case.office, PARALEGAL), date(due)
    events = [done(case.office, "TASK", act, day, recorder=me, role="ROLE_PARALEGAL", due_date=until)
              for act, day in [("CREATE", later(due, -7)), ("COMPLETE", ran)]]
    record(case.office, "task", "Task", under(case, "tasks", title, due), title=title, role="ROLE_PARALEGAL", due_date=until,
           state="TASK_STATE_DONE", events=events)
