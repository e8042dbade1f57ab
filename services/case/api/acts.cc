#include "services/case/api/acts.h"

#include <algorithm>
#include <memory>

#include "amparo/cases/v1/case.pb.h"
#include "google/protobuf/descriptor.h"

namespace amparo::cases {
namespace {

absl::Status RequireAll(const Found& found, const std::vector<RecordKey>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) AMPARO_RETURN_IF_ERROR(RequireFound(found[i], keys[i]));
  return absl::OkStatus();
}

}  // namespace

ActPlan ChangePlan(ActStamp stamp, const Target& target, Decide decide, std::vector<RecordKey> rests_on) {
  rests_on.insert(rests_on.begin(), target.key);
  Decide fresh = [etag = target.etag, key = target.key,
                  decide = std::move(decide)](const Found& found) -> absl::StatusOr<Change> {
    AMPARO_RETURN_IF_ERROR(RequireNotMerged(*found[0], key));
    AMPARO_RETURN_IF_ERROR(CheckEtag(etag, *found[0], NameOf(key)));
    return decide(found);
  };
  return NewPlan(std::move(stamp), std::move(rests_on), std::move(fresh));
}

ActPlan NewPlan(ActStamp stamp, std::vector<RecordKey> rests_on, Decide decide) {
  ActPlan plan;
  plan.stamp = std::move(stamp);
  plan.reads = rests_on;
  plan.decide = [keys = std::move(rests_on), decide = std::move(decide)](const Found& found) -> absl::StatusOr<Change> {
    AMPARO_RETURN_IF_ERROR(RequireAll(found, keys));
    return decide(found);
  };
  return plan;
}

absl::StatusOr<Record> Need(Work& work, const RecordKey& key) {
  AMPARO_ASSIGN_OR_RETURN(std::optional<Record> record, work.Find(key));
  AMPARO_RETURN_IF_ERROR(RequireFound(record, key));
  return *std::move(record);
}

absl::StatusOr<Record> StandingCase(Work& work, const CaseName& name, const Record& record) {
  if (!record.merged_into) return record;
  return Need(work, KeyOf(CaseName{name.office, *record.merged_into}));
}

absl::Status RequireUnnamed(Work& work, const RecordKey& key) {
  AMPARO_RETURN_IF_ERROR(work.HoldMembers());
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Uuid> survivors, work.SurvivorsNaming(key));
  return survivors.empty() ? absl::OkStatus() : errors::AlreadyExists(KindWord(key.kind), NameOf(key));
}

absl::StatusOr<std::string> EnterUnderChosenId(Work& work, const RecordKey& key, const ActPlan& plan) {
  AMPARO_RETURN_IF_ERROR(RequireUnnamed(work, key));
  AMPARO_ASSIGN_OR_RETURN(const std::optional<Record> before, work.Find(key));
  if (before) return errors::AlreadyExists(KindWord(key.kind), NameOf(key));
  Found found;
  for (const RecordKey& needed : plan.reads) {
    AMPARO_ASSIGN_OR_RETURN(found.emplace_back(), work.Find(needed));
  }
  AMPARO_ASSIGN_OR_RETURN(Change change, plan.decide(found));
  return Written(work, std::move(change));
}

absl::Status RequireNotMerged(const Record& record, const RecordKey& key) {
  if (!record.merged_into) return absl::OkStatus();
  RecordKey survivor = key;
  survivor.id = *record.merged_into;
  const std::string_view reason = key.kind == Kind::kCase ? "CASE_MERGED" : "PERSON_MERGED";
  return errors::Merged(reason, KindWord(key.kind), NameOf(key), NameOf(survivor));
}

absl::Status RequireStage(const Record& record, const std::vector<Stage>& stages, std::string_view rule,
                          std::string_view words) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(record));
  const Stage stage = record.survivor_stage.value_or(static_cast<Stage>(message.stage()));
  if (std::find(stages.begin(), stages.end(), stage) != stages.end()) return absl::OkStatus();
  return errors::FailedPrecondition(rule, message.name(), words);
}

absl::Status RequireOpen(const Record& record) {
  return RequireStage(record, OpenStages(), "CASE_NOT_OPEN", "the case must not be closed, declined or inactive");
}

CaseGuard OpenGuard(const Uuid& case_id) {
  return {.case_id = case_id, .stages = OpenStages()};
}

void TakeFields(const rpc::UpdateMask& mask, const google::protobuf::Message& wanted, google::protobuf::Message& kept) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  const google::protobuf::Descriptor& type = *kept.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (mask.Has(type.field(i)->name())) fields.push_back(type.field(i));
  }
  const std::unique_ptr<google::protobuf::Message> given(wanted.New());
  given->CopyFrom(wanted);
  kept.GetReflection()->SwapFields(&kept, given.get(), fields);
}

}  // namespace amparo::cases
