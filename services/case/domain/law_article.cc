#include "services/case/domain/law_article.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "common/base/civil.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

// By country, code and first day. Adding one means adding it to the database too, by a migration.
constexpr std::array kArticles = std::to_array<LawArticle>({
    {"BO", "CP-281BIS", "Código Penal, art. 281 bis", "Trafficking in persons", "0204", "2006-01-18", ""},
    {"BO", "CP-308", "Código Penal, art. 308", "Rape", "03011", "1999-10-29", ""},
    {"BO", "CP-308BIS", "Código Penal, art. 308 bis", "Rape of a child", "030113", "1999-10-29", ""},
    {"BO", "CP-312", "Código Penal, art. 312", "Sexual abuse", "03012", "1999-10-29", ""},
    {"GT", "D9-2009-173", "Decreto 9-2009, art. 173", "Rape", "03011", "2009-04-03", ""},
    {"GT", "D9-2009-173BIS", "Decreto 9-2009, art. 173 bis", "Sexual assault", "03012", "2009-04-03", ""},
    {"GT", "D9-2009-202TER", "Decreto 9-2009, art. 202 ter", "Trafficking in persons", "0204", "2009-04-03", ""},
    {"IN", "BLSA-16", "Bonded Labour System (Abolition) Act 1976, sec. 16", "Enforcement of bonded labour", "02032",
     "1975-10-25", ""},
    {"IN", "BLSA-17", "Bonded Labour System (Abolition) Act 1976, sec. 17", "Advancement of bonded debt", "02032",
     "1975-10-25", ""},
    {"IN", "IPC-370", "Indian Penal Code, sec. 370", "Trafficking in persons", "0204", "2013-02-03", "2024-06-30"},
    {"IN", "IPC-376", "Indian Penal Code, sec. 376", "Rape", "03011", "1862-01-01", "2024-06-30"},
    {"IN", "ITPA-3", "Immoral Traffic (Prevention) Act 1956, sec. 3", "Keeping a brothel", "0302", "1958-05-01", ""},
    {"IN", "ITPA-5", "Immoral Traffic (Prevention) Act 1956, sec. 5", "Procuring or taking a person for prostitution",
     "02041", "1958-05-01", ""},
    {"IN", "POCSO-10", "Protection of Children from Sexual Offences Act 2012, sec. 10",
     "Aggravated sexual assault of a child", "030121", "2012-11-14", ""},
    {"IN", "POCSO-12", "Protection of Children from Sexual Offences Act 2012, sec. 12", "Sexual harassment of a child",
     "030122", "2012-11-14", ""},
    {"IN", "POCSO-4", "Protection of Children from Sexual Offences Act 2012, sec. 4",
     "Penetrative sexual assault of a child", "030113", "2012-11-14", ""},
    {"IN", "POCSO-6", "Protection of Children from Sexual Offences Act 2012, sec. 6",
     "Aggravated penetrative sexual assault of a child", "030113", "2012-11-14", ""},
    {"IN", "POCSO-8", "Protection of Children from Sexual Offences Act 2012, sec. 8", "Sexual assault of a child",
     "030121", "2012-11-14", ""},
    {"KH", "TSE-10", "Law on Suppression of Human Trafficking and Sexual Exploitation (2008), art. 10",
     "Unlawful removal with purpose", "0204", "2008-02-15", ""},
    {"KH", "TSE-12", "Law on Suppression of Human Trafficking and Sexual Exploitation (2008), art. 12",
     "Unlawful recruitment for exploitation", "0204", "2008-02-15", ""},
    {"KH", "TSE-15", "Law on Suppression of Human Trafficking and Sexual Exploitation (2008), art. 15",
     "Sale of a human being with purpose", "0204", "2008-02-15", ""},
    {"KH", "TSE-24", "Law on Suppression of Human Trafficking and Sexual Exploitation (2008), art. 24",
     "Procurement of prostitution", "0302", "2008-02-15", ""},
    {"KH", "TSE-28", "Law on Suppression of Human Trafficking and Sexual Exploitation (2008), art. 28",
     "Procurement with regard to child prostitution", "030222", "2008-02-15", ""},
    {"KH", "TSE-34", "Law on Suppression of Human Trafficking and Sexual Exploitation (2008), art. 34",
     "Purchase of child prostitution", "030222", "2008-02-15", ""},
    {"PH", "RA7610-5B", "Republic Act 7610, sec. 5(b)", "Sexual abuse of an exploited child", "030222", "1992-06-17",
     ""},
    {"PH", "RA9208-4(a)", "Republic Act 9208, sec. 4(a)", "Trafficking in persons: recruiting, moving, harbouring",
     "0204", "2003-06-26", "2013-02-27"},
    {"PH", "RA9208-4(a)", "Republic Act 9208 as amended by Republic Act 10364, sec. 4(a)",
     "Trafficking in persons: recruiting, obtaining, moving, harbouring", "0204", "2013-02-28", ""},
    {"PH", "RA9208-4-A", "Republic Act 9208 as amended by Republic Act 10364, sec. 4-A",
     "Attempted trafficking in persons", "0204", "2013-02-28", ""},
    {"PH", "RA9208-6", "Republic Act 9208, sec. 6", "Qualified trafficking in persons", "0204", "2003-06-26", ""},
    {"PH", "RPC-266A", "Revised Penal Code, art. 266-A", "Rape", "03011", "1997-10-22", ""},
});

