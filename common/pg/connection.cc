#include "common/pg/connection.h"

#include <libpq-fe.h>

#include <pqxx/pqxx>
#include <string>

#include "common/pg/connect.h"

namespace amparo::pg {

Connection::Connection(const SessionOptions& options, const Wakeup* interrupt)
    : pqxx::connection_base(policy_), policy_(options, interrupt, &warned_) {
  init();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  inhibit_reactivation(true);
#pragma GCC diagnostic pop
}

pqxx::connectionpolicy::handle Connection::Policy::do_startconnect(handle before) {
  if (before != nullptr) return before;
  absl::StatusOr<RawConnection> made = MakeConnection(options_, interrupt_);
  if (!made.ok()) throw pqxx::broken_connection(std::string(made.status().message()));
  NoteWarnings(made->get(), warned_);
  return made->release();
}

std::string ConstraintIn(std::string_view verbose_message) {
  // Of all labels this one stands last: a value that PostgreSQL quotes before it cannot pass for it.
  constexpr std::string_view kLabel = "\nCONSTRAINT NAME:  ";
  const size_t label = verbose_message.rfind(kLabel);
  if (label == std::string_view::npos) return "";
  verbose_message.remove_prefix(label + kLabel.size());
  return std::string(verbose_message.substr(0, verbose_message.find('\n')));
}

}  // namespace amparo::pg
