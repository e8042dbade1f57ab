#include "common/pg/conninfo.h"

#include <libpq-fe.h>

#include <cstring>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_replace.h"
#include "common/base/strings.h"

namespace amparo::pg {
namespace {

// What every connection gets unless its own string says otherwise: a peer that is gone is noticed within 25 s.
constexpr std::pair<const char*, const char*> kDefaults[] = {
    {"keepalives", "1"},       {"keepalives_idle", "10"},     {"keepalives_interval", "5"},
    {"keepalives_count", "3"}, {"tcp_user_timeout", "15000"},
};

std::string Quoted(std::string_view value) {
  return StrCat("'", absl::StrReplaceAll(ToAbsl(value), {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

}  // namespace

absl::StatusOr<std::string> ConninfoFor(const SessionOptions& options) {
  char* error = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
      PQconninfoParse(options.conninfo.c_str(), &error), &PQconninfoFree);
  if (!parsed) {
    const std::string message(error == nullptr ? "" : error);
    PQfreemem(error);
    return absl::InvalidArgumentError(StrCat("not a connection string of PostgreSQL: ", message));
  }
  std::string conninfo;
  std::string server_options;
  for (const auto& [key, value] : kDefaults) StrAppend(&conninfo, key, "=", value, " ");
  StrAppend(&conninfo, "application_name=", Quoted(options.application_name), " ");
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    if (std::strcmp(option->keyword, "options") == 0) {
      server_options = option->val;
    } else {
      StrAppend(&conninfo, option->keyword, "=", Quoted(option->val), " ");
    }
  }
  for (const auto& [key, value] : options.settings) StrAppend(&server_options, " -c ", key, "=", value);
  StrAppend(&conninfo, "options=", Quoted(server_options));
  return conninfo;
}

}  // namespace amparo::pg
