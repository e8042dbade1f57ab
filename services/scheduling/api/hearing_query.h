// Which hearings a ListHearings request asks for.
#pragma once

#include "amparo/scheduling/v1/hearing.pb.h"
#include "common/errors/errors.h"
#include "services/scheduling/domain/store.h"

namespace amparo::scheduling {

// The query, its page as by ReadPage; everything wrong with the request is noted in `wrong`.
HearingQuery ReadHearingQuery(const v1::ListHearingsRequest& request, errors::FieldViolations& wrong);

}  // namespace amparo::scheduling
