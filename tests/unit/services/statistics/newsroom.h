// The demonstration data set as facts: what the service holds once it has been imported.
#pragma once

#include "services/statistics/domain/facts.h"

namespace amparo::statistics {

// Every office, case and hearing of deploy/local/newsroom. What cannot be read fails the test.
Facts NewsroomFacts();

// The same after appeals: of every five convictions one was reversed, one got another sentence, one is to be tried
// again, and one was and ended as before.
Facts NewsroomFactsAfterAppeals();

}  // namespace amparo::statistics
