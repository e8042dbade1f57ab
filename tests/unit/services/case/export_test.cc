// What an export hands out, and the tokens by which it is resumed.
#include "services/case/domain/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "amparo/cases/v1/case.pb.h"
#include "services/case/convert/kind_message.h"
#include "services/case/store/export_statements.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Export, EveryKindIsExportedOrSaidToBeLeftBehind) {
  std::set<Kind> kinds(ExportedKinds().begin(), ExportedKinds().end());
  EXPECT_EQ(kinds.size(), ExportedKinds().size());
  for (const Kind kind : LeftBehindKinds()) EXPECT_TRUE(kinds.insert(kind).second) << KindWord(kind);
  for (const Table& table : Tables()) EXPECT_TRUE(kinds.contains(table.kind)) << KindWord(table.kind);
  EXPECT_EQ(kinds.size(), Tables().size() + 1) << "contents are no table";
  EXPECT_EQ(ExportedKinds().back(), Kind::kOperation);
  EXPECT_EQ(ExportedKind("break_glass"), std::nullopt);
  EXPECT_EQ(ExportedKind("charge"), Kind::kCharge);
}

TEST(Export, AResumeTokenBelongsToItsArguments) {
  const ExportPlace place{.feed_token = "feed",
                          .kind = Kind::kParty,
                          .after = *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab"),
                          .page = "page"};
  const std::string token = EncodeExportPlace(place, "FULL/cebu");
  EXPECT_EQ(DecodeExportPlace(token, "FULL/cebu"), place);
  EXPECT_EQ(DecodeExportPlace(token, "FULL/la-paz"), std::nullopt);
  EXPECT_EQ(DecodeExportPlace("", "FULL/cebu"), std::nullopt);
  EXPECT_EQ(DecodeExportPlace("!", "FULL/cebu"), std::nullopt);
  EXPECT_EQ(DecodeExportPlace(token.substr(0, token.size() / 2), "FULL/cebu"), std::nullopt);
  EXPECT_EQ(DecodeExportPlace(token + " ", "FULL/cebu"), std::nullopt)
      << "the same bytes, in base64 of another's making";
}

TEST(Export, CopiesGoByIdsAndNotesByWhoReadsThem) {
  const Uuid after = *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab");
  EXPECT_THAT(ExportCopySql(Kind::kCharge, "cebu", after, {}),
              AllOf(HasSubstr("office = E'cebu'"), HasSubstr("id > '0190f3c2-7d1e-7abc-8def-0123456789ab'"),
                    HasSubstr("ORDER BY id")));
  EXPECT_THAT(ExportCopySql(Kind::kNote, "cebu", after, {"1", "spiffe://amparo/o'hara"}),
              AllOf(HasSubstr("confidentiality"), HasSubstr("o''hara"), Not(HasSubstr("{}"))));
  EXPECT_THAT(ExportCopySql(Kind::kOffice, "cebu", after, {}), Not(HasSubstr("id >")));
}

TEST(Export, ARecordLeavesWithItsSecretInPlaceOfTheCiphertext) {
  v1::Case kept;
  kept.set_title("A case");
  kept.set_sealed_narrative("sealed");
  Record record;
  record.body = kept.SerializeAsString();
  v1::CaseNarrative narrative;
  narrative.set_narrative("told");
  record.secret = narrative.SerializeAsString();
  const auto message = OpenedMessage(Kind::kCase, record);
  ASSERT_TRUE(message.ok());
  const auto& opened = static_cast<const v1::Case&>(**message);
  EXPECT_EQ(opened.narrative().narrative(), "told");
  EXPECT_EQ(opened.sealed_narrative(), "");
  EXPECT_EQ(SealedPathOf(Kind::kCase), "narrative");
  EXPECT_EQ(SealedPathOf(Kind::kTask), "");
  record.body = "no message";
  EXPECT_FALSE(OpenedMessage(Kind::kCase, record).ok());
}

}  // namespace
}  // namespace amparo::cases
