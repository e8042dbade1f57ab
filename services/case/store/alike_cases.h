// The search for a case's duplicates, inside one transaction: by its people, by what they and it are linked with, by
// the days around its report. Each part is bounded by its statement.
#pragma once

#include <array>

#include "absl/status/statusor.h"
#include "common/pg/statement.h"
#include "common/pg/workers.h"
#include "services/case/domain/case_finder.h"

namespace amparo::cases {

// $1 office, $2 ids of cases, $3 the most -> person that stands, and role, of the people in them.
inline constexpr pg::Statement kRolesOfMatter{
    "case_alike_roles",
    "SELECT coalesce(surviving_id, person_id), role FROM party WHERE office = $1 AND case_id = ANY ($2::uuid[]) AND "
    "person_id IS NOT NULL ORDER BY create_time, id LIMIT $3::integer"};

// $1 office, $2 people, $3 the most of each -> person, role, case and the case that stands for it.
inline constexpr pg::Statement kCasesWithPeople{
    "case_alike_people",
    "SELECT person.id, held.role, c.id, c.merged_id FROM unnest($2::uuid[]) AS person (id) CROSS JOIN LATERAL "
    "(SELECT case_id, role FROM party WHERE office = $1 AND coalesce(surviving_id, person_id) = person.id ORDER BY "
    "create_time, id LIMIT $3::integer) AS held JOIN \"case\" c ON c.office = $1 AND c.id = held.case_id"};

// $1 office, $2 ids of cases, $3 the most -> kind (venue 2, asset 4: NodeKind) and id of what stands linked with them,
// with their parties, and with their people by whichever record.
inline constexpr pg::Statement kMarksOfMatter{
    "case_alike_marks",
    "WITH held AS (SELECT id, coalesce(surviving_id, person_id) AS person_id FROM party WHERE office = $1 AND case_id "
    "= "
    "ANY ($2::uuid[]) ORDER BY create_time, id LIMIT $3::integer), "
    "ends AS (SELECT 5 AS kind, one AS id FROM unnest($2::uuid[]) AS one UNION SELECT 6, id FROM held UNION SELECT 1, "
    "person_id FROM held WHERE person_id IS NOT NULL UNION SELECT 1, p.id FROM person p WHERE p.office = $1 AND "
    "p.merged_id = ANY (ARRAY(SELECT person_id FROM held))) "
    "SELECT DISTINCT mark.kind, mark.id FROM ends CROSS JOIN LATERAL ("
    "(SELECT to_kind AS kind, to_id AS id FROM link WHERE office = $1 AND from_id = ends.id AND from_kind = ends.kind "
    "AND to_kind IN (2, 4) AND withdraw_time IS NULL ORDER BY create_time, id LIMIT $3::integer) UNION ALL "
    "(SELECT from_kind, from_id FROM link WHERE office = $1 AND to_id = ends.id AND to_kind = ends.kind "
    "AND from_kind IN (2, 4) AND withdraw_time IS NULL ORDER BY create_time, id LIMIT $3::integer)) AS mark "
    "ORDER BY mark.kind, mark.id LIMIT $3::integer"};

// $1 office, $2 kinds, $3 ids of venues and assets, $4 the most of each and of each person, $5 the most in all -> kind,
// case and the case that stands for it, of those that are linked with them, or whose people are.
inline constexpr pg::Statement kCasesWithMarks{
    "case_alike_marked",
    "SELECT DISTINCT mark.kind, c.id, c.merged_id FROM unnest($2::integer[], $3::uuid[]) AS mark (kind, id) "
    "CROSS JOIN LATERAL ("
    "(SELECT from_kind AS kind, from_id AS id FROM link WHERE office = $1 AND to_id = mark.id AND to_kind = mark.kind "
    "AND from_kind IN (1, 5, 6) AND withdraw_time IS NULL ORDER BY create_time, id LIMIT $4::integer) UNION ALL "
    "(SELECT to_kind, to_id FROM link WHERE office = $1 AND from_id = mark.id AND from_kind = mark.kind "
    "AND to_kind IN (1, 5, 6) AND withdraw_time IS NULL ORDER BY create_time, id LIMIT $4::integer)) AS other "
    "CROSS JOIN LATERAL (SELECT other.id AS case_id WHERE other.kind = 5 UNION ALL "
    "(SELECT case_id FROM party WHERE office = $1 AND id = other.id AND other.kind = 6) UNION ALL "
    "(SELECT case_id FROM party WHERE office = $1 AND other.kind = 1 AND coalesce(surviving_id, person_id) = "
    "coalesce((SELECT p.merged_id FROM person p WHERE p.office = $1 AND p.id = other.id), other.id) "
    "ORDER BY create_time, id LIMIT $4::integer)) AS named "
    "JOIN \"case\" c ON c.office = $1 AND c.id = named.case_id ORDER BY c.id, mark.kind LIMIT $5::integer"};

// $1 office, $2 the day, $3 how many days before and after it, $4 words, each behind the office and a blank, $5 a crime
// type, $6 the most that come into question on each side, $7 the most that are taken, $8 the most that are looked at,
// $9 what codes of related crimes begin with -> case, the case that stands for it, and whether there were more; those
// with the most of the words first. One row at least, without a case when none has a word. Who comes into question is
// read from the index of days alone; looked at are first those of a related crime, the nearest days before others.
inline constexpr pg::Statement kCasesNear{
    "case_alike_near",
    "WITH near AS MATERIALIZED ("
    "(SELECT id, crime_type, report_date FROM \"case\" WHERE office = $1 AND report_date >= $2::date "
    "AND report_date <= $2::date + $3::integer ORDER BY report_date, create_time, id LIMIT $6::integer) UNION ALL "
    "(SELECT id, crime_type, report_date FROM \"case\" WHERE office = $1 AND report_date < $2::date "
    "AND report_date >= $2::date - $3::integer ORDER BY report_date DESC, create_time DESC, id DESC LIMIT "
    "$6::integer)), "
    "sides AS (SELECT count(*) FILTER (WHERE report_date >= $2::date) = $6::integer OR "
    "count(*) FILTER (WHERE report_date < $2::date) = $6::integer OR count(*) > $8::integer AS more FROM near) "
    "SELECT alike.id, alike.merged_id, sides.more FROM sides LEFT JOIN LATERAL ("
    "SELECT c.id, c.merged_id, title.shared, c.crime_type = $5 AS same_crime, abs(c.report_date - $2::date) AS days "
    "FROM \"case\" c CROSS JOIN LATERAL (SELECT count(*) AS shared FROM unnest($4::text[]) AS one (word) WHERE "
    "one.word = ANY (c.words)) AS title WHERE c.office = $1 AND c.id = ANY (ARRAY(SELECT near.id FROM near ORDER BY "
    "starts_with(near.crime_type, $9) DESC, abs(near.report_date - $2::date), near.id LIMIT $8::integer)) "
    "AND title.shared > 0 ORDER BY title.shared DESC, same_crime DESC, days, c.id LIMIT $7::integer) AS alike ON true"};

// $1 office, $2 ids of cases -> those that were judged to be of other matters, as the cases that stand for them now.
inline constexpr pg::Statement kCasesApart{
    "case_apart",
    "SELECT coalesce(c.merged_id, c.id) FROM (SELECT second_id AS id FROM distinction WHERE office = $1 AND state = 1 "
    "AND kind = 2 AND first_id = ANY ($2::uuid[]) UNION ALL SELECT first_id FROM distinction WHERE office = $1 AND "
    "state = 1 AND kind = 2 AND second_id = ANY ($2::uuid[])) AS apart JOIN \"case\" c ON c.office = $1 AND c.id = "
    "apart.id"};

// Every statement of this file, for checks.
inline constexpr std::array kAlikeCaseStatements = {kRolesOfMatter,  kCasesWithPeople, kMarksOfMatter,
                                                    kCasesWithMarks, kCasesNear,       kCasesApart};

// Runs the search. Throws as libpqxx does.
absl::StatusOr<CaseCandidates> FindAlikeCasesIn(pg::Transaction& transaction, const CaseAlikeSearch& search);

}  // namespace amparo::cases
