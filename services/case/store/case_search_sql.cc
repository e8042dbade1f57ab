#include "services/case/store/case_search_sql.h"

#include "common/base/civil.h"
#include "common/base/strings.h"
#include "common/pg/array_text.h"

namespace amparo::cases {
namespace {

constexpr std::string_view kOfCases = "FROM \"case\" WHERE office = $1";

// Composes the conditions of a search.
class CaseSqlComposer {
 public:
  CaseSqlComposer(const CaseSearch& search, const crypto::BlindIndex& index) : search_(search), index_(index) {
    arguments_.emplace_back(search.office);
  }

  // The next argument's place ("$7").
  std::string Add(std::optional<std::string> argument) {
    arguments_.push_back(std::move(argument));
    return StrCat("$", arguments_.size());
  }

  // The stages, as an argument.
  std::string Stages() { return Add(pg::ArrayOf(search_.stages)) + "::integer[]"; }

  // The condition that a case is in one of the stages, where any are asked for.
  std::string InStages() { return search_.stages.empty() ? "" : StrCat(" AND stage = ANY (", Stages(), ")"); }

  // Everything but the stages.
  std::string Conditions() {
    std::string sql;
    const auto require = [&sql](const std::string& condition) { StrAppend(&sql, " AND ", condition); };
    if (!search_.with_merged) require("merged_id IS NULL");
    if (!search_.crime_type.empty()) {
      const std::string code = Add(search_.crime_type);
      // A code's own codes follow it and stand before the code followed by the character after '9'.
      require(StrCat("crime_type >= ", code, " AND crime_type < ", code, " || ':'"));
    }
    if (!search_.case_number.empty()) require(OrGivenUp("case_number = " + Add(search_.case_number)));
    if (!search_.lead.empty()) require("lead = " + Add(search_.lead) + " AND lead <> ''");
    if (search_.reported_from) require("report_date >= " + Add(FormatDate(*search_.reported_from)) + "::date");
    if (search_.reported_to) require("report_date <= " + Add(FormatDate(*search_.reported_to)) + "::date");
    if (search_.moved_from) require("stage_date >= " + Add(FormatDate(*search_.moved_from)) + "::date");
    if (search_.moved_to) require("stage_date <= " + Add(FormatDate(*search_.moved_to)) + "::date");
    if (search_.judged_from || search_.judged_to) require(Judged());
    if (!search_.assignee.empty()) {
      const std::string assignee = Add(search_.assignee);
      require(WithPart("task", StrCat("part.state = 1 AND part.assignee <> '' AND part.assignee = ", assignee)));
    }
    if (!search_.flags.empty()) {
      require("flags <> '{}' AND flags && " + Add(pg::ArrayOf(search_.flags)) + "::integer[]");
    }
    if (!search_.words.empty()) {
      require(OrGivenUp("words @> " + Add(pg::ArrayOf(InOffice(search_.office, search_.words))) + "::text[]"));
    }
    if (!search_.narrative_words.empty()) require(Narrative());
    return sql;
  }

  Texts arguments() && { return std::move(arguments_); }

 private:
  // A condition on a column of a case, or of one that was merged into it: those are few, and found first.
  std::string OrGivenUp(const std::string& condition) const {
    if (search_.with_merged) return condition;
    return StrCat("(", condition, " OR id = ANY (ARRAY(SELECT given_up.merged_id FROM \"case\" AS given_up WHERE ",
                  "given_up.office = $1 AND given_up.merged_id IS NOT NULL AND given_up.", condition, ")))");
  }

  // A condition on what was entered under a case, "part", or under one that was merged into it.
  std::string WithPart(std::string_view table, const std::string& condition) const {
    const std::string_view found =
        search_.with_merged ? "unnest(ARRAY[whole.id, whole.merged_id])" : "coalesce(whole.merged_id, whole.id)";
    return StrCat("id IN (SELECT ", found, " FROM ", table, " AS part JOIN \"case\" AS whole ON whole.office = $1 AND ",
                  "whole.id = part.case_id WHERE part.office = $1 AND ", condition, ")");
  }

