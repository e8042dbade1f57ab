// A text that identifies somebody, in every sensitive field of every request: it comes back to who may read it, and
// stands in clear nowhere else.
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_join.h"
#include "tests/integration/services/access_table.h"
#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/court_test.h"
#include "tests/integration/services/case/sample_story.h"
#include "tests/integration/services/case/sensitive_fields.h"

namespace amparo::cases {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::size_t kLongerThanAnyField = 30'000;

// Files of this program's own go below a folder of its own from here on.
class OwnTempFolder {
 public:
  OwnTempFolder() {
    // The server is shared with other tests, and its folder must be its own.
    (void)testing::PrivatePostgres::Shared();
    if (const char* before = std::getenv("TMPDIR")) before_ = before;
    folder_.emplace();
    setenv("TMPDIR", path().c_str(), 1);
  }
  ~OwnTempFolder() {
    if (before_) {
      setenv("TMPDIR", before_->c_str(), 1);
    } else {
      unsetenv("TMPDIR");
    }
  }
  OwnTempFolder(const OwnTempFolder&) = delete;
  OwnTempFolder& operator=(const OwnTempFolder&) = delete;

  std::string path() const { return folder_->File(""); }

 private:
  std::optional<testing::TempFolder> folder_;
  std::optional<std::string> before_;
};

// A service that the story was told to. One for all tests: what was said and answered stays as it is.
struct ToldService {
  ToldService() { story.Tell(); }

  OwnTempFolder temp;
  // "nobody" has a role that may not call anything with something sensitive in it.
  CaseService service{
      std::vector<config::v1::Principal>{testing::MakePrincipal("nobody", {options::v1::ROLE_STATISTICIAN})}};
  const StoryOptions options{.request_ids = true};
  SampleStory story{service, options};
};

class CanaryTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { told_service_ = std::make_unique<ToldService>(); }
  static void TearDownTestSuite() { told_service_.reset(); }

  const std::string& canary() const { return told_service_->options.canary; }

  static std::string PlaceOf(const MethodDescriptor& method) {
    return StrCat(method.service()->name(), ".", method.name(), " ");
  }

  std::unique_ptr<Message> RequestOf(const ToldCall& call) const {
    std::unique_ptr<Message> request = testing::NewMessage(*call.method->input_type());
    EXPECT_TRUE(request->ParseFromString(call.requests.at(0)));
    return request;
  }

  // True when an answer tells the canary. A stream tells of much that identifies nobody besides.
  bool Holds(const testing::RawAnswer& answer) const {
    return absl::StrJoin(answer.responses, "\n").find(canary()) != std::string::npos;
  }

  // The calls of the story that were answered with the canary.
  std::vector<const ToldCall*> Opened() const {
    std::vector<const ToldCall*> opened;
    for (const ToldCall& call : story_.told()) {
      if (Holds(call.answer)) opened.push_back(&call);
    }
    return opened;
  }

  testing::RawAnswer Again(const ToldCall& call) {
    return testing::RawCall(story_.ChannelOf(call.caller), *call.method, call.requests);
  }

  // How many rows of the audit trail tell of what a call of the story read.
  std::string ReadsOf(const ToldCall& call) {
    return service_.Sql(StrCat("SELECT count(*) FROM audit WHERE action = 'READ' AND fields <> '{}' AND caller = '",
                               "spiffe://amparo/", call.caller, "' AND method = '", call.method->service()->full_name(),
                               "/", call.method->name(), "' AND audit_time = '",
                               absl::FormatTime(absl::RFC3339_full, call.time, absl::UTCTimeZone()), "'"));
  }

  // Every way in which the calls of the story can fail with the canary in them; what they were told.
  std::vector<std::string> EveryFailure() {
    std::vector<std::string> told;
    for (const ToldCall& call : story_.told()) {
      const std::string& bytes = call.requests.at(0);
      if (bytes.find(canary()) == std::string::npos) continue;
      told.push_back(Failure(call, "nobody", bytes));
      told.push_back(Failure(call, "everyone", bytes.substr(0, bytes.size() - 1)));
      told.push_back(Failure(call, "everyone", Overlong(call)));
      told.push_back(Failure(call, "la-paz", bytes));
      // Once more, with what is by now a stale etag, a used request id or a state that forbids it.
      told.push_back(Failure(call, call.caller, bytes + bytes));
      told.push_back(Failure(call, call.caller, bytes));
    }
    return told;
  }

  OwnTempFolder& temp_ = told_service_->temp;
  CaseService& service_ = told_service_->service;
  SampleStory& story_ = told_service_->story;

 private:
  // All that a call is told: its status with its details.
  std::string Failure(const ToldCall& call, const std::string& caller, const std::string& request) {
    const testing::RawAnswer answer = testing::RawCall(story_.ChannelOf(caller), *call.method, {request});
    std::string told = answer.status.ToString();
    answer.status.ForEachPayload([&told](absl::string_view type, const absl::Cord& payload) {
      told.append(" ").append(FromAbsl(type)).append(" ").append(std::string(payload));
    });
    return told;
  }

  // The request with sensitive texts that are too long.
  std::string Overlong(const ToldCall& call) const {
    std::string text;
    while (text.size() < kLongerThanAnyField) text += canary();
    const std::unique_ptr<Message> request = RequestOf(call);
    ReplaceTexts(text, *request);
    return request->SerializeAsString();
  }

  void ReplaceTexts(const std::string& text, Message& message) const {
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> set;
    reflection.ListFields(message, &set);
    for (const FieldDescriptor* field : set) {
      if (field->is_repeated()) {
        for (int i = 0; field->message_type() != nullptr && i < reflection.FieldSize(message, field); ++i) {
          ReplaceTexts(text, *reflection.MutableRepeatedMessage(&message, field, i));
        }
      } else if (field->message_type() != nullptr) {
        ReplaceTexts(text, *reflection.MutableMessage(&message, field));
      } else if (field->type() == FieldDescriptor::TYPE_STRING && reflection.GetString(message, field) == canary()) {
        reflection.SetString(&message, field, text);
      }
    }
  }

