// The statement that tells listeners of a commit.
#pragma once

#include "common/pg/statement.h"

namespace amparo::pg {

// $1 the channel. A hint needs no durable commit of its own: what it tells about is committed already. For a
// transaction of its own: in another's it would take that one's durability away.
inline constexpr Statement kNotify{
    "amparo_notify", "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, '')", "touches no row"};

}  // namespace amparo::pg
