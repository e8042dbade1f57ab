// Sentences and terms between the contract and the domain.
#pragma once

#include "amparo/cases/v1/charge.pb.h"
#include "amparo/types/v1/period.pb.h"
#include "services/case/domain/sentence.h"

namespace amparo::cases {

// A sentence; paths of violations begin with "sentence.".
Sentence SentenceFrom(const v1::Sentence& sentence, Violations& violations);

// Writes a sentence.
void SetSentence(const Sentence& value, v1::Sentence* out);

}  // namespace amparo::cases
