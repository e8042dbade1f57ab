// Sentences, what becomes of them and payments between the contract and the domain.
#pragma once

#include "amparo/cases/v1/sentence.pb.h"
#include "amparo/types/v1/period.pb.h"
#include "services/case/domain/names.h"
#include "services/case/domain/payment.h"
#include "services/case/domain/ruling.h"
#include "services/case/domain/sentence.h"

namespace amparo::cases {

// A term.
Term TermFrom(const amparo::types::v1::Term& term);
void SetTerm(const Term& term, amparo::types::v1::Term* out);

// A sentence in the case `parent`, to which all names in it must belong; paths of violations begin with "sentence.".
Sentence SentenceFrom(const v1::Sentence& sentence, const CaseName& parent, Violations& violations);
void SetSentence(const Sentence& value, const CaseName& parent, v1::Sentence* out);

// What became of a person; paths begin with "sentence_event.".
SentenceEvent EventFrom(const v1::SentenceEvent& event, const CaseName& parent, Violations& violations);
void SetEvent(const SentenceEvent& value, const CaseName& parent, v1::SentenceEvent* out);

// A payment, its time of entry too if it has one; paths begin with "payment.".
Payment PaymentFrom(const v1::Payment& payment, const CaseName& parent, Violations& violations);
void SetPayment(const Payment& value, const CaseName& parent, v1::Payment* out);

}  // namespace amparo::cases
