#include "services/case/convert/document_convert.h"

#include <string>

#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(DocumentSource::kOther) == v1::DOCUMENT_SOURCE_OTHER);
static_assert(static_cast<int>(DocumentState::kNotNeeded) == v1::DOCUMENT_STATE_NOT_NEEDED);
static_assert(static_cast<int>(DocumentForm::kPhotocopy) == v1::DOCUMENT_FORM_PHOTOCOPY);
static_assert(static_cast<int>(DocumentAct::kReinstate) == v1::DOCUMENT_ACT_REINSTATE);

std::optional<Uuid> PartyOf(const v1::Document& from, const DocumentName& name, Violations& violations) {
  if (from.party().empty()) return std::nullopt;
  const auto party = ParseName<PartyName>(from.party());
  const bool fits = violations.Require(party && party->parent() == name.parent(), "party",
                                       "must be the name of a party of the same case");
  return fits ? std::optional(party->id) : std::nullopt;
}

DocumentSource SourceFrom(v1::DocumentSource source, Violations& violations) {
  return EnumFrom<DocumentSource>(source, v1::DocumentSource_IsValid, "source", violations);
}

DocumentEvent EventFrom(const v1::DocumentEvent& stored) {
  DocumentEvent event;
  event.act = static_cast<DocumentAct>(stored.act());
  event.date = DayFrom(stored.date()).value_or(absl::CivilDay());
  event.record_time = TimeFrom(stored.record_time());
  event.reason = stored.reason();
  event.source = static_cast<DocumentSource>(stored.source());
  event.institution = stored.institution();
  return event;
}

void EventToProto(const DocumentEvent& event, v1::DocumentEvent& out) {
  out.set_act(static_cast<v1::DocumentAct>(event.act));
  SetDate(event.date, out.mutable_date());
  SetTimestamp(event.record_time, out.mutable_record_time());
  out.set_reason(event.reason);
  out.set_source(static_cast<v1::DocumentSource>(event.source));
  out.set_institution(event.institution);
}

std::optional<Content> ContentFrom(const v1::Document& stored) {
  const auto name = ParseName<ContentName>(stored.content().name());
  if (!name) return std::nullopt;
  const v1::DocumentContent& from = stored.content();
  return Content{
      *name, {from.size(), Sha256FromHex(from.sha256()).value_or(""), from.media_type()}, TimeFrom(from.attach_time())};
}

void ContentToProto(const Content& content, v1::DocumentContent& out) {
  out.set_name(ToString(content.name));
  out.set_size(content.spec.size);
  out.set_sha256(HexOf(content.spec.sha256));
  out.set_media_type(content.spec.media_type);
  SetTimestamp(content.attach_time, out.mutable_attach_time());
}

// What every act says: its day, and its reason where it has one.
template <typename Request>
DocumentActInput DatedInput(const Request& request, DocumentAct act, absl::CivilDay today, Violations& violations) {
  DocumentActInput input;
  input.act = act;
  input.date = OptionalDay(request.has_date(), request.date(), "date", violations).value_or(today);
  return input;
}

}  // namespace

Document DocumentFromRequest(const v1::Document& request, const DocumentName& name, Violations& violations) {
  Document value;
  value.name = name;
  value.kind = request.kind();
  value.title = request.title();
  value.party = PartyOf(request, name, violations);
  value.source = SourceFrom(request.source(), violations);
  value.due_date = OptionalDay(request.has_due_date(), request.due_date(), "due_date", violations);
  return value;
}

Document DocumentFromStored(const v1::Document& stored) {
  Violations none;
  Document value = DocumentFromRequest(stored, ParseName<DocumentName>(stored.name()).value_or(DocumentName()), none);
  value.state = static_cast<DocumentState>(stored.state());
  for (const v1::DocumentEvent& event : stored.events()) value.events.push_back(EventFrom(event));
  value.form = static_cast<DocumentForm>(stored.form());
  value.certified = stored.certified();
  value.content = ContentFrom(stored);
  value.copies = stored.copies();
  value.template_id = stored.template_id();
  value.template_version = stored.template_version();
  return value;
}

