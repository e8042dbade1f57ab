// Who could have known of an operation's place and start, who did, and in what order: from the compartment's history
// and the receipts of what was read.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/case/domain/compartment.h"

namespace amparo::cases {

// One read of an operation, as its receipt says.
struct ReadReceipt {
  // Its place in the order of commits.
  int64_t order = 0;
  absl::Time time = {};
  // The caller's identity.
  std::string reader = {};
  // "package.Service/Method".
  std::string method = {};
  int64_t version = 0;
  int64_t plan_version = 0;
  // The fields that the answer had.
  std::vector<std::string> fields = {};
  std::string reason = {};
};

// What receipts call the fields that tell of place and start time, and the mark of a read by breaking the glass.
inline constexpr std::string_view kStartField = "start_time";
inline constexpr std::string_view kSitesField = "sites";
inline constexpr std::string_view kPlanField = "plan";
inline constexpr std::string_view kBreakGlassField = "break_glass";

// True when the receipt has this field.
bool HasField(const ReadReceipt& receipt, std::string_view field);

// By what somebody could know. The numbers are those of the protos.
enum class ExposureBasis { kUnspecified = 0, kKeeper = 1, kList = 2, kBreakGlass = 3 };

// One person who could have known, or did.
struct ExposedPerson {
  std::string principal = {};
  ExposureBasis basis = ExposureBasis::kUnspecified;
  // From when on they could know that there is an operation.
  absl::Time listed_time = {};
  // From when on they could have read place and start; absent = at no moment.
  std::optional<absl::Time> could_know_time = std::nullopt;
  // When they first read anything, and place, start or plan.
  std::optional<absl::Time> first_read_time = std::nullopt;
  std::optional<absl::Time> knew_time = std::nullopt;
  std::set<int64_t> plan_versions = {};
  std::set<std::string> fields = {};
  int reads = 0;
};

// Everyone who was on the list or broke the glass up to `as_of`, this included: those who knew, in the order in which
// they did; then those who could have, in the order in which they could; then the others as they were listed.
// `receipts` are those up to `as_of`, in order.
std::vector<ExposedPerson> Exposed(const Compartment& compartment, const std::vector<ReadReceipt>& receipts,
                                   absl::Time as_of);

}  // namespace amparo::cases
