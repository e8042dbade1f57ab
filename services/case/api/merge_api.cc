#include "services/case/api/merge_api.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "services/case/api/case_duplicate_matches.h"
#include "services/case/api/case_merge.h"
#include "services/case/api/distinctions.h"
#include "services/case/api/duplicate_matches.h"
#include "services/case/api/person_changes.h"
#include "services/case/api/person_merge.h"
#include "services/case/api/reads.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/merge_convert.h"
#include "services/case/convert/person_convert.h"

namespace amparo::cases {
namespace {

constexpr TextBounds kJudgementReason{1, 500};

// Lists the distinctions of a record of the office only.
template <typename Name>
void SetRecord(const std::string& text, std::string_view field, const OfficeName& parent, std::vector<Value>& filters,
               errors::FieldViolations& violations) {
  const auto name = ParseName<Name>(text);
  const bool fits = name && name->office == parent.office;
  if (!violations.Require(fits, field, "must be the name of a record of the office")) return;
  filters[0] = name->id;
  filters[2] = DistinguishedKind(Name::kKind);
}

// The filters of a list, in the order of the distinction's table.
std::vector<Value> DistinctionFilters(const v1::ListDistinctionsRequest& request, const OfficeName& parent,
                                      errors::FieldViolations& violations) {
  std::vector<Value> filters(3);
  violations.Require(request.person().empty() || request.case_().empty(), "case", "must not be given with a person");
  if (!request.person().empty()) {
    SetRecord<PersonName>(request.person(), "person", parent, filters, violations);
  } else if (!request.case_().empty()) {
    SetRecord<CaseName>(request.case_(), "case", parent, filters, violations);
  }
  if (!request.show_withdrawn()) filters[1] = static_cast<int64_t>(DistinctionState::kStanding);
  return filters;
}

}  // namespace

rpc::ServiceBinding MergeApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.MergeService");
  binding.Unary<&MergeApi::FindDuplicates>("FindDuplicates", this)
      .Unary<&MergeApi::MergePerson>("MergePerson", this)
      .Unary<&MergeApi::UnmergePerson>("UnmergePerson", this)
      .Unary<&MergeApi::DistinguishPersons>("DistinguishPersons", this)
      .Unary<&MergeApi::GetDistinction>("GetDistinction", this)
      .Unary<&MergeApi::ListDistinctions>("ListDistinctions", this)
      .Unary<&MergeApi::WithdrawDistinction>("WithdrawDistinction", this)
      .Unary<&MergeApi::FindDuplicateCases>("FindDuplicateCases", this)
      .Unary<&MergeApi::DistinguishCases>("DistinguishCases", this)
      .Unary<&MergeApi::MergeCase>("MergeCase", this)
      .Unary<&MergeApi::UnmergeCase>("UnmergeCase", this);
  return binding;
}

Task<absl::StatusOr<MergeApi::Subject>> MergeApi::KnownSubject(rpc::CallContext* context, PersonName name) {
  std::vector<std::string> fields(1, "profile");
  RevealStamp stamp = RevealStampOf(*context, std::move(fields));
  AMPARO_CO_ASSIGN_OR_RETURN(const Revealed revealed,
                             co_await store_->Reveal(KeyOf(name), std::nullopt, std::move(stamp), context->limits()));
  AMPARO_CO_RETURN_IF_ERROR(RequirePersonIn(revealed.record, KeyOf(name)));
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Person message, MessageIn<v1::Person>(revealed.record));
  Subject subject;
  subject.person = PersonFromStored(message);
  subject.own = subject.person.merge.members;
  subject.own.push_back(name.id);
  if (revealed.secret) {
    AMPARO_CO_ASSIGN_OR_RETURN(const v1::Profile profile, ProfileIn(*revealed.secret));
    subject.profile = ProfileFromStored(profile);
  }
  co_return subject;
}

