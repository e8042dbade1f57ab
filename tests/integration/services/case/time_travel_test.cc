// Time travel: what a record says of a moment is what the changes up to that moment made, for every kind of record and
// for any order of acts.
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/rpc_method.h>

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "amparo/cases/v1/case_link.grpc.pb.h"
#include "amparo/cases/v1/flag.grpc.pb.h"
#include "amparo/cases/v1/note.grpc.pb.h"
#include "amparo/cases/v1/task_service.grpc.pb.h"
#include "common/rpc/etag.h"
#include "google/protobuf/descriptor_database.h"
#include "services/case/convert/sealed.h"
#include "tests/integration/services/case/care_test.h"

namespace amparo::cases {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

constexpr int kActs = 60;

std::unique_ptr<Message> MessageOf(const google::protobuf::Descriptor& type) {
  return std::unique_ptr<Message>(MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

// The Get of each kind of record, by the full name of its message.
std::map<std::string, const MethodDescriptor*> GetsByMessage() {
  std::vector<std::string> files;
  DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  std::map<std::string, const MethodDescriptor*> gets;
  for (const std::string& name : files) {
    const auto* file = DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr || file->package() != "amparo.cases.v1") continue;
    for (int i = 0; i < file->service_count(); ++i) {
      for (int j = 0; j < file->service(i)->method_count(); ++j) {
        const MethodDescriptor* method = file->service(i)->method(j);
        const auto* output = method->output_type();
        if (method->name() == "Get" + output->name()) gets[output->full_name()] = method;
      }
    }
  }
  return gets;
}

// As the answer to a Get has it: BASIC, with its etag; what is worked out on reading left away.
std::string AsTold(Message& message, int64_t version) {
  const auto& reflection = *message.GetReflection();
  const auto& type = *message.GetDescriptor();
  if (const SealedField sealed = FindSealed(type)) reflection.ClearField(&message, sealed.sealed);
  reflection.SetString(&message, type.FindFieldByName("etag"), rpc::ToEtag(version));
  if (type.full_name() == "amparo.cases.v1.Task") reflection.ClearField(&message, type.FindFieldByName("overdue"));
  return message.ShortDebugString();
}

class TimeTravelTest : public CareTest {
 protected:
  // Every change there was, as a follower of the feed is told it.
  std::vector<feed::v1::Event> Changes() {
    grpc::ClientContext context;
    feed::v1::WatchRequest request;
    const auto stub = service_.StubOf<v1::FeedService>("follower");
    const auto stream = stub->Watch(&context, request);
    std::vector<feed::v1::Event> events;
    feed::v1::WatchResponse page;
    while (stream->Read(&page)) {
      events.insert(events.end(), page.events().begin(), page.events().end());
      if (page.caught_up()) break;
    }
    context.TryCancel();
    return events;
  }

  // The Get of a record's kind, at `at`.
  absl::StatusOr<std::unique_ptr<Message>> ReadAt(const MethodDescriptor& method, const std::string& name,
                                                  absl::Time at) {
    std::unique_ptr<Message> request = MessageOf(*method.input_type());
    const auto& reflection = *request->GetReflection();
    reflection.SetString(request.get(), method.input_type()->FindFieldByName("name"), name);
    auto* time = reflection.MutableMessage(request.get(), method.input_type()->FindFieldByName("read_time"));
    google::protobuf::Timestamp stamp;
    SetTimestamp(at, &stamp);
    EXPECT_TRUE(time->ParseFromString(stamp.SerializeAsString()));
    std::unique_ptr<Message> answer = MessageOf(*method.output_type());
    const std::string path = "/" + method.service()->full_name() + "/" + method.name();
    const grpc::internal::RpcMethod rpc(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC);
    grpc::ClientContext context;
    const auto channel = service_.server().Channel("everyone");
    const grpc::Status status =
        grpc::internal::BlockingUnaryCall<Message, Message>(channel.get(), rpc, &context, *request, answer.get());
    if (!status.ok()) return errors::FromGrpc(status);
    return answer;
  }

  // One of each kind of record, so that all of them travel.
  void EnterOneOfEach() {
    Open();
    Assess(2);
    const v1::CarePlan plan = MakePlan();
    SetGoal(plan.name());
    Deliver("home-visit");
    Done(*referrals_, &ReferralStub::CreateReferral, ReferralRequest(v1::REFERRAL_KIND_REFERRAL));
    venue_ = EnterVenue(v1::VENUE_KIND_BAR, "Bar 1");
    accused_ = EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A1");
    v1::CreateLinkRequest link;
    link.set_parent("offices/cebu");
    link.mutable_link()->set_kind(v1::LINK_KIND_MOVED_TO);
    link.mutable_link()->set_from(accused_);
    link.mutable_link()->set_to(venue_);
    *link.mutable_link()->mutable_observed_date() = DateOf(absl::CivilDay(2013, 8, 14));
    Done(*network_, &v1::NetworkService::Stub::CreateLink, link);
    v1::CreateCaseLinkRequest related;
    related.set_parent(CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION));
    related.mutable_link()->set_kind(v1::CASE_LINK_KIND_RELATED);
    related.mutable_link()->set_other_case(case_);
    related.mutable_link()->set_reason("the same venue");
    Done(*service_.StubOf<v1::CaseLinkService>(), &v1::CaseLinkService::Stub::CreateCaseLink, related);
    Move(&v1::CaseService::Stub::StartProsecution, case_);
  }

  // --- Acts, each of which may be refused: then nothing changed ---

  void ActRetitle(int turn) {
    v1::UpdateCaseRequest request;
    request.mutable_case_()->set_name(case_);
    request.mutable_case_()->set_title("Title " + std::to_string(turn));
    request.mutable_update_mask()->add_paths("title");
    (void)Call(service_.cases(), &v1::CaseService::Stub::UpdateCase, request);
  }
  void ActSuspend(int) {
    const auto moved = service_.Act(&v1::CaseService::Stub::DeactivateCase, case_, "nobody is found");
    if (!moved.ok()) (void)service_.Act(&v1::CaseService::Stub::ReactivateCase, case_);
  }
  void ActCharge(int turn) {
    v1::CreateChargeRequest request;
    request.set_parent(case_);
    request.mutable_charge()->set_accused(accused_);
    request.mutable_charge()->set_law_article("Article " + std::to_string(turn));
    *request.mutable_charge()->mutable_charge_date() = DateOf(absl::CivilDay(2014, 6, 2));
    const auto made = Call(*charges_, &v1::ChargeService::Stub::CreateCharge, request);
    if (made.ok()) charge_ = made->name();
  }
  void ActRule(int turn) {
    v1::RecordVerdictRequest request;
    request.set_name(charge_);
    request.mutable_verdict()->set_outcome(turn % 2 == 0 ? v1::VERDICT_OUTCOME_CONVICTED
                                                         : v1::VERDICT_OUTCOME_ACQUITTED);
    *request.mutable_verdict()->mutable_date() = DateOf(absl::CivilDay(2014, 11, 10));
    (void)Call(*charges_, &v1::ChargeService::Stub::RecordVerdict, request);
  }
  void ActNote(int turn) {
    const auto stub = service_.StubOf<v1::NoteService>();
    if (note_.empty()) {
      v1::CreateNoteRequest request;
      request.set_parent(case_);
      request.mutable_note()->set_confidentiality(v1::NOTE_CONFIDENTIALITY_CASE_TEAM);
      request.mutable_note()->set_text("first");
      note_ = Done(*stub, &v1::NoteService::Stub::CreateNote, request).name();
      return;
    }
    v1::AmendNoteRequest request;
    request.set_name(note_);
    request.set_text("said " + std::to_string(turn));
    request.set_reason("more is known");
    (void)Call(*stub, &v1::NoteService::Stub::AmendNote, request);
  }
  void ActFlag(int) {
    const auto stub = service_.StubOf<v1::FlagService>();
    if (flag_.empty()) {
      v1::RaiseFlagRequest request;
      request.set_parent(case_);
      request.mutable_flag()->set_kind(v1::FLAG_KIND_MEDIA);
      request.mutable_flag()->set_reason("a reporter calls");
      flag_ = Done(*stub, &v1::FlagService::Stub::RaiseFlag, request).name();
      return;
    }
    v1::LowerFlagRequest request;
    request.set_name(flag_);
    request.set_reason("it is over");
    (void)Call(*stub, &v1::FlagService::Stub::LowerFlag, request);
    flag_.clear();
  }
  void ActTask(int turn) {
    const auto stub = service_.StubOf<v1::TaskService>();
    if (task_.empty()) {
      v1::CreateTaskRequest request;
      request.set_parent(case_);
      request.mutable_task()->set_title("Task " + std::to_string(turn));
      request.mutable_task()->set_assignee("spiffe://amparo/attorney");
      *request.mutable_task()->mutable_due_date() = DateOf(absl::CivilDay(2015, 1, 1));
      const auto made = Call(*stub, &v1::TaskService::Stub::CreateTask, request);
      if (made.ok()) task_ = made->name();
      return;
    }
    v1::TaskActRequest request;
    request.set_name(task_);
    (void)Call(*stub, &v1::TaskService::Stub::CompleteTask, request);
    task_.clear();
  }
  void ActRename(int turn) {
    v1::UpdatePartyRequest request;
    request.mutable_party()->set_name(survivor_);
    request.mutable_party()->set_pseudonym("Maria " + std::to_string(turn));
    request.mutable_update_mask()->add_paths("pseudonym");
    (void)Call(service_.parties(), &v1::PartyService::Stub::UpdateParty, request);
  }

  std::string accused_, venue_, charge_, note_, flag_, task_;
};

TEST_F(TimeTravelTest, TheStateAtAnyMomentIsTheReplayUpToIt) {
  EnterOneOfEach();
  const std::vector<std::function<void(int)>> acts = {
      [this](int i) { ActRetitle(i); }, [this](int i) { ActSuspend(i); }, [this](int i) { ActCharge(i); },
      [this](int i) { ActRule(i); },    [this](int i) { ActNote(i); },    [this](int i) { ActFlag(i); },
      [this](int i) { ActTask(i); },    [this](int i) { ActRename(i); }};
  std::mt19937 random(20141211);
  for (int turn = 0; turn < kActs; ++turn) {
    service_.clock().Advance(absl::Milliseconds(1 + static_cast<int>(random() % 5000)));
    acts[random() % acts.size()](turn);
  }
  service_.clock().Advance(absl::Seconds(1));
  const auto gets = GetsByMessage();
  const std::vector<feed::v1::Event> changes = Changes();
  std::map<std::string, int> travelled;
  // At the moment of each change, and just before it, all records are what the changes so far made them.
  std::map<std::string, const feed::v1::Event*> replay;
  for (const feed::v1::Event& change : changes) {
    const std::string type = change.resource().type_url().substr(change.resource().type_url().find('/') + 1);
    if (change.kind() == "operation" || !gets.contains(type)) continue;
    const MethodDescriptor& get = *gets.at(type);
    const absl::Time time = TimeFrom(change.change_time());
    const auto before = replay.find(change.name());
    const auto earlier = ReadAt(get, change.name(), time - absl::Microseconds(1));
    if (before == replay.end()) {
      EXPECT_EQ(earlier.status().code(), kNotFound) << change.name();
    } else if (TimeFrom(before->second->change_time()) < time) {
      ASSERT_THAT(earlier, IsOk()) << change.name();
      std::unique_ptr<Message> replayed = MessageOf(*get.output_type());
      ASSERT_TRUE(before->second->resource().UnpackTo(replayed.get()));
      EXPECT_EQ(AsTold(**earlier, before->second->version()), AsTold(*replayed, before->second->version()));
    }
    replay[change.name()] = &change;
    ++travelled[change.kind()];
  }
  const absl::Time now = service_.clock().Now();
  for (const auto& [name, last] : replay) {
    const std::string type = last->resource().type_url().substr(last->resource().type_url().find('/') + 1);
    const auto read = ReadAt(*gets.at(type), name, now);
    ASSERT_THAT(read, IsOk()) << name;
    std::unique_ptr<Message> replayed = MessageOf(*gets.at(type)->output_type());
    ASSERT_TRUE(last->resource().UnpackTo(replayed.get()));
    EXPECT_EQ(AsTold(**read, last->version()), AsTold(*replayed, last->version()));
  }
  // The seed makes enough of each.
  for (const char* kind : {"case", "party", "person", "charge", "note", "flag", "task", "venue", "link", "case_link",
                           "aftercare", "assessment", "care_plan", "goal", "service_delivery", "referral", "office"}) {
    EXPECT_GE(travelled[kind], 1) << kind;
  }
  EXPECT_GE(travelled["case"], 10);
}

}  // namespace
}  // namespace amparo::cases
