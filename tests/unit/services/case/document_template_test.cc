#include "services/case/domain/document_template.h"

#include <string>
#include <vector>

#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const CaseName kTemplateCase{"cebu", Id(1)};

DocumentTemplate Template(const std::string& id, int version, absl::CivilDay valid_from) {
  DocumentTemplate made;
  made.id = id;
  made.version = version;
  made.valid_from = valid_from;
  made.items = {{.kind = StrCat(id, "-", version)}};
  return made;
}

std::vector<std::string> KindsOf(const std::vector<Document>& documents) {
  std::vector<std::string> kinds;
  for (const Document& document : documents) kinds.push_back(document.kind);
  return kinds;
}

std::vector<std::string> Fitting(const std::vector<DocumentTemplate>& templates, const TemplateScope& scope) {
  std::vector<std::string> found;
  for (const DocumentTemplate& one : TemplatesFor(templates, scope)) found.push_back(StrCat(one.id, "@", one.version));
  return found;
}

TEST(DocumentTemplateTest, AVersionAppliesUntilTheNextOne) {
  const std::vector<DocumentTemplate> templates = {Template("a", 1, absl::CivilDay(2010, 1, 1)),
                                                   Template("a", 2, absl::CivilDay(2014, 7, 1)),
                                                   Template("b", 1, absl::CivilDay(2014, 1, 1))};
  const auto on = [&](absl::CivilDay day) { return Fitting(templates, {"", "", day}); };
  EXPECT_THAT(on(absl::CivilDay(2009, 12, 31)), IsEmpty());
  EXPECT_THAT(on(absl::CivilDay(2014, 6, 30)), ElementsAre("a@1", "b@1"));
  EXPECT_THAT(on(absl::CivilDay(2014, 7, 1)), ElementsAre("a@2", "b@1"));
  EXPECT_THAT(Fitting(templates, {}), ElementsAre("a@1", "a@2", "b@1"));
}

TEST(DocumentTemplateTest, ATemplateIsForCrimesAndCountries) {
  std::vector<DocumentTemplate> templates = {Template("a", 1, kToday), Template("b", 1, kToday)};
  templates[0].crime_type = "0204";
  templates[1].country_code = "PH";
  EXPECT_THAT(Fitting(templates, {"02041", "PH", kToday}), ElementsAre("a@1", "b@1"));
  EXPECT_THAT(Fitting(templates, {"0301", "PH", kToday}), ElementsAre("b@1"));
  EXPECT_THAT(Fitting(templates, {"0204", "KH", kToday}), ElementsAre("a@1"));
  EXPECT_THAT(Fitting(templates, {"020", "KH", kToday}), IsEmpty());
}

TEST(DocumentTemplateTest, PapersComeWithTheStage) {
  DocumentTemplate early = Template("early", 1, kToday);
  DocumentTemplate late = Template("late", 1, kToday);
  late.stage = Stage::kProsecution;
  const auto in = [&](Stage stage) {
    return KindsOf(DocumentsNeeded({early, late}, kTemplateCase, stage, {}, kToday));
  };
  EXPECT_THAT(in(Stage::kReported), ElementsAre("early-1"));
  EXPECT_THAT(in(Stage::kProsecution), ElementsAre("early-1", "late-1"));
  EXPECT_THAT(in(Stage::kAppeal), ElementsAre("early-1", "late-1"));
  EXPECT_THAT(in(Stage::kInactive), IsEmpty());
}

TEST(DocumentTemplateTest, EachPersonNeedsTheirOwn) {
  DocumentTemplate one = Template("x", 3, kToday);
  one.items = {{.kind = "birth-certificate", .title = "", .source = {}, .about = PartyRole::kSurvivor, .due_days = 30},
               {.kind = "consent", .title = "", .source = {}, .about = PartyRole::kSurvivor, .minors_only = true}};
  const std::vector<DocumentParty> people = {{Id(1), PartyRole::kSurvivor, true, Id(11)},
                                             {Id(2), PartyRole::kSurvivor, false, Id(2)},
                                             {Id(3), PartyRole::kAccused, true, Id(3)}};
  const auto needed = DocumentsNeeded({one}, kTemplateCase, Stage::kReported, people, kToday);
  EXPECT_THAT(KindsOf(needed), ElementsAre("birth-certificate", "birth-certificate", "consent"));
  EXPECT_EQ(needed[0].party, Id(1));
  EXPECT_EQ(needed[0].subject, Id(11)) << "what is said of a person is sealed under the person's key";
  EXPECT_EQ(needed[1].party, Id(2));
  EXPECT_EQ(needed[0].due_date, kToday + 30);
  EXPECT_FALSE(needed[2].due_date);
  EXPECT_EQ(needed[0].template_id, "x");
  EXPECT_EQ(needed[0].template_version, 3);
}

TEST(DocumentTemplateTest, TheSamePaperIsTheSameDocument) {
  DocumentTemplate general = Template("a", 1, kToday);
  DocumentTemplate special = Template("b", 1, kToday);
  general.items = special.items = {{.kind = "medical-certificate"}};
  const auto once = DocumentsNeeded({general, special}, kTemplateCase, Stage::kReported, {}, kToday);
  EXPECT_THAT(KindsOf(once), ElementsAre("medical-certificate"));
  const auto later = DocumentsNeeded({special}, kTemplateCase, Stage::kProsecution, {}, kToday + 100);
  EXPECT_EQ(later.front().name, once.front().name);
  const auto elsewhere = DocumentsNeeded({general}, {"cebu", Id(2)}, Stage::kReported, {}, kToday);
  EXPECT_NE(elsewhere.front().name.id, once.front().name.id);
}

}  // namespace
}  // namespace amparo::cases