Task<absl::StatusOr<MergeApi::Subject>> MergeApi::DraftSubject(rpc::CallContext* context, v1::Person draft,
                                                               std::string office) {
  const absl::Time now = context->clock().Now();
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today, co_await offices_->Today(office, now, context->limits()));
  Violations found("draft.");
  Subject subject;
  subject.person = PersonFromRequest(draft, {office, Uuid::V7(now)}, found);
  subject.profile = ProfileFrom(draft.profile(), found);
  CheckProfile(subject.profile, today, found);
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(found));
  co_return subject;
}

Task<absl::StatusOr<v1::FindDuplicatesResponse>> MergeApi::FindDuplicates(rpc::CallContext& context,
                                                                          v1::FindDuplicatesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  const auto office = co_await offices_->Find(parent.office, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  errors::FieldViolations violations;
  const DuplicateBounds bounds = ReadDuplicateBounds(request.max_results(), request.min_score(), violations);
  const auto person = ParseName<PersonName>(request.person());
  const bool known = person && person->office == parent.office;
  violations.Require(known || request.has_draft(), "person", "must be a person of the office, or a draft be given");
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  Subject subject;
  if (known) {
    AMPARO_CO_ASSIGN_OR_RETURN(subject, co_await KnownSubject(&context, *person));
  } else {
    AMPARO_CO_ASSIGN_OR_RETURN(subject, co_await DraftSubject(&context, request.draft(), parent.office));
  }
  AlikeSearch search{parent.office, BlocksOf(subject.profile), std::move(subject.own)};
  AMPARO_CO_ASSIGN_OR_RETURN(const Candidates candidates,
                             co_await people_->FindAlike(std::move(search), context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(v1::FindDuplicatesResponse response,
                             DuplicatesAmong(ComparedPerson(subject.person, subject.profile), bounds, candidates));
  std::vector<std::string> fields(1, "profile");
  RevealStamp stamp = RevealStampOf(context, std::move(fields));
  AMPARO_CO_RETURN_IF_ERROR(
      co_await people_->RecordRead(parent.office, RecordsOf(response, candidates), std::move(stamp), context.limits()));
  co_return response;
}

Task<absl::StatusOr<v1::MergePersonResponse>> MergeApi::MergePerson(rpc::CallContext& context,
                                                                    v1::MergePersonRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(MergeAsked asked, MergeAskedBy<PersonName>(context, request));
  ActStamp stamp = StampOf(context, asked.from.key.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked)](Work& work) { return MergePersonIn(work, asked); };
  co_return co_await RunWork<v1::MergePersonResponse>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Person>> MergeApi::UnmergePerson(rpc::CallContext& context, v1::UnmergePersonRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<PersonName>(context, request, Violations()));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  WorkBody body = [target](Work& work) { return UnmergePersonIn(work, target); };
  co_return co_await RunWork<v1::Person>(store_, &context, std::move(stamp), std::move(body));
}

template <typename Name, typename Request>
Task<absl::StatusOr<v1::Distinction>> MergeApi::Distinguish(rpc::CallContext* context, Request request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Name one, RequireName<Name>(*context, request.name(), "name"));
  AMPARO_CO_ASSIGN_OR_RETURN(const Name other, RequireName<Name>(*context, request.other(), "other"));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Violations found;
  found.Require(one.office == other.office && one.id != other.id, "other", "must be another one of the same office");
  found.RequireText(request.reason(), kJudgementReason, "reason");
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  const absl::Time now = context->clock().Now();
  Distinction distinction = DistinctionOf({one.office, Uuid::V7(now)}, one.id, other.id, context->caller().identity(),
                                          request.reason(), Name::kKind);
  ActStamp stamp = StampOf(*context, one.office, request.request_id(), request);
  WorkBody body = [distinction = std::move(distinction), now](Work& work) {
    return DistinguishIn(work, distinction, now);
  };
  co_return co_await RunWork<v1::Distinction>(store_, context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Distinction>> MergeApi::DistinguishPersons(rpc::CallContext& context,
                                                                   v1::DistinguishPersonsRequest request) {
  return Distinguish<PersonName>(&context, std::move(request));
}

Task<absl::StatusOr<v1::Distinction>> MergeApi::DistinguishCases(rpc::CallContext& context,
                                                                 v1::DistinguishCasesRequest request) {
  return Distinguish<CaseName>(&context, std::move(request));
}

Task<absl::StatusOr<v1::FindDuplicateCasesResponse>> MergeApi::FindDuplicateCases(
    rpc::CallContext& context, v1::FindDuplicateCasesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName name, RequireName<CaseName>(context, request.name(), "name"));
  errors::FieldViolations violations;
  const DuplicateBounds bounds = ReadDuplicateBounds(request.max_results(), request.min_score(), violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(name), std::nullopt, context.limits()));
  AMPARO_CO_RETURN_IF_ERROR(RequireNotMerged(record, KeyOf(name)));
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(record));
  CaseAlikeSearch search;
  search.subject = CaseFromStored(message);
  search.members = search.subject.merge.members;
  const Case subject = search.subject;
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseCandidates candidates,
                             co_await finder_->FindAlike(std::move(search), context.limits()));
  co_return DuplicateCasesAmong(subject, bounds, candidates);
}

