// The statements that find people, and those that maintain their keys and tokens.
#pragma once

#include <array>

#include "common/pg/statement.h"

namespace amparo::cases {

// $1 office, $2 blocks (each the tokens of one, as the text of an array), $3 the same blocks in the sample, $4 the most
// of each block, $5 how many of the sample stand for the whole block, $6 the most of all -> number of the block, id and
// survivor of the people who have all tokens of a block and were not erased, and whether they stand for the whole
// block; block after block, and none is looked into once there are enough. Where those of the sample stand for it, the
// others, some sixty times as many, stay unread.
//
// The inner parts ask by tokens alone. The office is in every token (it is told from others by it, and checked), and an
// index that begins with it would only be read in vain: all of the office's entries, to be joined with the few that
// have the tokens. Each part is planned as if all of it were wanted, hence by the index of tokens and never by a walk
// through the table that hopes for an early end, and is read only as far as it is: that is what a materialized part of
// a statement does.
inline constexpr pg::Statement kPeopleInBlocks{
    "people_in_blocks",
    "SELECT block.number, hit.id, hit.merged_id, hit.sampled FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS "
    "block (tokens, sample, number) CROSS JOIN LATERAL (WITH "
    "few AS MATERIALIZED (SELECT p.office, p.id, p.merged_id FROM person p WHERE p.tokens @> block.sample::bigint[] "
    "AND NOT p.erased), "
    "alike AS MATERIALIZED (SELECT p.office, p.id, p.merged_id FROM person p WHERE p.tokens @> block.tokens::bigint[] "
    "AND NOT p.erased), "
    "sampled AS MATERIALIZED (SELECT count(*) >= $5::integer AS enough FROM (SELECT FROM few WHERE office = $1 LIMIT "
    "$5::integer) AS first) "
    "SELECT id, merged_id, true AS sampled FROM few WHERE office = $1 AND (SELECT enough FROM sampled) UNION ALL "
    "SELECT id, merged_id, false FROM alike WHERE office = $1 AND NOT (SELECT enough FROM sampled) LIMIT "
    "$4::integer) AS hit LIMIT $6::integer"};

// $1 office, $2 ids -> these people if they were not erased, as KindStatements::get, and their wrapped data keys with
// the id of the key these are wrapped with.
inline constexpr pg::Statement kPeopleOpen{
    "people_open",
    "SELECT p.id, p.version, p.create_time, p.update_time, p.body, p.create_time, NULL::uuid, p.merged_id, k.wrapped, "
    "k.wrapping_key_id FROM person p JOIN data_key k ON k.office = p.office AND k.subject = p.id "
    "WHERE p.office = $1 AND p.id = ANY ($2::uuid[]) AND NOT p.erased"};

// $1 office, $2 ids of people -> those who were judged not to be one of them, as the records that stand for them now.
inline constexpr pg::Statement kPeopleApart{
    "people_apart",
    "SELECT coalesce(p.merged_id, p.id) FROM (SELECT second_id AS id FROM distinction WHERE office = $1 AND state = 1 "
    "AND kind = 1 AND first_id = ANY ($2::uuid[]) UNION ALL SELECT first_id FROM distinction WHERE office = $1 AND "
    "state = 1 AND kind = 1 AND second_id = ANY ($2::uuid[])) AS apart JOIN person p ON p.office = $1 AND p.id = "
    "apart.id"};

// Why the maintenance of keys looks at all offices.
inline constexpr std::string_view kOfAllOffices = "keys are rotated for the whole schema";

// $1 and $2 the office and id to begin after, $3 the id of the current key, $4 the most -> office and id of people
// whose tokens were made under another, or never.
inline constexpr pg::Statement kPeopleNotIndexed{
    "people_not_indexed",
    "SELECT office, id FROM person WHERE (office, id) > ($1::text, $2::uuid) AND index_key <> $3::text AND NOT erased "
    "ORDER BY office, id LIMIT $4::integer",
    kOfAllOffices};

// $1 and $2 the office and subject to begin after, $3 the id of the current wrapping key, $4 the most -> office,
// subject, wrapped key and the id of its wrapping key, of those wrapped with another; locked.
inline constexpr pg::Statement kKeysToRewrap{
    "data_keys_to_rewrap",
    "SELECT office, subject, wrapped, wrapping_key_id FROM data_key WHERE (office, subject) > ($1::text, $2::uuid) AND "
    "wrapped IS NOT NULL AND wrapping_key_id <> $3::text ORDER BY office, subject LIMIT $4::integer "
    "FOR NO KEY UPDATE",
    kOfAllOffices};

// $1 office, $2 subject, $3 the key wrapped anew, $4 the id of its wrapping key. What was erased meanwhile stays so.
inline constexpr pg::Statement kKeyRewrap{
    "data_key_rewrap",
    "UPDATE data_key SET wrapped = $3::bytea, wrapping_key_id = $4 WHERE office = $1 AND subject = $2 AND "
    "wrapped IS NOT NULL"};

// Every statement of this file, for checks.
inline constexpr std::array kPeopleStatements = {kPeopleInBlocks,   kPeopleOpen,   kPeopleApart,
                                                 kPeopleNotIndexed, kKeysToRewrap, kKeyRewrap};

}  // namespace amparo::cases
