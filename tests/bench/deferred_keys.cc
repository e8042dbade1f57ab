#include "tests/bench/deferred_keys.h"

namespace amparo::bench {
namespace {

// -> what takes each away, and what brings it back.
constexpr char kKeysSql[] =
    "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname), "
    "format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) "
    "FROM pg_constraint WHERE contype = 'f' "
    "AND conrelid IN ('\"case\"'::regclass, 'person'::regclass, 'party'::regclass) "
    "UNION ALL "
    "SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid) "
    "FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam "
    "WHERE amname = 'gin' AND indrelid IN ('\"case\"'::regclass, 'person'::regclass) "
    "ORDER BY 1";

}  // namespace

DeferredKeys::DeferredKeys(BulkSession& session) {
  for (const BulkSession::Row& key : session.Run(kKeysSql)) {
    session.Run(key[0]);
    restore_.push_back(key[1]);
  }
}

void DeferredKeys::Restore(BulkSession& session) const {
  for (const std::string& sql : restore_) session.Run(sql);
}

}  // namespace amparo::bench
