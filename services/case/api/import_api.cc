#include "services/case/api/import_api.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/rpc/request_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/case_changes.h"
#include "services/case/api/operation_changes.h"
#include "services/case/api/party_changes.h"
#include "services/case/api/support.h"
#include "services/case/convert/bundle_convert.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/charge_convert.h"
#include "services/case/convert/network_convert.h"
#include "services/case/convert/operation_convert.h"
#include "services/case/convert/party_convert.h"

namespace amparo::cases {
namespace {

constexpr int kMostRows = 10000;

// What an answer may say of rejected rows in all, and of one: it must fit into one message (4 MiB) whatever the rows
// are. The reason is always told.
constexpr std::size_t kMostTold = 1 << 20;
constexpr std::size_t kMostToldOfRow = 1000;

// What is wrong with a row is told in its result; what is wrong with us, or with the caller's time, ends the call.
bool EndsTheCall(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
      return false;
    default:
      return true;
  }
}

// The secret of a text field: nothing when it is empty.
std::optional<std::string> SecretText(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// Hands out the moments of entry of a bundle's records: a microsecond apart, so that lists keep the bundle's order, the
// last at `now`.
class EntryTimes {
 public:
  EntryTimes(absl::Time now, std::size_t records) : next_(now - absl::Microseconds(records)) {}
  absl::Time Next() { return next_ += absl::Microseconds(1); }

 private:
  absl::Time next_;
};

// Every record of the bundle as its first version; `request` has the secrets in the order of `bundle`.
std::vector<Change> ChangesOf(const Bundle& bundle, const v1::CaseBundle& request, absl::Time now) {
  EntryTimes times(now, 1 + 2 * bundle.parties.size() + bundle.venues.size() + bundle.links.size() +
                            bundle.operations.size() + bundle.charges.size());
  std::vector<Change> changes;
  changes.push_back(NewResource<v1::Case>(bundle.the_case, times.Next(), SecretOf(request.case_())));
  changes.back().terms = TermsOfNarrative(request.case_());
  for (int i = 0; i < request.parties_size(); ++i) {
    changes.push_back(PersonOfParty(bundle.parties[i].party, request.parties(i).identity(), times.Next()));
  }
  for (const WholeParty& whole : bundle.parties) changes.push_back(NewResource<v1::Party>(whole.party, times.Next()));
  for (const WholeVenue& whole : bundle.venues) {
    changes.push_back(NewResource<v1::Venue>(whole.venue, times.Next(), SecretText(whole.address)));
  }
  for (const Link& link : bundle.links) changes.push_back(NewResource<v1::Link>(link, times.Next()));
  for (const WholeOperation& whole : bundle.operations) {
    changes.push_back(NewOperation(whole.operation, times.Next(), whole.plan));
  }
  for (const Charge& charge : bundle.charges) changes.push_back(NewResource<v1::Charge>(charge, times.Next()));
  return changes;
}

// The row as the store takes it. INVALID_ARGUMENT with everything that is wrong with it.
absl::StatusOr<WholeCase> Checked(const rpc::CallContext& context, const v1::ImportCasesRequest& row,
                                  const OfficeFacts& office) {
  const absl::Time now = context.clock().Now();
  const BundleFrame frame{
      .today = office.Today(now), .now = now, .importer = context.caller().identity(), .country = office.country_code};
  Violations violations;
  Bundle bundle = BundleFrom(row.bundle(), office.id, violations);
  if (!bundle.the_case.name.id.IsNil()) CheckBundle(bundle, frame, violations);
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  CompleteBundle(frame, bundle);
  WholeCase whole;
  whole.stamp = StampOf(context, office.id, /*request_id=*/"", row.bundle());
  whole.stamp.fingerprint = rpc::RequestFingerprint(context.method(), row.bundle());
  whole.name = bundle.the_case.name;
  whole.charges = FactsOf(bundle.charges);
  whole.venues_needed = VenuesNeeded(bundle);
  whole.changes = ChangesOf(bundle, row.bundle(), now);
  return whole;
}

// The beginning of `text`, at most `most` bytes of it, whole characters only.
std::string Beginning(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return std::string(text.substr(0, most));
}

void AddResult(const v1::ImportCasesRequest& row, const absl::StatusOr<ImportEffect>& effect, std::size_t& left_to_tell,
               v1::ImportCasesResponse& response) {
  v1::ImportResult& result = *response.add_results();
  result.set_row(row.row());
  if (!effect.ok()) {
    result.set_outcome(v1::IMPORT_OUTCOME_REJECTED);
    result.set_reason(errors::Reason(effect.status()));
    result.set_message(Beginning(FromAbsl(effect.status().message()), std::min(left_to_tell, kMostToldOfRow)));
    left_to_tell -= result.message().size();
    response.set_rejected(response.rejected() + 1);
    return;
  }
  result.set_case_(row.bundle().case_().name());
  if (*effect == ImportEffect::kCreated) {
    result.set_outcome(v1::IMPORT_OUTCOME_CREATED);
    response.set_created(response.created() + 1);
  } else {
    result.set_outcome(v1::IMPORT_OUTCOME_UNCHANGED);
    response.set_unchanged(response.unchanged() + 1);
  }
}

}  // namespace

rpc::ServiceBinding ImportApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.ImportService");
  binding.ClientStream<&ImportApi::ImportCases>("ImportCases", this);
  return binding;
}

Task<absl::StatusOr<v1::ImportCasesResponse>> ImportApi::ImportCases(rpc::CallContext& context,
                                                                     rpc::ClientStream<v1::ImportCasesRequest>& rows) {
  v1::ImportCasesResponse response;
  std::size_t left_to_tell = kMostTold;
  while (true) {
    const std::optional<v1::ImportCasesRequest> row = co_await rows.Read();
    if (!row) break;
    if (response.results_size() == kMostRows) {
      co_return errors::InvalidField("row", "must be one of at most 10000 in a call; those before were entered");
    }
    const absl::StatusOr<ImportEffect> effect = co_await ImportRow(&context, &*row);
    if (!effect.ok() && EndsTheCall(effect.status())) co_return effect.status();
    AddResult(*row, effect, left_to_tell, response);
  }
  AMPARO_CO_RETURN_IF_ERROR(rows.status());
  co_return response;
}

Task<absl::StatusOr<ImportEffect>> ImportApi::ImportRow(rpc::CallContext* context, const v1::ImportCasesRequest* row) {
  Violations violations;
  violations.RequireText(row->row(), {.min = 0, .max = 200}, "row");
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(*context, row->parent(), "parent"));
  const auto office = co_await offices_->Find(parent.office, context->limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  AMPARO_CO_ASSIGN_OR_RETURN(WholeCase whole, Checked(*context, *row, **office));
  const absl::StatusOr<ImportEffect> effect = co_await store_->Import(std::move(whole), context->limits());
  co_return effect;
}

}  // namespace amparo::cases
