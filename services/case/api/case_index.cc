#include "services/case/api/case_index.h"

#include <string>
#include <utility>
#include <vector>

#include "amparo/cases/v1/case.pb.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/rpc/etag.h"
#include "services/case/api/acts.h"
#include "services/case/api/case_changes.h"
#include "services/case/convert/case_convert.h"

namespace amparo::cases {
namespace {

constexpr int32_t kCasesIndexedAtOnce = 100;
constexpr absl::Duration kCaseIndexPatience = absl::Minutes(1);

// The case with what is sealed of it and its etag, serialized.
absl::StatusOr<std::string> OpenedCase(Work& work, const CaseName& name) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(name)));
  AMPARO_ASSIGN_OR_RETURN(v1::Case message, MessageIn<v1::Case>(record));
  AMPARO_ASSIGN_OR_RETURN(const std::optional<std::string> secret, work.Open(KeyOf(name), record));
  if (secret && !SetSecret(*secret, SealedFieldOf<v1::Case>(), message)) {
    return absl::InternalError("what was sealed is malformed");
  }
  message.set_etag(rpc::ToEtag(record.version));
  return message.SerializeAsString();
}

// Indexes one case as it is; one that changes meanwhile is left to the next run, unless its change indexed it.
absl::Status IndexCase(Store& store, CaseFinder& finder, const CaseName& name) {
  ActStamp stamp;
  stamp.office = name.office;
  stamp.caller = kIndexCasesCaller;
  stamp.method = "case-service/index-cases";
  WorkBody body = [name](Work& work) { return OpenedCase(work, name); };
  const absl::StatusOr<std::string> opened =
      SyncWait(store.RunWork(std::move(stamp), std::move(body), Limits::For(kCaseIndexPatience)));
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, ParseStored<v1::Case>(opened));
  AMPARO_ASSIGN_OR_RETURN(const std::optional<int64_t> version, rpc::ParseEtag(message.etag()));
  return SyncWait(finder.Index(CaseFromStored(message), TermsOfNarrative(message), version.value_or(0),
                               Limits::For(kCaseIndexPatience)))
      .status();
}

}  // namespace

absl::StatusOr<int64_t> IndexCases(Store& store, CaseFinder& finder) {
  int64_t indexed = 0;
  CaseName after;
  while (true) {
    AMPARO_ASSIGN_OR_RETURN(const std::vector<CaseName> names,
                            SyncWait(finder.NotIndexed(after, kCasesIndexedAtOnce, Limits::For(kCaseIndexPatience))));
    if (names.empty()) return indexed;
    after = names.back();
    for (const CaseName& name : names) AMPARO_RETURN_IF_ERROR(IndexCase(store, finder, name));
    indexed += static_cast<int64_t>(names.size());
  }
}

}  // namespace amparo::cases
