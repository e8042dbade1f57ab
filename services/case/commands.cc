#include "services/case/commands.h"

#include <cstdint>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/crypto/key_ring.h"
#include "common/process/database.h"
#include "services/case/api/asset_index.h"
#include "services/case/api/case_index.h"
#include "services/case/api/people_index.h"
#include "services/case/store/fill_columns.h"
#include "services/case/store/pg_case_finder.h"
#include "services/case/store/pg_network_store.h"
#include "services/case/store/pg_people_store.h"
#include "services/case/store/pg_store.h"
#include "services/case/store/rewrap_keys.h"

namespace amparo::cases {
namespace {

constexpr char kApplication[] = "case-service-maintenance";

absl::StatusOr<std::string> Rewrap(process::Environment& environment) {
  AMPARO_ASSIGN_OR_RETURN(const Keys keys, LoadKeys(environment.config));
  process::Database database(environment.config.database(), kApplication, /*notify_channel=*/"", environment.registry,
                             environment.exit);
  AMPARO_ASSIGN_OR_RETURN(const int64_t done, RewrapKeys(database.workers(), keys.envelope, keys.wrapping_key_id));
  return StrCat(done, " data keys were wrapped anew by ", keys.wrapping_key_id);
}

// Nobody is rung: followers look by themselves within their interval.
absl::StatusOr<std::string> Index(process::Environment& environment) {
  AMPARO_ASSIGN_OR_RETURN(const Keys keys, LoadKeys(environment.config));
  process::Database database(environment.config.database(), kApplication, /*notify_channel=*/"", environment.registry,
                             environment.exit);
  PgStore store({&database.reads(), &database.decides(), &database.writer(), &database.workers(), &keys.envelope,
                 &environment.clock, &keys.index});
  PgPeopleStore people({&database.workers(), &database.writer(), &keys.envelope, &keys.index, &environment.clock});
  AMPARO_ASSIGN_OR_RETURN(const int64_t done, IndexPeople(store, people, environment.clock));
  PgNetworkStore network(&database.reads(), &database.decides(), &keys.index);
  AMPARO_ASSIGN_OR_RETURN(const int64_t assets, IndexAssets(store, network));
  return StrCat(done, " people and ", assets, " assets were indexed under ", keys.index.current_id());
}

absl::StatusOr<std::string> Fill(process::Environment& environment) {
  process::Database database(environment.config.database(), kApplication, /*notify_channel=*/"", environment.registry,
                             environment.exit);
  AMPARO_ASSIGN_OR_RETURN(const int64_t done, FillColumns(database.workers()));
  return StrCat("the columns of ", done, " records were filled");
}

absl::StatusOr<std::string> IndexAllCases(process::Environment& environment) {
  AMPARO_ASSIGN_OR_RETURN(const Keys keys, LoadKeys(environment.config));
  process::Database database(environment.config.database(), kApplication, /*notify_channel=*/"", environment.registry,
                             environment.exit);
  PgStore store({&database.reads(), &database.decides(), &database.writer(), &database.workers(), &keys.envelope,
                 &environment.clock, &keys.index});
  PgCaseFinder finder({&database.workers(), &database.writer(), &keys.index, &environment.clock});
  AMPARO_ASSIGN_OR_RETURN(const int64_t done, IndexCases(store, finder));
  return StrCat(done, " cases were indexed under ", keys.index.current_id());
}

}  // namespace

absl::StatusOr<Keys> LoadKeys(const config::v1::ServiceConfig& config) {
  AMPARO_ASSIGN_OR_RETURN(crypto::KeyRing wrapping, crypto::KeyRing::Load(config.crypto().wrapping_key_file()));
  AMPARO_ASSIGN_OR_RETURN(crypto::KeyRing index, crypto::KeyRing::Load(config.crypto().index_key_file()));
  std::string id = wrapping.current_id();
  return Keys{std::move(id), crypto::Envelope(std::move(wrapping)), crypto::BlindIndex(std::move(index))};
}

std::vector<process::Command> Commands() {
  return {
      {"rewrap-keys", "Wrap every data key by the current wrapping key; the service goes on meanwhile", &Rewrap},
      {"index-people", "Index every person and asset under the current index key; the service goes on meanwhile",
       &Index},
      {"index-cases", "Index every case under the current index key; the service goes on meanwhile", &IndexAllCases},
      {"fill-columns",
       "Fill what lists are filtered by, and ends of links, from records that were kept before; the service goes on "
       "meanwhile",
       &Fill}};
}

}  // namespace amparo::cases