Task<absl::StatusOr<rpc::Encoded<v1::Distinction>>> MergeApi::GetDistinction(rpc::CallContext& context,
                                                                             v1::GetDistinctionRequest request) {
  co_return co_await GetBasic<DistinctionName, v1::Distinction>(store_, &context, std::move(request));
}

Task<absl::StatusOr<v1::ListDistinctionsResponse>> MergeApi::ListDistinctions(rpc::CallContext& context,
                                                                              v1::ListDistinctionsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  ListQuery query;
  query.kind = Kind::kDistinction;
  query.office = parent.office;
  query.filters = DistinctionFilters(request, parent, violations);
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListDistinctionsResponse::add_distinctions, std::move(violations));
}

Task<absl::StatusOr<v1::Distinction>> MergeApi::WithdrawDistinction(rpc::CallContext& context,
                                                                    v1::WithdrawDistinctionRequest request) {
  Violations found;
  found.RequireText(request.reason(), kJudgementReason, "reason");
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<DistinctionName>(context, request, found));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Decide decide = [target, by = context.caller().identity(), reason = request.reason()](const Found& facts) {
    const Rule<Distinction> rule = [&](Distinction value) {
      return WithdrawnDistinction(std::move(value), by, reason);
    };
    return ChangeByRule(target, *facts[0], &DistinctionFromStored, rule);
  };
  ActPlan plan = ChangePlan(std::move(stamp), target, std::move(decide));
  co_return co_await RunAct<v1::Distinction>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::MergeCaseResponse>> MergeApi::MergeCase(rpc::CallContext& context,
                                                                v1::MergeCaseRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(MergeAsked asked, MergeAskedBy<CaseName>(context, request));
  const CaseName survivor{asked.from.key.office, asked.into};
  const DatedActParts parts{store_, offices_, templates_};
  AMPARO_CO_ASSIGN_OR_RETURN(TaskFollowing following, co_await FollowingFor(parts, &context, survivor, asked.from.now));
  ActStamp stamp = StampOf(context, survivor.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked), following = std::move(following)](Work& work) {
    return MergeCaseIn(work, asked, following);
  };
  co_return co_await RunWork<v1::MergeCaseResponse>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Case>> MergeApi::UnmergeCase(rpc::CallContext& context, v1::UnmergeCaseRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<CaseName>(context, request, Violations()));
  const CaseName name{target.key.office, target.key.id};
  const DatedActParts parts{store_, offices_, templates_};
  AMPARO_CO_ASSIGN_OR_RETURN(TaskFollowing following, co_await FollowingFor(parts, &context, name, target.now));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  WorkBody body = [target, following = std::move(following)](Work& work) {
    return UnmergeCaseIn(work, target, following);
  };
  co_return co_await RunWork<v1::Case>(store_, &context, std::move(stamp), std::move(body));
}

}  // namespace amparo::cases
