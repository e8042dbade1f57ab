// The statements of contents (migrations/0015_content.sql). Those for pg::Reader and pg::Writer are short; pieces go
// through pg::Workers, so that bytes in bulk never stand before somebody's read.
#pragma once

#include <array>

#include "common/pg/statement.h"

namespace amparo::cases {

// $1 office, $2 document, $3 case -> whose data key seals contents of the document (null = their own), whether it
// exists, the wrapped key (null when erased) and the id of the key it is wrapped with.
inline constexpr pg::Statement kContentSubject{
    "content_subject",
    "SELECT d.subject_id, k.subject IS NOT NULL, k.wrapped, k.wrapping_key_id FROM document d "
    "LEFT JOIN data_key k ON k.office = d.office AND k.subject = d.subject_id "
    "WHERE d.office = $1 AND d.id = $2 AND d.case_id = $3"};

// $1 office, $2 id, $3 case, $4 document, $5 subject, $6 time, $7 request id or null, $8 caller, $9 method, $10
// fingerprint, $11 response, $12 size, $13 SHA-256, $14 media type, $15 when it expires, $16 whose key is new or null,
// $17 the wrapped key, $18 the id of the key it is wrapped with, $19 the most uploads under way of a document -> a row
// if it was begun. No feed event and no audit row: nothing of the document has changed yet.
inline constexpr pg::Statement kContentBegin{
    "content_begin",
    "WITH begun AS (INSERT INTO content (office, id, case_id, document_id, subject, size, sha256, media_type, "
    "committed, state, create_time, expire_time) SELECT $1, $2, $3, $4, $5, $12, $13, $14, 0, 1, $6, $15 "
    "WHERE NOT EXISTS (SELECT FROM request WHERE office = $1 AND caller = $8 AND request_id = $7) "
    "AND (SELECT count(*) FROM content WHERE office = $1 AND document_id = $4 AND state = 1) < $19 RETURNING id), "
    "answer AS (INSERT INTO request (office, caller, request_id, method, fingerprint, response, request_time) "
    "SELECT $1, $8, $7, $9, $10, $11, $6 FROM begun WHERE $7 IS NOT NULL), "
    "key AS (INSERT INTO data_key (office, subject, wrapped, wrapping_key_id, create_time) "
    "SELECT $1, $16, $17, $18, $6 FROM begun WHERE $16 IS NOT NULL) SELECT id FROM begun"};

// $1 office, $2 id, $3 case -> document, size, SHA-256, media type, how many bytes are kept, whether it is attached,
// when it expires, whose key seals it, and that key as kContentSubject has it.
inline constexpr pg::Statement kContentOpen{
    "content_open",
    "SELECT c.document_id, c.size, c.sha256, c.media_type, c.committed, c.state = 2, c.expire_time, c.subject, "
    "k.wrapped, k.wrapping_key_id FROM content c "
    "LEFT JOIN data_key k ON k.office = c.office AND k.subject = c.subject "
    "WHERE c.office = $1 AND c.id = $2 AND c.case_id = $3 AND c.state <> 3"};

// $1 office, $2 id, $3 how many bytes are kept, $4 how many then are, $5 when it expires -> a row if so many were kept.
inline constexpr pg::Statement kContentAdvance{
    "content_advance",
    "UPDATE content SET committed = $4, expire_time = $5 WHERE office = $1 AND id = $2 AND committed = $3 AND "
    "state = 1 RETURNING id"};

// $1 office, $2 id -> how many bytes are kept, and whether it is attached.
inline constexpr pg::Statement kContentProgress{
    "content_progress", "SELECT committed, state = 2 FROM content WHERE office = $1 AND id = $2 AND state <> 3"};

// $1 office, $2 id, $3 number, $4 the sealed piece.
inline constexpr pg::Statement kChunkInsert{
    "content_chunk_insert", "INSERT INTO content_chunk (office, content_id, number, sealed) VALUES ($1, $2, $3, $4)"};

// $1 office, $2 id, $3 the first number, $4 how many -> number and sealed piece, in order.
inline constexpr pg::Statement kChunkRead{
    "content_chunk_read",
    "SELECT number, sealed FROM content_chunk WHERE office = $1 AND content_id = $2 AND number >= $3::integer AND "
    "number < $3::integer + $4::integer ORDER BY number"};

// $1 office, $2 id, $3 case -> a row if all of it was kept and it was not attached yet.
inline constexpr pg::Statement kContentAttach{
    "content_attach",
    "UPDATE content SET state = 2 WHERE office = $1 AND id = $2 AND case_id = $3 AND state = 1 AND committed = size "
    "RETURNING id"};

inline constexpr std::string_view kWholeSchema = "maintenance of the whole schema";

// $1 a time: gives up the uploads that expired before it.
inline constexpr pg::Statement kUploadsGiveUp{
    "content_give_up", "UPDATE content SET state = 3 WHERE state = 1 AND expire_time < $1::timestamptz", kWholeSchema};

// $1 the most pieces: removes them from what was given up.
inline constexpr pg::Statement kChunksRemove{
    "content_chunks_remove",
    "DELETE FROM content_chunk WHERE (office, content_id, number) IN (SELECT p.office, p.content_id, p.number "
    "FROM content c JOIN content_chunk p ON p.office = c.office AND p.content_id = c.id WHERE c.state = 3 "
    "LIMIT $1::integer)",
    kWholeSchema};

// Removes what was given up and has no pieces any more, with the keys that were its own.
inline constexpr pg::Statement kContentsRemove{
    "content_remove",
    "WITH gone AS (DELETE FROM content c WHERE state = 3 AND NOT EXISTS (SELECT FROM content_chunk p WHERE "
    "p.office = c.office AND p.content_id = c.id) RETURNING office, id) "
    "DELETE FROM data_key k USING gone WHERE k.office = gone.office AND k.subject = gone.id",
    kWholeSchema};

// Every statement of this file, for checks.
inline constexpr std::array kContentStatements = {kContentSubject,  kContentBegin, kContentOpen,   kContentAdvance,
                                                  kContentProgress, kChunkInsert,  kChunkRead,     kContentAttach,
                                                  kUploadsGiveUp,   kChunksRemove, kContentsRemove};

}  // namespace amparo::cases
