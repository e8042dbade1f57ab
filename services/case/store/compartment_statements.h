// The statements of compartments, besides those of the tables.
#pragma once

#include <array>

#include "common/pg/statement.h"

namespace amparo::cases {

// $1 office, $2 the resource's name, $3 a version -> version, time and body of the resource in that version.
inline constexpr pg::Statement kRecordOfVersion{
    "record_of_version",
    "SELECT version, change_time, payload FROM outbox WHERE office = $1 AND name = $2 AND version = $3"};

// $1 office, $2 subjects -> each subject's wrapped data key, null when it was destroyed, and the id of the key it is
// wrapped with.
inline constexpr pg::Statement kFindDataKeys{
    "data_keys_find",
    "SELECT subject, wrapped, wrapping_key_id FROM data_key WHERE office = $1 AND subject = ANY ($2)"};

// $1 office, $2 an operation's id, $3 who, $4 now -> a row when they may read it by having broken the glass.
inline constexpr pg::Statement kBrokeGlass{"break_glass_open",
                                           "SELECT id FROM break_glass WHERE office = $1 AND operation_id = $2 AND "
                                           "requester = $3 AND expire_time > $4 LIMIT 1"};

// $1 office, $2 an operation's name, $3 after which number, $4 up to when, $5 how many -> the receipts of its reads.
inline constexpr pg::Statement kReadReceipts{
    "read_receipts",
    "SELECT seq, audit_time, caller, method, version, plan_version, fields, reason FROM audit WHERE office = $1 "
    "AND compartment = $2 AND compartment <> '' AND name = $2 AND action = 'READ' AND seq > $3 AND audit_time <= $4 "
    "ORDER BY seq LIMIT $5"};

// All of them, for checks.
inline constexpr std::array kCompartmentStatements = {kRecordOfVersion, kFindDataKeys, kBrokeGlass, kReadReceipts};

}  // namespace amparo::cases
