// Whoever was judged to be somebody else is found however many such judgements there are.
#include "services/case/api/distinctions.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/errors/errors.h"
#include "gtest/gtest.h"
#include "services/case/convert/merge_convert.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

// A work that lists these records, page by page; nothing else is asked of it.
class ListingWork final : public Work {
 public:
  explicit ListingWork(std::vector<Record> records) : records_(std::move(records)) {}

  absl::StatusOr<std::vector<Record>> List(const ListQuery& query) override {
    std::vector<Record> page;
    for (const Record& record : records_) {
      const bool seen = query.after && record.create_time <= query.after->order_time;
      if (!seen && page.size() < static_cast<std::size_t>(query.limit)) page.push_back(record);
    }
    return page;
  }

  absl::StatusOr<std::optional<Record>> Find(const RecordKey&) override { return Unexpected(); }
  absl::Status Write(Change) override { return Unexpected(); }
  absl::StatusOr<std::optional<std::string>> Open(const RecordKey&, const Record&) override { return Unexpected(); }
  absl::Status AddCounts(const RecordKey&, int64_t, int64_t) override { return Unexpected(); }
  absl::Status Index(const RecordKey&, const std::vector<std::string>&) override { return Unexpected(); }
  absl::Status ForgetImported(const RecordKey&) override { return Unexpected(); }
  absl::Status EraseKey(const Uuid&, absl::Time) override { return Unexpected(); }
  absl::Status EraseBefore(const RecordKey&, absl::Time) override { return Unexpected(); }
  absl::Status HoldMembers() override { return Unexpected(); }
  absl::Status KeepMember(const RecordKey&, const RecordKey&) override { return Unexpected(); }
  absl::StatusOr<std::vector<Uuid>> SurvivorsNaming(const RecordKey&) override { return Unexpected(); }

 private:
  static absl::Status Unexpected() { return absl::UnimplementedError("is not asked for"); }

  const std::vector<Record> records_;
};

// The id of a person by number, beyond what one byte holds.
Uuid PersonNumbered(int number) {
  std::array<uint8_t, Uuid::kSize> bytes{};
  bytes[14] = static_cast<uint8_t>(number >> 8);
  bytes[15] = static_cast<uint8_t>(number & 0xff);
  return Uuid(bytes);
}

// The judgement, entered as the `number`th, that two people are two.
Record JudgedApart(const Uuid& one, const Uuid& other, int number) {
  v1::Distinction message;
  ToProto(DistinctionOf({"cebu", PersonNumbered(number)}, one, other, "spiffe://amparo/everyone", "twins"), message);
  Record record;
  record.id = PersonNumbered(number);
  record.version = 1;
  record.create_time = record.update_time = kNow + absl::Microseconds(number);
  record.body = message.SerializeAsString();
  return record;
}

TEST(DistinctionsTest, AllOfAPersonAreReadBeforeAMergeHoweverMany) {
  const Uuid often_mistaken = PersonNumbered(1);
  const auto other = [](int number) { return PersonNumbered(2000 + number); };
  std::vector<Record> records;
  for (int number = 1; number <= kMostPerPage + 1; ++number) {
    records.push_back(JudgedApart(often_mistaken, other(number), number));
  }
  ListingWork work(std::move(records));
  const auto required = [&](const Uuid& from) {
    return RequireNotDistinguished(work, Kind::kPerson, "cebu", {often_mistaken}, {from});
  };
  for (const int number : {1, kMostPerPage, kMostPerPage + 1}) {
    EXPECT_EQ(errors::Reason(required(other(number))), "PERSONS_DISTINGUISHED") << number;
  }
  EXPECT_TRUE(required(other(kMostPerPage + 2)).ok());
}

}  // namespace
}  // namespace amparo::cases