static_assert(std::is_sorted(kArticles.begin(), kArticles.end(), [](const LawArticle& a, const LawArticle& b) {
  return std::tie(a.country, a.code, a.valid_from) < std::tie(b.country, b.code, b.valid_from);
}));

// A citation in the form in which two that mean the same are equal.
std::string Plain(std::string_view citation) {
  std::string text =
      absl::StrReplaceAll(absl::AsciiStrToLower(ToAbsl(citation)), {{"republic act no.", "ra"},
                                                                    {"republic act", "ra"},
                                                                    {"r.a. no.", "ra"},
                                                                    {"r.a.", "ra"},
                                                                    {"ra no.", "ra"},
                                                                    {"section", "sec"},
                                                                    {"article", "art"},
                                                                    {"law on the suppression", "law on suppression"},
                                                                    {" as amended by ra 10364", ""},
                                                                    {" as amended by republic act 10364", ""}});
  std::erase_if(text, [](char c) { return c == ' ' || c == '.' || c == ','; });
  return text;
}

absl::CivilDay DayOf(std::string_view text, absl::CivilDay otherwise) {
  return text.empty() ? otherwise : ParseDate(text).value_or(otherwise);
}

// The entry in force on `day` among those of the country that `fits`, or else the last of them.
template <typename Fits>
const LawArticle* Choose(std::string_view country, absl::CivilDay day, Fits fits) {
  const LawArticle* chosen = nullptr;
  for (const LawArticle& article : kArticles) {
    if (article.country != country || !fits(article)) continue;
    if (article.InForce(day)) return &article;
    chosen = &article;
  }
  return chosen;
}

}  // namespace

bool LawArticle::InForce(absl::CivilDay day) const {
  return DayOf(valid_from, absl::CivilDay::min()) <= day && day <= DayOf(valid_to, absl::CivilDay::max());
}

std::span<const LawArticle> LawArticles() {
  return kArticles;
}

const LawArticle* FindLawArticle(std::string_view country, std::string_view citation, absl::CivilDay day) {
  const std::string plain = Plain(citation);
  return Choose(country, day, [&plain](const LawArticle& article) { return Plain(article.citation) == plain; });
}

const LawArticle* LawArticleOf(std::string_view country, std::string_view code, absl::CivilDay day) {
  return Choose(country, day, [code](const LawArticle& article) { return article.code == code; });
}

}  // namespace amparo::cases
