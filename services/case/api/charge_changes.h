// What acts make of charges: from records and rules to the changes to be written, with the counts of their case kept in
// step. Pure, but for what is read in the transaction of an act of several records.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/charge.pb.h"
#include "services/case/api/acts.h"
#include "services/case/convert/charge_convert.h"
#include "services/case/domain/charge_acts.h"
#include "services/case/domain/entry_correction.h"
#include "services/case/domain/sentence_algebra.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The stages of a case in which people are charged: it is before the courts.
const std::vector<Stage>& ChargingStages();

// Every stage: most of what becomes of sentences comes long after the case was closed.
const std::vector<Stage>& EveryStage();

// FAILED_PRECONDITION CASE_NOT_OPEN unless the case in `record` is in one of `stages`.
absl::Status RequireCourtStage(const Record& record, const std::vector<Stage>& stages);

// A charge as it was read, and as the message it was kept in.
struct KeptCharge {
  Record record;
  v1::Charge message;
  Charge charge;
};
absl::StatusOr<KeptCharge> KeptIn(Record record);

// The same for an act that measures a ruling against what is charged: its case, in `the_case`, says of which crime.
absl::StatusOr<KeptCharge> KeptIn(Record record, const Record& the_case);

// The change that writes `after` over `kept` and keeps the case's count of charges without a verdict, which must be in
// one of `stages`.
Change ChargeChange(const KeptCharge& kept, const Charge& after, absl::Time now, const std::vector<Stage>& stages);

// The first version of a charge, counted in its case, which must be in one of `stages`.
Change NewCharge(const Charge& charge, absl::Time now, const std::vector<Stage>& stages);

// The change that `rule` makes of a charge; `facts` are the charge and its case.
absl::StatusOr<Change> RuledCharge(const Target& target, const Rule<Charge>& rule, const std::vector<Stage>& stages,
                                   const Found& facts);

// --- In the transaction of an act of several records: the case first, so that no two acts wait for each other ---

// The charge, locked. NOT_FOUND.
absl::StatusOr<KeptCharge> NeedCharge(Work& work, const ChargeName& name);

// The same for an act that measures a ruling against what is charged.
absl::StatusOr<KeptCharge> NeedCharge(Work& work, const ChargeName& name, const Record& the_case);

// All charges against a party, locked, in order of entry.
absl::StatusOr<std::vector<KeptCharge>> ChargesOf(Work& work, const PartyName& accused);

// The sentences that run on the other charges against the same accused.
absl::StatusOr<std::vector<RunningSentence>> OthersThatRun(Work& work, const Charge& charge);

// True when a sentence names others whom only the database knows: survivors, or a charge that it is consecutive to.
bool HasReferences(const Sentence& sentence);

// Checks what a sentence on `charge` names, at paths below `path`: survivors of the case, custody of the same accused
// that stands and does not follow this one already (NO_SENTENCE_TO_FOLLOW, SENTENCE_LOOP).
absl::Status CheckReferences(Work& work, const Charge& charge, const Sentence& sentence, std::string_view path);

// The same for a plea: the charges that a bargain withdraws are others against the same accused.
bool HasReferences(const Plea& plea);
absl::Status CheckReferences(Work& work, const Charge& charge, const Plea& plea, std::string_view path);

// The same for what is true instead of a plea.
inline bool HasReferences(const EntryCorrection<Plea>& correction) {
  return correction.instead && HasReferences(*correction.instead);
}
inline absl::Status CheckReferences(Work& work, const Charge& charge, const EntryCorrection<Plea>& correction,
                                    std::string_view path) {
  return CheckReferences(work, charge, *correction.instead, path);
}

}  // namespace amparo::cases
