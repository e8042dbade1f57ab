// What a person has to serve and to pay, as the contract says it.
#pragma once

#include "absl/time/civil_time.h"
#include "amparo/cases/v1/sentence_service.pb.h"
#include "services/case/domain/effective_sentence.h"
#include "services/case/domain/names.h"

namespace amparo::cases {

// Writes the effective sentence of `accused` on a day. Days after the year 9999 are left out.
void ToProto(const EffectiveSentence& value, const PartyName& accused, absl::CivilDay as_of,
             v1::EffectiveSentence& out);

}  // namespace amparo::cases
