// The statements that search for cases, composed of what is asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/crypto/blind_index.h"
#include "common/pg/statement.h"
#include "services/case/domain/case_search.h"
#include "services/case/domain/store.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {

// What searches are called in metrics and logs.
inline constexpr std::string_view kCaseFind = "case_find";
inline constexpr std::string_view kCaseCount = "case_count";

// A text and its arguments, $1 the office. It is planned anew for them each time: how common stages, words and kinds
// are decides how it is best run, always from an index that begins with the office.
struct ComposedSql {
  std::string sql;
  Texts arguments;
};

// -> the cases that pass, as KindStatements::get, in the order of lists.
ComposedSql CaseFindSql(const CaseSearch& search, const crypto::BlindIndex& index,
                        const std::optional<ListQuery::After>& after, int32_t limit);

// -> how many pass, counted to `most`.
ComposedSql CaseCountSql(const CaseSearch& search, const crypto::BlindIndex& index, int64_t most);

// $1 and $2 the office and id to begin after, $3 the id of the current key, $4 the most -> office and id of cases that
// are not found by all there is, or by tokens of another key.
inline constexpr pg::Statement kCasesNotIndexed{
    "cases_not_indexed",
    "SELECT office, id FROM \"case\" WHERE (office, id) > ($1::text, $2::uuid) AND index_key IS DISTINCT FROM $3::text "
    "ORDER BY office, id LIMIT $4::integer",
    "keys are rotated for the whole schema"};

// $1 office, $2 id, $3 version, $4 lead, $5 flags, $6 words, $7 tokens, $8 the key these were made under -> a row when
// the case is of that version.
inline constexpr pg::Statement kCaseIndex{
    "case_index",
    "UPDATE \"case\" SET lead = $4, flags = $5::integer[], words = $6::text[], tokens = $7::bigint[], index_key = $8 "
    "WHERE office = $1 AND id = $2::uuid AND version = $3::bigint RETURNING id"};

}  // namespace amparo::cases