  // A verdict that stands, on one of the days.
  std::string Judged() {
    std::string days = "part.verdict_date IS NOT NULL";
    if (search_.judged_from) {
      StrAppend(&days, " AND part.verdict_date >= ", Add(FormatDate(*search_.judged_from)), "::date");
    }
    if (search_.judged_to) {
      StrAppend(&days, " AND part.verdict_date <= ", Add(FormatDate(*search_.judged_to)), "::date");
    }
    return WithPart("charge", days);
  }

  // The tokens under each key: an index is made anew while it serves.
  std::string Narrative() {
    std::string any;
    for (const std::vector<int64_t>& tokens :
         index_.TokensOfAllKeys(search_.office, NarrativeTerms(search_.narrative_words))) {
      StrAppend(&any, any.empty() ? "(" : " OR ", "tokens @> ", Add(pg::ArrayOf(tokens)), "::bigint[]");
    }
    return any + ")";
  }

  const CaseSearch& search_;
  const crypto::BlindIndex& index_;
  Texts arguments_;
};

constexpr std::string_view kColumnsOfCase =
    "id, version, create_time, update_time, body, create_time AS entered, NULL::uuid AS subject, merged_id, charges, "
    "without_verdict, first_charge_date, CASE WHEN merged_id IS NOT NULL THEN (SELECT survivor.stage FROM \"case\" AS "
    "survivor WHERE survivor.office = $1 AND survivor.id = \"case\".merged_id) END AS survivor_stage";

constexpr std::string_view kKeysOfCases = "SELECT id, create_time FROM \"case\" WHERE office = $1";

// What a page is taken from, by id and time of entry, as it stands in FROM; `end` orders it and ends it.
std::string PageOf(const CaseSearch& search, CaseSqlComposer& composer, const std::string& conditions,
                   const std::string& end) {
  // Cases from some day on may all stand late in the order of entry. No statistic says so: the planner would walk that
  // order, and look at every case before them. OFFSET 0 hides the order from it, so that it finds all of those days by
  // their index, in which lies what else they are mostly narrowed by.
  if (search.reported_from || search.moved_from) {
    return StrCat("(", kKeysOfCases, composer.InStages(), conditions, " OFFSET 0) AS page");
  }
  if (search.stages.empty()) return StrCat("(", kKeysOfCases, conditions, end, ") AS page");
  // Each stage has its own order in the index: a page is made of the pages of all, and no rare stage is looked for
  // among all cases.
  return StrCat("unnest(", composer.Stages(), ") AS wanted (stage) CROSS JOIN LATERAL (", kKeysOfCases,
                " AND stage = wanted.stage", conditions, end, ") AS page");
}

}  // namespace

ComposedSql CaseFindSql(const CaseSearch& search, const crypto::BlindIndex& index,
                        const std::optional<ListQuery::After>& after, int32_t limit) {
  CaseSqlComposer composer(search, index);
  std::string conditions = composer.Conditions();
  if (after) {
    const std::string time = composer.Add(pg::TimeText(after->order_time));
    StrAppend(&conditions, " AND (create_time, id) > (", time, "::timestamptz, ", composer.Add(after->id.ToString()),
              "::uuid)");
  }
  const std::string end = StrCat(" ORDER BY create_time, id LIMIT ", composer.Add(std::to_string(limit)), "::integer");
  const std::string page = PageOf(search, composer, conditions, end);
  // Which cases a page has is found first, from an index alone where it can be; only those are looked at then.
  return {StrCat("SELECT ", kColumnsOfCase, " ", kOfCases, " AND id = ANY (ARRAY(SELECT page.id FROM ", page, end,
                 ")) ORDER BY create_time, id"),
          std::move(composer).arguments()};
}

ComposedSql CaseCountSql(const CaseSearch& search, const crypto::BlindIndex& index, int64_t most) {
  CaseSqlComposer composer(search, index);
  std::string conditions = composer.Conditions();
  conditions += composer.InStages();
  const std::string limit = composer.Add(std::to_string(most));
  return {StrCat("SELECT count(*) FROM (SELECT ", kOfCases, conditions, " LIMIT ", limit, "::bigint) AS counted"),
          std::move(composer).arguments()};
}

}  // namespace amparo::cases
