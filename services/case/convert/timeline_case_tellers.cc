#include <string>

#include "absl/strings/str_replace.h"
#include "common/base/strings.h"
#include "services/case/convert/timeline_tellers.h"

namespace amparo::cases {
namespace {

// "moved to" for "moved-to".
std::string Spaced(const std::string& word) {
  return absl::StrReplaceAll(word, {{"-", " "}});
}

std::string WithReason(std::string text, const std::string& reason) {
  if (!reason.empty()) StrAppend(&text, text.empty() ? "" : ": ", reason);
  return text;
}

// The coded reason of a move, in words; a move has one at most.
std::string CodeOf(const v1::StageChange& change) {
  return Spaced(Word(change.decline_reason()) + Word(change.closure_reason()) + Word(change.reopen_reason()));
}

// What a site came to.
std::string TextOfSite(const v1::OperationSite& site) {
  std::string text = StrCat("site ", site.number(), " ", Spaced(Word(site.outcome())));
  if (site.adults_rescued() + site.minors_rescued() > 0) {
    StrAppend(&text, ", freed ", site.adults_rescued(), " adults and ", site.minors_rescued(), " minors");
  }
  if (site.arrests() > 0) StrAppend(&text, ", ", site.arrests(), " arrested");
  return text;
}

}  // namespace

void TellOf(const v1::Case& value, Teller& teller) {
  for (int i = 0; i < value.stage_changes_size(); ++i) {
    const v1::StageChange& change = value.stage_changes(i);
    teller.Tell(TimelineKind::kStage, PlaceIn("stage_changes", i), change.effective_date(),
                "stage " + Word(change.stage()), WithReason(CodeOf(change), change.reason()));
  }
  for (int i = 0; i < value.closure_requests_size(); ++i) {
    const v1::ClosureRequest& closure = value.closure_requests(i);
    const std::string place = PlaceIn("closure_requests", i);
    teller.Tell(TimelineKind::kClosure, place, closure.request().effective_date(), "closure requested",
                WithReason(Spaced(Word(closure.closure_reason())), closure.request().reason()));
    if (!closure.has_decision()) continue;
    teller.Tell(TimelineKind::kClosure, place + "/decision", closure.decision().effective_date(),
                "closure " + Word(closure.state()), closure.decision().reason());
  }
  for (const v1::ReferenceDate& reference : value.reference_dates()) {
    teller.Tell(TimelineKind::kReferenceDate, "reference_dates/" + Word(reference.kind()), reference.date(),
                "reference date " + Word(reference.kind()) + (reference.has_date() ? "" : " taken back"),
                reference.reason());
  }
  for (const v1::AppliedTaskTemplate& applied : value.task_templates()) {
    teller.Tell(TimelineKind::kReferenceDate, "task_templates/" + applied.template_id(), applied.effective_date(),
                "task template applied", StrCat(applied.template_id(), ", version ", applied.version()));
  }
  if (value.merged_into().empty()) return;
  teller.Tell(TimelineKind::kCase, "merged/" + value.merged_into(), std::nullopt, "case merged",
              WithReason("into " + value.merged_into(), value.merge_reason()), {value.merged_into()});
}

void TellOf(const v1::Party& value, Teller& teller) {
  teller.Tell(TimelineKind::kParty, "party", std::nullopt, "party " + Word(value.role()), value.pseudonym());
  if (value.testified()) teller.Tell(TimelineKind::kParty, "testified", std::nullopt, "testified", value.pseudonym());
  if (value.has_erase_time()) {
    teller.Tell(TimelineKind::kParty, "erased", std::nullopt, "party erased", value.pseudonym());
  }
}

// What else is said of a person is told by its fields: a timeline holds nothing of what somebody's record says.
void TellOf(const v1::Person&, Teller& teller) {
  teller.Tell(TimelineKind::kPerson, "person", std::nullopt, "person");
}

void TellOf(const v1::Distinction& value, Teller& teller) {
  teller.Tell(TimelineKind::kDistinction, "distinction", std::nullopt, "distinguished",
              WithReason(StrCat(value.first(), " from ", value.second()), value.reason()),
              {value.first(), value.second()});
  if (value.state() != v1::DISTINCTION_STATE_WITHDRAWN) return;
  teller.Tell(TimelineKind::kDistinction, "withdrawal", std::nullopt, "distinction withdrawn", value.withdraw_reason());
}

void TellOf(const v1::Link& value, Teller& teller) {
  const std::string kind = Word(value.kind());
  const std::string text = StrCat(value.from(), " ", Spaced(kind), " ", value.to());
  teller.Tell(TimelineKind::kLink, "link", value.observed_date(), "link " + kind, text, {value.from(), value.to()});
  if (value.has_end_date()) {
    teller.Tell(TimelineKind::kLink, "end", value.end_date(), "link ended", text, {value.from(), value.to()});
  }
  if (!value.has_withdrawal()) return;
  teller.Tell(TimelineKind::kLink, "withdrawal", std::nullopt, "link withdrawn", value.withdrawal().reason());
}

void TellOf(const v1::Operation& value, Teller& teller) {
  const std::string state = Word(value.state());
  // A plan that was changed is approved anew: that corrects nothing of the one before.
  teller.Tell(TimelineKind::kOperation, StrCat("state/", state, "/", value.plan_version()), std::nullopt,
              "operation " + state, StrCat("plan version ", value.plan_version()));
  if (value.state() != v1::OPERATION_STATE_EXECUTED) return;
  // Sites and start stand in clear once it was carried out.
  for (const v1::OperationSite& site : value.sites()) {
    teller.TellAt(TimelineKind::kOperation, PlaceIn("sites", site.number()), TimeFrom(value.start_time()),
                  "operation site " + Word(site.outcome()), TextOfSite(site));
  }
}

void TellOf(const v1::CaseLink& value, Teller& teller) {
  const std::string kind = Word(value.kind());
  teller.Tell(TimelineKind::kCaseLink, "link", value.date(), "case link " + kind,
              WithReason(StrCat(Spaced(kind), " ", value.other_case()), value.reason()), {value.other_case()});
  if (!value.has_withdrawal()) return;
  teller.Tell(TimelineKind::kCaseLink, "withdrawal", value.withdrawal().effective_date(), "case link withdrawn",
              value.withdrawal().reason());
}

void TellOf(const v1::Document& value, Teller& teller) {
  teller.Tell(TimelineKind::kDocument, "document", std::nullopt, "document needed", value.title());
  for (int i = 0; i < value.events_size(); ++i) {
    const v1::DocumentEvent& event = value.events(i);
    teller.Tell(TimelineKind::kDocument, PlaceIn("events", i), event.date(), "document " + Word(event.act()),
                WithReason(value.title(), event.reason()));
  }
  if (!value.has_content()) return;
  teller.Tell(TimelineKind::kDocument, "content/" + value.content().sha256(), std::nullopt, "document content",
              StrCat(value.title(), ": ", value.content().size(), " bytes"));
}

void TellOf(const v1::DocumentCopy& value, Teller& teller) {
  for (int i = 0; i < value.events_size(); ++i) {
    const v1::CopyEvent& event = value.events(i);
    const std::string text = StrCat("number ", value.number(), " for ", Spaced(Word(value.recipient())));
    teller.Tell(TimelineKind::kDocumentCopy, PlaceIn("events", i), event.date(), "copy " + Word(event.act()),
                WithReason(text, event.reason()));
  }
}

void TellOf(const v1::Task& value, Teller& teller) {
  for (int i = 0; i < value.events_size(); ++i) {
    const v1::TaskEvent& event = value.events(i);
    teller.Tell(TimelineKind::kTask, PlaceIn("events", i), event.date(), "task " + Word(event.act()),
                WithReason(value.title(), event.reason()));
  }
}

void TellOf(const v1::Note& value, Teller& teller) {
  teller.Tell(TimelineKind::kNote, "note", value.date(), "note", "for " + Spaced(Word(value.confidentiality())));
  for (int i = 0; i < value.amendments_size(); ++i) {
    teller.Tell(TimelineKind::kNote, PlaceIn("amendments", i), value.amendments(i).date(), "note amended",
                value.amendments(i).reason());
  }
  if (!value.has_strike()) return;
  teller.Tell(TimelineKind::kNote, "strike", value.strike().date(), "note struck", value.strike().reason());
}

void TellOf(const v1::Flag& value, Teller& teller) {
  teller.Tell(TimelineKind::kFlag, "raised", value.raised().date(), "flag raised", Spaced(Word(value.kind())));
  if (!value.has_lowered()) return;
  teller.Tell(TimelineKind::kFlag, "lowered", value.lowered().date(), "flag lowered",
              WithReason(Spaced(Word(value.kind())), value.lowered().reason()));
}

}  // namespace amparo::cases
