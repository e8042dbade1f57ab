// Etags, request ids, ids of new resources and update masks.
#include <gtest/gtest.h>

#include <limits>

#include "amparo/cases/v1/case_service.pb.h"
#include "common/rpc/etag.h"
#include "common/rpc/field_mask.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"

namespace amparo::rpc {
namespace {

TEST(Etag, NamesAVersion) {
  for (const int64_t version :
       {int64_t{1}, int64_t{2}, int64_t{35}, int64_t{36}, int64_t{1'000'000}, std::numeric_limits<int64_t>::max()}) {
    const auto parsed = ParseEtag(ToEtag(version));
    ASSERT_TRUE(parsed.ok()) << ToEtag(version);
    EXPECT_EQ(*parsed, version);
  }
  EXPECT_NE(ToEtag(1), ToEtag(2));
}

TEST(Etag, EmptyMeansAnyVersion) {
  const auto parsed = ParseEtag("");
  ASSERT_TRUE(parsed.ok());
  EXPECT_FALSE(parsed->has_value());
}

TEST(Etag, AnythingElseIsAViolation) {
  for (const std::string_view bad :
       {"1", "v", "v0", "v-1", "v01", "vA", "v1 ", "v zz", "vzzzzzzzzzzzzzzzz", "\"v1\""}) {
    EXPECT_EQ(ParseEtag(bad).status().code(), absl::StatusCode::kInvalidArgument) << bad;
  }
}

bool Accepts(std::string_view request_id) {
  errors::FieldViolations violations;
  CheckRequestId(request_id, violations);
  return violations.empty();
}

TEST(RequestId, IsEmptyOrAUuid) {
  EXPECT_TRUE(Accepts(""));
  EXPECT_TRUE(Accepts("0190f3c2-7d1e-7abc-8def-0123456789ab"));
  EXPECT_TRUE(Accepts("0190F3C2-7D1E-7ABC-8DEF-0123456789AB"));
  EXPECT_FALSE(Accepts("0190f3c27d1e7abc8def0123456789ab"));
  EXPECT_FALSE(Accepts("retry-1"));
  EXPECT_FALSE(Accepts("0190f3c2-7d1e-7abc-8def-0123456789ab "));
}

TEST(RequestDigest, IgnoresTheIdAndNothingElse) {
  cases::v1::CreateCaseRequest request;
  request.set_parent("offices/cebu");
  const std::string digest = RequestDigest("S/CreateCase", request);
  EXPECT_EQ(digest.size(), 32u);
  cases::v1::CreateCaseRequest same = request;
  same.set_request_id("0190f3c2-7d1e-7abc-8def-0123456789ab");
  EXPECT_EQ(RequestDigest("S/CreateCase", same), digest);
  cases::v1::CreateCaseRequest other = request;
  other.set_parent("offices/la-paz");
  EXPECT_NE(RequestDigest("S/CreateCase", other), digest);
  EXPECT_NE(RequestDigest("S/ImportCase", request), digest);
}

TEST(ResourceId, IsTheCallersOrANewOne) {
  const absl::Time now = absl::FromUnixMillis(1'416'787'200'123);
  errors::FieldViolations violations;
  const std::string given = "0190f3c2-7d1e-7abc-8def-0123456789ab";
  EXPECT_EQ(GivenOrNewId(given, "case_id", now, violations).ToString(), given);
  EXPECT_EQ(GivenOrNewId("", "case_id", now, violations).Time(), absl::FromUnixMillis(1'416'787'200'123));
  EXPECT_TRUE(violations.empty());
  for (const std::string& bad : {std::string("seven"), Uuid().ToString(), Uuid::V6(now).ToString()}) {
    errors::FieldViolations wrong;
    EXPECT_TRUE(GivenOrNewId(bad, "case_id", now, wrong).IsNil());
    EXPECT_EQ(errors::MetadataValue(wrong.ToStatus(), "field"), "case_id") << bad;
  }
}

TEST(ResourceId, OfWhatNotEverybodyMayKnowIsTheServicesAlone) {
  const absl::Time now = absl::FromUnixMillis(1'416'787'200'123);
  errors::FieldViolations violations;
  EXPECT_EQ(NewHiddenId("", "note_id", now, violations).version(), 6);
  EXPECT_TRUE(violations.empty());
  NewHiddenId("0190f3c2-7d1e-7abc-8def-0123456789ab", "note_id", now, violations);
  EXPECT_EQ(errors::MetadataValue(violations.ToStatus(), "field"), "note_id");
}

absl::Status ParseMask(const std::vector<std::string>& paths, UpdateMask& mask) {
  google::protobuf::FieldMask message;
  for (const auto& path : paths) message.add_paths(path);
  errors::FieldViolations violations;
  mask = UpdateMask::Parse(message, {"court", "lead_attorney"}, violations);
  return violations.ToStatus();
}

TEST(UpdateMask, HasWhatItNames) {
  UpdateMask mask;
  EXPECT_TRUE(ParseMask({"court", "court"}, mask).ok());
  EXPECT_TRUE(mask.Has("court"));
  EXPECT_FALSE(mask.Has("lead_attorney"));
}

TEST(UpdateMask, AStarIsEverythingThatCanBeChanged) {
  UpdateMask mask;
  EXPECT_TRUE(ParseMask({"*"}, mask).ok());
  EXPECT_TRUE(mask.Has("court"));
  EXPECT_TRUE(mask.Has("lead_attorney"));
  EXPECT_FALSE(mask.Has("stage"));
}

TEST(UpdateMask, RefusesUnknownPathsAndNone) {
  UpdateMask mask;
  EXPECT_EQ(ParseMask({}, mask).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ParseMask({"court", "stage"}, mask).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ParseMask({""}, mask).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace amparo::rpc
