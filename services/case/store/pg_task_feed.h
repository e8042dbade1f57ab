// Implements domain/reminder.h's TaskFeed over the change feed.
#pragma once

#include <string>

#include "common/feed/bell.h"
#include "common/feed/reader.h"
#include "common/pg/reader.h"
#include "services/case/domain/reminder.h"

namespace amparo::cases {

class PgTaskFeed final : public TaskFeed {
 public:
  // Both must outlive it. `reader` reads from where acts are written (feed::Reader); `bell` rings when the feed may
  // have grown, and at every poll interval: that of the feed's own streams.
  PgTaskFeed(pg::Reader& reader, feed::Bell& bell) : reader_(reader), bell_(bell) {}

  Task<absl::StatusOr<std::string>> Head(Limits limits) override;
  Task<absl::StatusOr<TaskChanges>> Read(std::string office, std::string token, Limits limits) override;
  uint64_t rung() const override { return bell_.rung(); }
  Task<absl::Status> Wait(uint64_t rung, Limits limits) override;
  void Wake() override { bell_.Ring(); }

 private:
  feed::Reader reader_;
  feed::Bell& bell_;
};

}  // namespace amparo::cases
