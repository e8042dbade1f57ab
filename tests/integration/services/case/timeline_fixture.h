// What the tests of timelines share: a case whose timeline is told, and short ways to make something happen to it.
#pragma once

#include <string>
#include <vector>

#include "amparo/cases/v1/note.grpc.pb.h"
#include "amparo/cases/v1/timeline.grpc.pb.h"
#include "tests/integration/services/case/compartment_fixture.h"

namespace amparo::cases {

// With an operation that "investigator" planned; "team-leader" is on its list.
class TimelineTest : public CompartmentTest {
 protected:
  using TimelineStub = v1::TimelineService::Stub;
  using Entries = std::vector<v1::TimelineEntry>;

  absl::StatusOr<v1::ListTimelineResponse> List(const v1::ListTimelineRequest& request,
                                                const std::string& caller = "everyone") {
    return Call(*service_.StubOf<v1::TimelineService>(caller), &TimelineStub::ListTimeline, request);
  }

  // All entries, page by page.
  Entries Told(v1::ListTimelineRequest request, const std::string& caller = "everyone") {
    if (request.parent().empty()) request.set_parent(case_);
    Entries entries;
    do {
      const auto page = List(request, caller);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      entries.insert(entries.end(), page->entries().begin(), page->entries().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return entries;
  }
  Entries ToldTo(const std::string& caller) { return Told(v1::ListTimelineRequest(), caller); }

  static std::vector<std::string> Whats(const Entries& entries) {
    std::vector<std::string> whats;
    for (const v1::TimelineEntry& entry : entries) whats.push_back(entry.what());
    return whats;
  }

  std::string Write(const std::string& author, v1::NoteConfidentiality level, const std::string& text) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateNoteRequest request;
    request.set_parent(case_);
    request.mutable_note()->set_confidentiality(level);
    request.mutable_note()->set_text(text);
    return Done(*service_.StubOf<v1::NoteService>(author), &v1::NoteService::Stub::CreateNote, request).name();
  }

  std::string PersonOf(const std::string& party) {
    v1::GetPartyRequest request;
    request.set_name(party);
    return Done(service_.parties(), &v1::PartyService::Stub::GetParty, request).person();
  }
  void MoveTo(const std::string& who, const std::string& venue) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateLinkRequest request;
    request.set_parent("offices/cebu");
    request.mutable_link()->set_kind(v1::LINK_KIND_MOVED_TO);
    request.mutable_link()->set_from(who);
    request.mutable_link()->set_to(venue);
    Done(*network_, &v1::NetworkService::Stub::CreateLink, request);
  }

  // A charge of the case, brought to a sentence; today in the order of entry, long before in the world.
  void Prosecute() {
    Move(&v1::CaseService::Stub::StartProsecution, case_);
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateChargeRequest charge;
    charge.set_parent(case_);
    charge.mutable_charge()->set_accused(EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A1"));
    charge.mutable_charge()->set_law_article("RA 9208, sec. 4(a)");
    *charge.mutable_charge()->mutable_charge_date() = DateOf(absl::CivilDay(2014, 6, 2));
    v1::RecordVerdictRequest verdict;
    verdict.set_name(Done(*charges_, &v1::ChargeService::Stub::CreateCharge, charge).name());
    verdict.mutable_verdict()->set_outcome(v1::VERDICT_OUTCOME_CONVICTED);
    *verdict.mutable_verdict()->mutable_date() = DateOf(absl::CivilDay(2014, 11, 10));
    service_.clock().Advance(absl::Milliseconds(1));
    Done(*charges_, &v1::ChargeService::Stub::RecordVerdict, verdict);
  }
};

}  // namespace amparo::cases
