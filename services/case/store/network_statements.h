// The statements that walk through the network: one a level, whatever the number of its nodes.
#pragma once

#include <vector>

#include "common/pg/statement.h"

namespace amparo::cases {

// The edges that touch some nodes. $1 office; $2 the people among the nodes; $3 and $4 kinds and ids of the others; $5
// the kinds of links; $6 a moment, or null; $7 the most links of one end; $8 the most links, and the most accusations;
// $9 whether accusations count -> rows of EdgeColumn, each edge once.
const pg::Statement& NetworkLevel();

// The links of an office in order of entry. $1 office; $2 the kinds of links; $3 a moment, or null; $4 the most -> rows
// of EdgeColumn.
const pg::Statement& NetworkOfOffice();

// What those two answer: the link's id (of an accusation the party's), time of entry, kind; kind and id of the nodes
// that its ends stand for; its message (null for an accusation) as it was at the moment, if one is given; of an
// accusation the case that the party is of.
enum EdgeColumn : int {
  kEdgeId = 0,
  kEdgeTime = 1,
  kEdgeKind = 2,
  kEdgeFromKind = 3,
  kEdgeFromId = 4,
  kEdgeToKind = 5,
  kEdgeToId = 6,
  kEdgeBody = 7,
  kEdgeCaseId = 8,
};

// $1 office; $2 to $6 ids of people, venues, organizations, assets, cases -> kind of node, id, version, create_time,
// update_time, body.
inline constexpr pg::Statement kNetworkNodes{
    "network_nodes",
    "SELECT 1, id, version, create_time, update_time, body FROM person WHERE office = $1 AND id = ANY ($2) UNION ALL "
    "SELECT 2, id, version, create_time, update_time, body FROM venue WHERE office = $1 AND id = ANY ($3) UNION ALL "
    "SELECT 3, id, version, create_time, update_time, body FROM organization WHERE office = $1 AND id = ANY ($4) "
    "UNION ALL SELECT 4, id, version, create_time, update_time, body FROM asset WHERE office = $1 AND id = ANY ($5) "
    "UNION ALL SELECT 5, id, version, create_time, update_time, body FROM \"case\" WHERE office = $1 AND id = ANY "
    "($6)"};

// $1 office, $2 names of resources, $3 a moment -> name, version, time and body of each as it was recorded then.
inline constexpr pg::Statement kNetworkNodesAt{
    "network_nodes_at",
    "SELECT wanted.name, found.version, found.change_time, found.payload FROM unnest($2::text[]) AS wanted (name) "
    "CROSS JOIN LATERAL (SELECT version, change_time, payload FROM outbox WHERE office = $1 AND name = wanted.name AND "
    "change_time <= $3 ORDER BY version DESC LIMIT 1) AS found"};

// $1 office, $2 kind, $3 tokens -> id, version, create_time, update_time, body of the assets that stand and have one of
// them, in order of entry.
inline constexpr pg::Statement kAssetsFind{
    "assets_find",
    "SELECT id, version, create_time, update_time, body FROM asset WHERE office = $1 AND kind = $2 AND "
    "tokens[1] = ANY ($3::bigint[]) AND withdraw_time IS NULL ORDER BY create_time, id LIMIT 10"};

// $1 and $2 the office and id to begin after, $3 the id of the current key, $4 the most -> office and id of assets that
// stand and whose token was made under another.
inline constexpr pg::Statement kAssetsNotIndexed{
    "assets_not_indexed",
    "SELECT office, id FROM asset WHERE (office, id) > ($1, $2) AND index_key <> $3 AND withdraw_time IS NULL "
    "ORDER BY office, id LIMIT $4",
    "keys are rotated for the whole schema"};

// Every statement of this file, for checks.
std::vector<pg::Statement> NetworkStatements();

}  // namespace amparo::cases
