#include "services/case/store/pg_task_feed.h"

#include <utility>
#include <variant>

#include "common/base/status_macros.h"
#include "common/feed/token.h"

namespace amparo::cases {

Task<absl::StatusOr<std::string>> PgTaskFeed::Head(Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const feed::Token head, co_await reader_.Head(std::move(limits)));
  co_return feed::EncodeToken(head);
}

Task<absl::StatusOr<TaskChanges>> PgTaskFeed::Read(std::string office, std::string token, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const feed::Token from, feed::DecodeToken(token));
  feed::Filter filter;
  filter.kinds.emplace_back(KindWord(Kind::kTask));
  filter.offices.push_back(std::move(office));
  AMPARO_CO_ASSIGN_OR_RETURN(const feed::Batch batch,
                             co_await reader_.Read(from, std::move(filter), std::move(limits)));
  TaskChanges changes;
  for (int i = 0; i < batch.events; ++i) changes.tasks.emplace_back(batch.rows[i].Bytes(feed::kPayload));
  changes.token = feed::EncodeToken(batch.covered);
  changes.caught_up = batch.caught_up();
  co_return changes;
}

Task<absl::Status> PgTaskFeed::Wait(uint64_t rung, Limits limits) {
  const absl::StatusOr<std::monostate> rang = co_await bell_.Wait(rung, std::move(limits));
  co_return rang.status();
}

}  // namespace amparo::cases
