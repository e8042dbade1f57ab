// Pleas, rulings and what stands by them between the contract and the domain.
#pragma once

#include "amparo/cases/v1/ruling.pb.h"
#include "services/case/convert/sentence_convert.h"
#include "services/case/domain/charge.h"
#include "services/case/domain/names.h"

namespace amparo::cases {

// A plea; all names in it belong to the case `parent`. Paths of violations begin with "plea.".
Plea PleaFrom(const v1::Plea& plea, const CaseName& parent, Violations& violations);
void SetPlea(const Plea& value, const CaseName& parent, v1::Plea* out);

// A verdict; paths begin with "verdict.".
Verdict VerdictFrom(const v1::Verdict& verdict, Violations& violations);
void SetVerdict(const Verdict& value, v1::Verdict* out);

// A decision on appeal; paths are bare.
AppealDecision DecisionFrom(const v1::AppealDecision& decision, const CaseName& parent, Violations& violations);
void SetDecision(const AppealDecision& value, const CaseName& parent, v1::AppealDecision* out);

// An interim disposal; paths begin with "interim_order.".
InterimOrder OrderFrom(const v1::InterimOrder& order, Violations& violations);

// An entry of the ledger; paths begin with the name of what it is.
Ruling RulingFrom(const v1::Ruling& ruling, const CaseName& parent, Violations& violations);
void SetRuling(const Ruling& value, const CaseName& parent, v1::Ruling* out);

// What stands, and what a change does to counts.
void SetStanding(const Standing& value, const CaseName& parent, v1::Standing* out);
Restatement RestatementFrom(const v1::Restatement& restatement, Violations& violations);
void SetRestatement(const Restatement& value, v1::Restatement* out);

}  // namespace amparo::cases
