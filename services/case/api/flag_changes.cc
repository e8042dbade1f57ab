#include "services/case/api/flag_changes.h"

#include <utility>

#include "amparo/cases/v1/case.pb.h"
#include "common/base/status_macros.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/flag_convert.h"

namespace amparo::cases {
namespace {

// More open flags than any case has.
constexpr int32_t kMostFlagsOfCase = 10000;

}  // namespace

absl::StatusOr<std::vector<FlagKind>> OpenFlagsOf(Work& work, const CaseName& name) {
  ListQuery query;
  query.kind = Kind::kFlag;
  query.office = name.office;
  query.case_id = name.id;
  query.with_merged = true;
  query.filters.resize(3);
  query.filters[1] = static_cast<int64_t>(FlagState::kOpen);
  query.limit = kMostFlagsOfCase;
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> records, work.List(query));
  std::vector<Flag> flags;
  for (const Record& record : records) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Flag flag, MessageIn<v1::Flag>(record));
    flags.push_back(FlagFromStored(flag));
  }
  return OpenKinds(flags);
}

absl::Status ShowFlagsOnCase(Work& work, const Record& record, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(v1::Case message, MessageIn<v1::Case>(record));
  Case value = CaseFromStored(message);
  AMPARO_ASSIGN_OR_RETURN(std::vector<FlagKind> kinds, OpenFlagsOf(work, value.name));
  if (kinds == value.open_flags) return absl::OkStatus();
  value.open_flags = std::move(kinds);
  return work.Write(ChangeTo(value, record.version + 1, now, std::move(message)));
}

}  // namespace amparo::cases
