// One run of one statement on its way through Reader or Writer.
#pragma once

#include <utility>

#include "common/pg/completion.h"
#include "common/pg/params.h"
#include "common/pg/rows.h"
#include "common/pg/statement.h"

namespace amparo::pg {

// A statement, its arguments, and the coroutine that waits for its rows.
class Query : public Completion<Rows> {
 public:
  Query(Statement statement, Params params, Limits limits)
      : Completion(std::move(limits)), statement_(statement), params_(std::move(params)) {}

  const Statement& statement() const { return statement_; }
  const Params& params() const { return params_; }

  // For the loop that has it: counts one more sending that came to nothing and returns how many there were.
  int CountSend() { return ++sends_; }

  // For the loop that has it: it may be what ended a session, so it is never again sent together with others.
  void SetAlone() { alone_ = true; }
  bool alone() const { return alone_; }

 private:
  const Statement statement_;
  const Params params_;
  int sends_ = 0;
  bool alone_ = false;
};

}  // namespace amparo::pg
