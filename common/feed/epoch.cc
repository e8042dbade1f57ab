#include "common/feed/epoch.h"

#include <memory>

#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/pg/params.h"
#include "common/pg/session.h"

namespace amparo::feed {
namespace {

constexpr absl::Duration kEpochPatience = absl::Seconds(30);

// The feed's head as SQL names it.
std::string HeadOf(std::string_view schema) {
  return StrCat("\"", absl::StrReplaceAll(ToAbsl(schema), {{"\"", "\"\""}}), "\".feed_head");
}

}  // namespace

absl::Status BeginEpoch(const std::string& conninfo, std::string_view schema) {
  const pg::SessionOptions options{.conninfo = conninfo, .application_name = "amparo-migrate"};
  AMPARO_ASSIGN_OR_RETURN(const std::unique_ptr<pg::Session> session, pg::Session::Connect(options, nullptr));
  const std::string head = HeadOf(schema);
  AMPARO_ASSIGN_OR_RETURN(const pg::Rows found, session->Run("SELECT to_regclass($1) IS NOT NULL",
                                                             pg::Params().Text(head), Limits::For(kEpochPatience)));
  if (!found.front().Bool(0)) return absl::FailedPreconditionError(StrCat("schema ", schema, " has no feed"));
  return session
      ->Run(StrCat("UPDATE ", head, " SET epoch = gen_random_uuid()"), pg::Params(), Limits::For(kEpochPatience))
      .status();
}

}  // namespace amparo::feed
