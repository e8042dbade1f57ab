// One connection to PostgreSQL over libpqxx: what Workers and Migrator are made of.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "common/pg/conninfo.h"
#include "common/pg/wakeup.h"
#include "pqxx/connection_base.hxx"
#include "pqxx/connectionpolicy.hxx"

namespace amparo::pg {

// A libpqxx connection that is made within its timeout, can be interrupted meanwhile, and is never made again: libpqxx
// itself would reconnect in silence, without the session's settings and locks and perhaps without a commit. Once it is
// lost, every use throws pqxx::broken_connection.
class Connection final : public pqxx::connection_base {
 public:
  // Throws pqxx::broken_connection with PostgreSQL's message when it cannot connect or `interrupt` (may be null) is set
  // meanwhile.
  explicit Connection(const SessionOptions& options, const Wakeup* interrupt = nullptr);
  ~Connection() { close(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Whether PostgreSQL warned since this was last asked that a commit may not be on its standby.
  bool TakeWarning() { return std::exchange(warned_, false); }

 private:
  // How libpqxx is made to take a connection of ours.
  class Policy final : public pqxx::connectionpolicy {
   public:
    Policy(const SessionOptions& options, const Wakeup* interrupt, bool* warned)
        : pqxx::connectionpolicy(""), options_(options), interrupt_(interrupt), warned_(warned) {}
    handle do_startconnect(handle before) override;

   private:
    const SessionOptions options_;
    const Wakeup* const interrupt_;
    bool* const warned_;
  };

  Policy policy_;
  bool warned_ = false;
};

// The constraint that an error of a connection with verbose messages names; empty when it names none.
std::string ConstraintIn(std::string_view verbose_message);

}  // namespace amparo::pg
