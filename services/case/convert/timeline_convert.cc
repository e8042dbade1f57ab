#include "services/case/convert/timeline_convert.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/case/convert/timeline_tellers.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// One kind of record: what it is about, what else it tells of, and how.
struct Telling {
  Kind kind;
  TimelineKind about;
  std::vector<TimelineKind> also;
  std::unique_ptr<Message> (*make)();
  void (*tell)(const Message&, Teller&);
};

template <typename M>
Telling TellingOf(Kind kind, TimelineKind about, std::vector<TimelineKind> also = {}) {
  return {kind, about, std::move(also), []() -> std::unique_ptr<Message> { return std::make_unique<M>(); },
          [](const Message& message, Teller& teller) { TellOf(static_cast<const M&>(message), teller); }};
}

const std::vector<Telling>& Tellings() {
  using enum TimelineKind;
  static const std::vector<Telling> tellings = [] {
    std::vector<Telling> all;
    all.push_back(TellingOf<v1::Case>(Kind::kCase, kCase, {kStage, kClosure, kReferenceDate}));
    all.push_back(TellingOf<v1::Party>(Kind::kParty, kParty));
    all.push_back(TellingOf<v1::Person>(Kind::kPerson, kPerson));
    all.push_back(TellingOf<v1::Distinction>(Kind::kDistinction, kDistinction));
    all.push_back(TellingOf<v1::Link>(Kind::kLink, kLink));
    all.push_back(TellingOf<v1::CaseLink>(Kind::kCaseLink, kCaseLink));
    all.push_back(TellingOf<v1::Operation>(Kind::kOperation, kOperation));
    all.push_back(TellingOf<v1::Charge>(
        Kind::kCharge, kCharge, {kPlea, kVerdict, kSentence, kInterimOrder, kSentenceEvent, kPayment, kAppeal}));
    all.push_back(TellingOf<v1::Appeal>(Kind::kAppeal, kAppeal));
    all.push_back(TellingOf<v1::Aftercare>(Kind::kAftercare, kAftercare));
    all.push_back(TellingOf<v1::Assessment>(Kind::kAssessment, kAssessment));
    all.push_back(TellingOf<v1::CarePlan>(Kind::kCarePlan, kCarePlan));
    all.push_back(TellingOf<v1::Goal>(Kind::kGoal, kGoal));
    all.push_back(TellingOf<v1::ServiceDelivery>(Kind::kServiceDelivery, kService));
    all.push_back(TellingOf<v1::Referral>(Kind::kReferral, kReferral));
    all.push_back(TellingOf<v1::Document>(Kind::kDocument, kDocument));
    all.push_back(TellingOf<v1::DocumentCopy>(Kind::kDocumentCopy, kDocumentCopy));
    all.push_back(TellingOf<v1::Task>(Kind::kTask, kTask));
    all.push_back(TellingOf<v1::Note>(Kind::kNote, kNote));
    all.push_back(TellingOf<v1::Flag>(Kind::kFlag, kFlag));
    return all;
  }();
  return tellings;
}

const Telling& TellingBy(Kind kind) {
  for (const Telling& telling : Tellings()) {
    if (telling.kind == kind) return telling;
  }
  AMPARO_CHECK(false, "the journal is asked for kinds that it tells of");
}

bool TellsOf(const Telling& telling, TimelineKind kind) {
  return telling.about == kind || std::find(telling.also.begin(), telling.also.end(), kind) != telling.also.end();
}

// What was told of a record so far: its last version, and what it said in each place, by whichever version.
struct ToldSoFar {
  std::unique_ptr<Message> message;
  std::map<std::string, Happening> said;
};

// True when a version says something anew or otherwise, as Unfold sees it; what it says is noted.
bool SaysNews(const std::vector<Happening>& happenings, std::map<std::string, Happening>& said) {
  bool news = false;
  for (const Happening& happening : happenings) {
    const auto [before, is_new] = said.try_emplace(happening.place, happening);
    if (!is_new && before->second == happening) continue;
    before->second = happening;
    news = true;
  }
  return news;
}

