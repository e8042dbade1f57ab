#include "services/case/domain/law_article.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/case/domain/crime_type.h"
#include "services/case/domain/office.h"

namespace amparo::cases {
namespace {

const absl::CivilDay kDay(2014, 6, 2);

std::string CodeOf(std::string_view country, std::string_view citation, absl::CivilDay day = kDay) {
  const LawArticle* article = FindLawArticle(country, citation, day);
  return article == nullptr ? "" : std::string(article->code);
}

TEST(LawArticleTest, EveryEntryIsWhole) {
  for (const LawArticle& article : LawArticles()) {
    EXPECT_TRUE(IsCountryCode(article.country)) << article.code;
    EXPECT_TRUE(IsCrimeType(article.crime_type)) << article.code;
    EXPECT_FALSE(article.title.empty() || article.citation.empty()) << article.code;
    EXPECT_EQ(LawArticleOf(article.country, article.code, kDay)->code, article.code);
  }
}

TEST(LawArticleTest, IsFoundHoweverItIsCited) {
  EXPECT_EQ(CodeOf("PH", "Republic Act 9208, sec. 4(a)"), "RA9208-4(a)");
  EXPECT_EQ(CodeOf("PH", "RA 9208 Section 4(a)"), "RA9208-4(a)");
  EXPECT_EQ(CodeOf("PH", "R.A. 9208 sec. 4-A"), "RA9208-4-A");
  EXPECT_EQ(CodeOf("PH", "Republic Act 9208 as amended by Republic Act 10364, sec. 4-A"), "RA9208-4-A");
  EXPECT_EQ(CodeOf("KH", "Law on the Suppression of Human Trafficking and Sexual Exploitation (2008), art. 24"),
            "TSE-24");
  EXPECT_EQ(CodeOf("BO", "Código Penal, artículo 308"), "");
  EXPECT_EQ(CodeOf("BO", "Código Penal, art. 308"), "CP-308");
}

TEST(LawArticleTest, BelongsToItsCountry) {
  EXPECT_EQ(CodeOf("KH", "Republic Act 9208, sec. 4(a)"), "");
  EXPECT_EQ(CodeOf("PH", "something that no table has"), "");
}

TEST(LawArticleTest, ReadsAsItDidOnTheDay) {
  const auto title = [](absl::CivilDay day) { return FindLawArticle("PH", "RA 9208 sec. 4(a)", day)->valid_from; };
  EXPECT_EQ(title(absl::CivilDay(2012, 1, 1)), "2003-06-26");
  EXPECT_EQ(title(absl::CivilDay(2013, 2, 27)), "2003-06-26");
  EXPECT_EQ(title(absl::CivilDay(2013, 2, 28)), "2013-02-28");
  // Offences are charged after the law has changed.
  EXPECT_EQ(CodeOf("IN", "Indian Penal Code, sec. 370", absl::CivilDay(2025, 1, 1)), "IPC-370");
}

}  // namespace
}  // namespace amparo::cases
