// The audit trail as hash chains, by which whoever edits, deletes, swaps or cuts off rows is found out.
//
// Every audit row gets, with the act or the read it tells of, a number `seq`: without gaps, in the order of commits,
// over all offices of a service. A sealer (sealer.h) takes the rows in this order, within a second, and adds a link for
// each to the chain of its office, or of its compartment (an operation's name) in its office. Links are numbered 1, 2,
// 3 ... in each chain, and
//
//   hash(0) = 32 zero bytes
//   hash(n) = SHA-256(hash(n - 1) || canonical bytes of the row and n)
//
// The heads of the chains are signed (Ed25519) and appended to a file outside the database (head_line.h), at least once
// a minute while rows are sealed. Verification (verify.h) computes every hash anew from the rows and compares the
// chains with the signed heads.
//
// What it proves: a row that was sealed, and every row sealed before the last signed head, is what was written, all of
// it and in this order. What it cannot: who writes to the database as the service may add rows of their own; and what
// is done to a row in the second before it is sealed shows only when the row is gone (its number is missed, and that is
// told in the file of heads). Rows sealed after the last head are proved by the instance that sealed them: it keeps
// their heads in memory and signs them before it verifies.
//
// The canonical bytes are, one after the other: "amparo-audit-1", then office, compartment, n, seq, id, time, caller,
// method, name, version, plan version, action, fields, reason, trace id. A number is 8 bytes, big endian; the time the
// microseconds since 1970 as a number; the id its 16 bytes; a text the number of its bytes, then these (UTF-8);
// `fields` is the text PostgreSQL shows for the array. protos/README.md has the same as SQL, for whoever checks from
// outside.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/base/uuid.h"

namespace amparo::audit {

// A chain: of an office, or of one compartment in it.
struct ChainName {
  std::string office;
  // The name of an operation; empty = the office's own chain.
  std::string compartment;

  friend auto operator<=>(const ChainName&, const ChainName&) = default;
};

// One row of the trail, every column of it.
struct Entry {
  ChainName chain;
  Uuid id;
  int64_t seq = 0;
  // Whole microseconds.
  absl::Time time;
  std::string caller;
  std::string method;
  std::string name;
  int64_t version = 0;
  int64_t plan_version = 0;
  std::string action;
  // The array as PostgreSQL's text ("{identity}").
  std::string fields;
  std::string reason;
  std::string trace_id;
};

// A chain up to its link `number`; 0 and kNoHash before the first.
struct Head {
  ChainName chain;
  int64_t number = 0;
  std::string hash;
};

// One link of a chain and the row it seals.
struct Link {
  Head head;
  Uuid entry_id;
  int64_t seq = 0;
};

// Numbers from `first` to `last`.
struct NumberRange {
  int64_t first = 0;
  int64_t last = 0;

  friend bool operator==(const NumberRange&, const NumberRange&) = default;
};

// hash(0): 32 zero bytes.
extern const std::string kNoHash;

// The canonical bytes of `entry` as link `number` of its chain.
std::string Canonical(const Entry& entry, int64_t number);

// hash(number) of a chain whose hash(number - 1) is `previous`.
std::string NextHash(std::string_view previous, const Entry& entry, int64_t number);

// The heads of chains, each the last of its own.
using Heads = std::map<ChainName, Head>;

// Adds a link for each entry, in this order, to the chains that `heads` end (a chain that is not there begins); moves
// the heads.
std::vector<Link> Seal(std::span<const Entry> entries, Heads& heads);

}  // namespace amparo::audit
