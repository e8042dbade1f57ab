#include "services/case/domain/store.h"

#include "common/base/check.h"

namespace amparo::cases {

std::string NameOf(const RecordKey& key) {
  switch (key.kind) {
    case Kind::kOffice:
      return ToString(OfficeName{key.office});
    case Kind::kCase:
      return ToString(CaseName{key.office, key.id});
    case Kind::kVenue:
      return ToString(VenueName{key.office, key.id});
    case Kind::kLink:
      return ToString(LinkName{key.office, key.id});
    case Kind::kParty:
      return ToString(PartyName{key.office, key.case_id, key.id});
    case Kind::kOperation:
      return ToString(OperationName{key.office, key.case_id, key.id});
    case Kind::kCharge:
      return ToString(ChargeName{key.office, key.case_id, key.id});
  }
  AMPARO_CHECK(false, "every kind has names");
}

}  // namespace amparo::cases