bool IsNews(const FieldDescriptor& field) {
  return field.name() != "etag" && field.name() != "create_time" && field.name() != "update_time";
}

}  // namespace

std::string EnumWord(const google::protobuf::EnumDescriptor& type, int value) {
  const auto* found = type.FindValueByNumber(value);
  const auto* zero = type.FindValueByNumber(0);
  if (value == 0 || found == nullptr || zero == nullptr) return "";
  constexpr std::string_view kZero = "UNSPECIFIED";
  const std::size_t prefix = zero->name().ends_with(kZero) ? zero->name().size() - kZero.size() : 0;
  std::string word = absl::AsciiStrToLower(found->name().substr(prefix));
  std::replace(word.begin(), word.end(), '_', '-');
  return word;
}

std::string PlaceIn(std::string_view list, int index) {
  return StrCat(list, "/", absl::Dec(index, absl::kZeroPad5));
}

TimelineKind AboutOf(Kind kind) {
  return TellingBy(kind).about;
}

std::vector<Kind> KindsTelling(const std::vector<TimelineKind>& wanted) {
  std::vector<Kind> kinds;
  for (const Telling& telling : Tellings()) {
    const bool tells = std::any_of(wanted.begin(), wanted.end(),
                                   [&telling](const TimelineKind kind) { return TellsOf(telling, kind); });
    if (wanted.empty() || tells) kinds.push_back(telling.kind);
  }
  return kinds;
}

absl::StatusOr<std::unique_ptr<Message>> MessageOfKind(Kind kind, const std::string& body) {
  std::unique_ptr<Message> message = TellingBy(kind).make();
  if (!message->ParseFromString(body)) return absl::InternalError("a stored resource is malformed");
  return message;
}

std::vector<Happening> HappeningsIn(Kind kind, const Message& message) {
  Teller teller;
  TellingBy(kind).tell(message, teller);
  return std::move(teller).Take();
}

std::vector<std::string> FieldsChanged(const Message& before, const Message& after) {
  constexpr std::string_view kSealed = "sealed_";
  std::vector<std::string> changed;
  const google::protobuf::Descriptor& type = *after.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* const field = type.field(i);
    if (!IsNews(*field)) continue;
    google::protobuf::util::MessageDifferencer differencer;
    if (differencer.CompareWithFields(before, after, {field}, {field})) continue;
    const std::string& name = field->name();
    changed.push_back(name.starts_with(kSealed) ? name.substr(kSealed.size()) : name);
  }
  return changed;
}

absl::StatusOr<std::vector<ToldVersion>> VersionsIn(const std::vector<JournalRow>& rows) {
  std::vector<ToldVersion> versions;
  std::map<std::string_view, ToldSoFar> before;
  for (const JournalRow& row : rows) {
    AMPARO_ASSIGN_OR_RETURN(std::unique_ptr<Message> message, MessageOfKind(row.kind, row.body));
    ToldVersion version;
    version.resource = row.name;
    version.version = row.version;
    version.time = row.time;
    version.actor = row.actor;
    version.method = row.method;
    version.kind = AboutOf(row.kind);
    version.happenings = HappeningsIn(row.kind, *message);
    ToldSoFar& so_far = before[row.name];
    const bool news = SaysNews(version.happenings, so_far.said);
    // Comparing is slow, and asked for only where nothing else is told.
    if (so_far.message && !news) version.changed = FieldsChanged(*so_far.message, *message);
    so_far.message = std::move(message);
    versions.push_back(std::move(version));
  }
  return versions;
}

void ToProto(const TimelineEntry& value, v1::TimelineEntry& out) {
  SetDate(value.at.day, out.mutable_date());
  SetTimestamp(value.at.record_time, out.mutable_record_time());
  out.set_actor(value.actor);
  out.set_method(value.method);
  out.set_kind(static_cast<v1::TimelineKind>(value.kind));
  out.set_resource(value.at.resource);
  out.set_resource_version(value.version);
  out.set_what(value.what);
  out.set_text(value.text);
  for (const std::string& name : value.mentions) out.add_mentions(name);
  out.set_corrected(value.corrected);
}

}  // namespace amparo::cases