  static std::unique_ptr<ToldService> told_service_;
};

std::unique_ptr<ToldService> CanaryTest::told_service_;

// Every sensitive field of every request is sent; and every one that answers may hold is answered by some call: most
// are BASIC.
TEST_F(CanaryTest, EverySensitiveFieldIsDriven) {
  SensitiveFields sent, answered;
  for (const ToldCall& call : story_.told()) {
    AddSensitiveIn(*RequestOf(call), PlaceOf(*call.method), sent);
    for (const std::string& bytes : call.answer.responses) {
      const std::unique_ptr<Message> response = testing::NewMessage(*call.method->output_type());
      ASSERT_TRUE(response->ParseFromString(bytes));
      AddSensitiveIn(*response, PlaceOf(*call.method), answered);
    }
  }
  SensitiveFields to_send, to_answer;
  for (const ServiceDescriptor* service : testing::ContractServices("amparo.cases.v1")) {
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor& method = *service->method(i);
      EXPECT_NE(story_.FirstOf(method), nullptr) << method.full_name() << " has no sample request: add one (samples.h)";
      AddSensitiveSent(*method.input_type(), PlaceOf(method), to_send);
      AddSensitiveAnswered(*method.output_type(), PlaceOf(method), to_answer);
    }
  }
  for (const auto& [place, field] : to_send) EXPECT_TRUE(sent.contains(place)) << "no sample sends " << place;
  EXPECT_GE(to_send.size(), 140u);
  std::set<const FieldDescriptor*> told;
  for (const auto& [place, field] : answered) told.insert(field);
  for (const auto& [place, field] : to_answer) {
    // A query that is kept is a request without them.
    if (field->containing_type() == v1::ListCasesRequest::descriptor()) continue;
    EXPECT_TRUE(told.contains(field)) << "no sample is answered " << field->full_name() << " as in " << place;
  }
  EXPECT_GE(told.size(), 45u);
}

TEST_F(CanaryTest, ItIsAnsweredToWhoAsksForItAndToNobodyElse) {
  // What these find, they give FULL.
  const std::set<std::string> always = {"SearchPersons", "FindDuplicates", "FindAssets", "Download"};
  int opened = 0;
  for (const ToldCall& call : story_.told()) {
    const std::string request = RequestOf(call)->ShortDebugString();
    const bool asked = request.find("VIEW_FULL") != std::string::npos || always.contains(call.method->name());
    const bool holds = Holds(call.answer);
    opened += holds ? 1 : 0;
    EXPECT_EQ(holds, asked) << call.method->full_name();
    EXPECT_THAT(call.answer.status.ToString(), Not(HasSubstr(canary()))) << call.method->full_name();
  }
  EXPECT_GE(opened, 23);
}

TEST_F(CanaryTest, WithoutAnAuditRowItIsToldToNobody) {
  std::vector<const ToldCall*> still;
  for (const ToldCall* call : Opened()) {
    EXPECT_NE(ReadsOf(*call), "0") << call->method->full_name() << " told it, and no row says so";
    // Some of it was withdrawn since.
    if (Holds(Again(*call))) still.push_back(call);
  }
  EXPECT_GE(still.size(), 15u);
  service_.Sql("REVOKE INSERT ON audit FROM cases");
  for (const ToldCall* call : still) {
    const testing::RawAnswer answer = Again(*call);
    EXPECT_FALSE(answer.status.ok()) << call->method->full_name();
    EXPECT_FALSE(Holds(answer)) << call->method->full_name() << " tells it though no row can be written";
  }
  service_.Sql("GRANT INSERT ON audit TO cases");
}

TEST_F(CanaryTest, ItStandsNowhereInClear) {
  for (const std::string& told : EveryFailure()) EXPECT_THAT(told, Not(HasSubstr(canary())));
  // Pages that are still in PostgreSQL's memory go to its files.
  service_.Sql("CHECKPOINT");
  const std::filesystem::path data = service_.Sql("SHOW data_directory");
  // What is not sensitive is found there, so that the search is known to look where it must.
  EXPECT_THAT(FilesHolding(data, "The ring that moved"), Not(IsEmpty()));
  EXPECT_THAT(FilesHolding(data / "pg_wal", "The ring that moved"), Not(IsEmpty()));
  EXPECT_THAT(FilesHolding(data, canary()), IsEmpty());
  // Statements that failed stand in PostgreSQL's log.
  if (const std::string log = testing::PrivatePostgres::Shared().log_file(); !log.empty()) {
    std::ifstream file(log, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    EXPECT_NE(text.find("ready to accept connections"), std::string::npos) << log << " is no log of PostgreSQL";
    EXPECT_EQ(text.find(canary()), std::string::npos) << log;
  } else {
    EXPECT_NE(std::getenv("AMPARO_TEST_PG_SOCKET_DIR"), nullptr) << "only a server from outside has a log of its own";
  }
  // What the service keeps in files: certificates of the test, the heads of its trail, and nothing else.
  EXPECT_THAT(FilesHolding(temp_.path(), canary()), IsEmpty());
  // Files without a name, such as tmpfile() makes.
  EXPECT_THAT(FilesHolding("/proc/self/fd", canary()), IsEmpty());
  // Last, since to look for it is to say it.
  ExpectNowhereInClear(service_, canary());
  ExpectNowhereInClear(service_, kCanaryDay);
}

}  // namespace
}  // namespace amparo::cases
