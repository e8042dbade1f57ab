#include "services/case/store/network_statements.h"

#include <string>
#include <string_view>

#include "absl/strings/str_replace.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

// A link that stands, or stood at the moment {at}. Parties are 6, people 1 (NodeKind).
constexpr std::string_view kStands =
    "kind = ANY ({kinds}) AND (create_time <= {at} OR {at} IS NULL) AND (withdraw_time IS NULL OR withdraw_time > "
    "{at})";

// What a link said at the moment {at}: it may have been ended since. The journal is asked only for links that changed.
constexpr std::string_view kBody =
    "CASE WHEN chosen.update_time <= {at} OR {at} IS NULL THEN chosen.body ELSE coalesce((SELECT payload FROM outbox "
    "WHERE office = $1 AND name = 'offices/' || $1 || '/links/' || chosen.id AND change_time <= {at} ORDER BY version "
    "DESC LIMIT 1), chosen.body) END";

// The links in "chosen" as EdgeColumn has them: the person for the party, and for a person or case that was merged the
// one that it was merged into.
constexpr std::string_view kEdges =
    "SELECT chosen.id, chosen.create_time, chosen.kind, CASE chosen.from_kind WHEN 6 THEN 1 ELSE chosen.from_kind END, "
    "coalesce(from_person.merged_id, from_case.merged_id, from_party.person_id, chosen.from_id), "
    "CASE chosen.to_kind WHEN 6 THEN 1 ELSE chosen.to_kind END, "
    "coalesce(to_person.merged_id, to_case.merged_id, to_party.person_id, chosen.to_id), {body}, NULL::uuid "
    "FROM chosen "
    "LEFT JOIN party AS from_party ON from_party.office = $1 AND from_party.id = chosen.from_id AND chosen.from_kind = "
    "6 "
    "LEFT JOIN person AS from_person ON from_person.office = $1 AND chosen.from_kind IN (1, 6) AND from_person.id = "
    "coalesce(from_party.person_id, chosen.from_id) "
    "LEFT JOIN party AS to_party ON to_party.office = $1 AND to_party.id = chosen.to_id AND chosen.to_kind = 6 "
    "LEFT JOIN person AS to_person ON to_person.office = $1 AND chosen.to_kind IN (1, 6) AND to_person.id = "
    "coalesce(to_party.person_id, chosen.to_id) "
    "LEFT JOIN \"case\" AS from_case ON from_case.office = $1 AND chosen.from_kind = 5 "
    "AND from_case.id = chosen.from_id "
    "LEFT JOIN \"case\" AS to_case ON to_case.office = $1 AND chosen.to_kind = 5 AND to_case.id = chosen.to_id";

// The links at one side of the ends, at most $7 of each: a place that everybody knows must not cost more.
std::string LinksOf(std::string_view side) {
  return StrCat("(SELECT * FROM link WHERE office = $1 AND ", side, "_id = ends.id AND ", side,
                "_kind = ends.kind AND ", kStands, " ORDER BY create_time, id LIMIT $7)");
}

std::string Filled(std::string sql, std::string_view kinds, std::string_view at) {
  // What is put in for {body} is filled too.
  const std::string whole = absl::StrReplaceAll(ToAbsl(sql), {{"{body}", ToAbsl(kBody)}});
  return absl::StrReplaceAll(ToAbsl(whole), {{"{kinds}", ToAbsl(kinds)}, {"{at}", ToAbsl(at)}});
}

std::string LevelSql() {
  const std::string people =
      "people AS (SELECT id FROM person WHERE office = $1 AND id = ANY ($2) UNION SELECT id FROM person WHERE office = "
      "$1 AND merged_id = ANY ($2))";
  const std::string roles =
      "roles AS (SELECT id, case_id, person_id, role, create_time FROM party WHERE office = $1 AND person_id = ANY "
      "(ARRAY(SELECT id FROM people)))";
  const std::string ends =
      "given AS (SELECT kind, id FROM unnest($3::integer[], $4::uuid[]) AS one (kind, id)), "
      "others AS (SELECT kind, id FROM given UNION ALL SELECT 5, id FROM \"case\" WHERE office = $1 "
      "AND merged_id = ANY (ARRAY(SELECT id FROM given WHERE kind = 5))), "
      "ends AS (SELECT kind, id FROM others UNION ALL SELECT 1, id FROM people UNION ALL SELECT 6, id FROM roles)";
  const std::string chosen = StrCat(
      "chosen AS (SELECT DISTINCT ON (found.create_time, found.id) found.* FROM ends CROSS JOIN LATERAL (",
      LinksOf("from"), " UNION ALL ", LinksOf("to"), ") AS found ORDER BY found.create_time, found.id LIMIT $8)");
  // Role 1 is that of the accused.
  const std::string accusations =
      "accusations AS (SELECT id, case_id, person_id, create_time FROM roles WHERE role = 1 AND $9 AND (create_time <= "
      "{at} OR {at} IS NULL) UNION SELECT named.id, named.case_id, named.person_id, named.create_time FROM others "
      "CROSS JOIN LATERAL (SELECT * FROM party WHERE office = $1 AND case_id = others.id AND others.kind = 5 AND role "
      "= 1 AND person_id IS NOT NULL AND $9 AND (create_time <= {at} OR {at} IS NULL) ORDER BY create_time, id LIMIT "
      "$7) AS named)";
  return Filled(StrCat("WITH ", people, ", ", roles, ", ", ends, ", ", chosen, ", ", accusations, " (", kEdges,
                       ") UNION ALL (SELECT a.id, a.create_time, 11, 1, coalesce(p.merged_id, p.id), 5, "
                       "coalesce(c.merged_id, c.id), NULL::bytea, a.case_id FROM accusations AS a "
                       "JOIN person AS p ON p.office = $1 AND p.id = a.person_id "
                       "JOIN \"case\" AS c ON c.office = $1 AND c.id = a.case_id "
                       "ORDER BY a.create_time, a.id LIMIT $8)"),
                "$5", "$6");
}

std::string OfficeSql() {
  return Filled(StrCat("WITH chosen AS (SELECT * FROM link WHERE office = $1 AND ", kStands,
                       " ORDER BY create_time, id LIMIT $4) ", kEdges),
                "$2", "$3");
}

}  // namespace

const pg::Statement& NetworkLevel() {
  static const std::string sql = LevelSql();
  static const pg::Statement statement{"network_level", sql};
  return statement;
}

const pg::Statement& NetworkOfOffice() {
  static const std::string sql = OfficeSql();
  static const pg::Statement statement{"network_of_office", sql};
  return statement;
}

std::vector<pg::Statement> NetworkStatements() {
  return {NetworkLevel(), NetworkOfOffice(), kNetworkNodes, kNetworkNodesAt, kAssetsFind, kAssetsNotIndexed};
}

}  // namespace amparo::cases
