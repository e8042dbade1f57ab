#include "common/feed/problem_teller.h"

#include <utility>

#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::feed {

void ProblemTeller::Met(const absl::Status& problem) {
  if (!tell_) return;
  const std::string reason = errors::Reason(problem);
  // That the other end was told to go is no problem, unless nobody is there when it is asked again.
  if (reason == errors::kShuttingDown) return;
  // Texts may differ from time to time, as with the id of an unexpected failure.
  std::string told = StrCat(static_cast<int>(problem.code()), " ", reason.empty() ? problem.ToString() : reason);
  if (told == told_) return;
  told_ = std::move(told);
  tell_(problem);
}

}  // namespace amparo::feed