DocumentActInput InputFrom(const v1::RequestDocumentRequest& request, absl::CivilDay today, Violations& violations) {
  DocumentActInput input = DatedInput(request, DocumentAct::kRequest, today, violations);
  input.source = SourceFrom(request.source(), violations);
  input.institution = request.institution();
  input.due_date = OptionalDay(request.has_due_date(), request.due_date(), "due_date", violations);
  return input;
}

DocumentActInput InputFrom(const v1::ObtainDocumentRequest& request, absl::CivilDay today, Violations& violations) {
  DocumentActInput input = DatedInput(request, DocumentAct::kObtain, today, violations);
  input.form = EnumFrom<DocumentForm>(request.form(), v1::DocumentForm_IsValid, "form", violations);
  return input;
}

DocumentActInput InputFrom(const v1::DocumentActRequest& request, DocumentAct act, absl::CivilDay today,
                           Violations& violations) {
  DocumentActInput input = DatedInput(request, act, today, violations);
  input.reason = request.reason();
  return input;
}

void ToProto(const Document& value, v1::Document& out) {
  out.set_name(ToString(value.name));
  out.set_kind(value.kind);
  out.set_title(value.title);
  out.clear_party();
  if (value.party) out.set_party(ToString(PartyName{value.name.office, value.name.case_id, *value.party}));
  out.set_source(static_cast<v1::DocumentSource>(value.source));
  out.set_state(static_cast<v1::DocumentState>(value.state));
  out.clear_due_date();
  if (value.due_date) SetDate(*value.due_date, out.mutable_due_date());
  out.clear_events();
  for (const DocumentEvent& event : value.events) EventToProto(event, *out.add_events());
  out.set_form(static_cast<v1::DocumentForm>(value.form));
  out.set_certified(value.certified);
  out.clear_content();
  if (value.content) ContentToProto(*value.content, *out.mutable_content());
  out.set_copies(value.copies);
  out.set_template_id(value.template_id);
  out.set_template_version(value.template_version);
}

void ToProto(const DocumentTemplate& value, v1::DocumentTemplate& out) {
  out.set_id(value.id);
  out.set_version(value.version);
  out.set_title(value.title);
  out.set_crime_type(value.crime_type);
  out.set_country_code(value.country_code);
  out.set_stage(static_cast<v1::CaseStage>(value.stage));
  SetDate(value.valid_from, out.mutable_valid_from());
  for (const TemplateItem& item : value.items) {
    v1::DocumentTemplateItem& added = *out.add_items();
    added.set_kind(item.kind);
    added.set_title(item.title);
    added.set_source(static_cast<v1::DocumentSource>(item.source));
    added.set_about(static_cast<v1::PartyRole>(item.about));
    added.set_minors_only(item.minors_only);
    added.set_due_days(item.due_days);
  }
}

std::vector<Value> ColumnsOf(const Document& value) {
  const auto optional = [](const auto& given) { return given ? Value(*given) : Value(); };
  const bool pending = value.due_date && IsPending(value.state);
  const DocumentEvent* const asked = value.last_request();
  return {static_cast<int64_t>(value.state),
          optional(value.party),
          optional(value.subject),
          pending ? Value(*value.due_date) : Value(),
          static_cast<int64_t>(asked == nullptr ? DocumentSource::kUnspecified : asked->source),
          asked == nullptr ? std::string() : asked->institution};
}

ContentSpec SpecFrom(const v1::BeginUploadRequest& request) {
  return {request.size(), Sha256FromHex(request.sha256()).value_or(""), request.media_type()};
}

v1::ContentUpload UploadOf(const ContentFacts& facts) {
  v1::ContentUpload out;
  out.set_name(ToString(facts.name));
  out.set_document(ToString(facts.document));
  out.set_size(facts.spec.size);
  out.set_sha256(HexOf(facts.spec.sha256));
  out.set_media_type(facts.spec.media_type);
  out.set_committed_offset(facts.committed);
  out.set_attached(facts.attached);
  if (!facts.attached) SetTimestamp(facts.expire_time, out.mutable_expire_time());
  return out;
}

}  // namespace amparo::cases
