#include "services/case/api/export_api.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "services/case/api/note_reader.h"
#include "services/case/api/operation_list.h"
#include "services/case/api/operation_sight.h"
#include "services/case/api/support.h"
#include "services/case/convert/kind_message.h"

namespace amparo::cases {
namespace {

constexpr int kMostExportKinds = 30;
// Records of a page that is opened: so few that their audit rows are one short statement.
constexpr int32_t kOpenedAtOnce = 200;
constexpr int32_t kOperationsAtOnce = 100;
// Far from the 4 MiB that receivers take by default.
constexpr std::size_t kBytesAtOnce = std::size_t{1} << 20;

constexpr std::string_view kTypeUrl = "type.googleapis.com/";

// The place of an export in its operations when all of them were sent; no page of a list is called so.
constexpr std::string_view kNoMorePages = ".";

// Where an export is that has sent all records of `kind`.
ExportPlace PlaceAfter(Kind kind, const std::vector<Kind>& kinds, const std::string& feed_token) {
  const auto at = std::find(kinds.begin(), kinds.end(), kind);
  const bool more = at != kinds.end() && at + 1 != kinds.end();
  return {.feed_token = feed_token, .kind = more ? *(at + 1) : Kind::kOperation};
}

void SetEvent(const std::string& name, const std::string& office, Kind kind, int64_t version, absl::Time time,
              const google::protobuf::Message& resource, feed::v1::Event& event) {
  event.set_office(office);
  event.set_name(name);
  event.set_kind(std::string(KindWord(kind)));
  event.set_version(version);
  SetTimestamp(time, event.mutable_change_time());
  event.mutable_resource()->set_type_url(StrCat(kTypeUrl, resource.GetDescriptor()->full_name()));
  resource.SerializeToString(event.mutable_resource()->mutable_value());
}

// The kinds that a request asks for, in the order of exports.
std::vector<Kind> KindsOf(const v1::ExportOfficeRequest& request, errors::FieldViolations& violations) {
  violations.Require(request.kinds_size() <= kMostExportKinds, "kinds", "must be at most 30");
  std::vector<Kind> asked;
  for (const std::string& word : request.kinds()) {
    const std::optional<Kind> kind = ExportedKind(word);
    if (violations.Require(kind.has_value(), "kinds", "must be kinds that are exported")) asked.push_back(*kind);
  }
  std::vector<Kind> kinds;
  for (const Kind kind : ExportedKinds()) {
    if (asked.empty() || std::find(asked.begin(), asked.end(), kind) != asked.end()) kinds.push_back(kind);
  }
  return kinds;
}

}  // namespace

rpc::ServiceBinding ExportApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.ExportService");
  binding.ServerStream<&ExportApi::ExportOffice>("ExportOffice", this);
  return binding;
}

Task<absl::Status> ExportApi::ExportOffice(rpc::CallContext& context, v1::ExportOfficeRequest request,
                                           rpc::ServerStream<v1::ExportOfficeResponse>& out) {
  AMPARO_CO_ASSIGN_OR_RETURN(Export run, co_await Begin(&context, &request));
  if (run.full) {
    AMPARO_CO_RETURN_IF_ERROR(co_await SendOpened(&context, &run, &out));
  } else {
    AMPARO_CO_RETURN_IF_ERROR(co_await SendSealed(&context, &run, &out));
  }
  AMPARO_CO_RETURN_IF_ERROR(co_await SendOperations(&context, &run, &out));
  v1::ExportOfficeResponse end;
  end.set_complete(true);
  end.set_feed_token(run.place.feed_token);
  for (const Kind kind : LeftBehindKinds()) end.add_left_behind(std::string(KindWord(kind)));
  const absl::Status sent = co_await out.Write(end);
  co_return sent;
}

Task<absl::StatusOr<ExportApi::Export>> ExportApi::Begin(rpc::CallContext* context,
                                                         const v1::ExportOfficeRequest* request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName name, RequireName<OfficeName>(*context, request->name(), "name"));
  errors::FieldViolations violations;
  Export run;
  run.scope.office = name.office;
  run.scope.readable_notes = ReadableBy(NoteReaderOf(*context, name.office));
  run.kinds = KindsOf(*request, violations);
  run.full = WantsFull(request->view(), violations);
  run.reason = request->reason();
  CheckReadReason(run.reason, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  run.arguments = StrCat(run.full ? "FULL/" : "BASIC/", run.scope.office, "/", context->caller().identity());
  for (const Kind kind : run.kinds) StrAppend(&run.arguments, "/", KindWord(kind));
  const auto office = co_await parts_.offices->Find(name.office, context->limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  if (!request->resume_token().empty()) {
    const std::optional<ExportPlace> place = DecodeExportPlace(request->resume_token(), run.arguments);
    if (!place) co_return errors::InvalidField("resume_token", "must come from an answer to the same request");
    run.place = *place;
    co_return run;
  }
  run.place.kind = run.kinds.front();
  AMPARO_CO_ASSIGN_OR_RETURN(run.place.feed_token, co_await parts_.exports->FeedToken(context->limits()));
  co_return run;
}

Task<absl::Status> ExportApi::SendSealed(rpc::CallContext* context, Export* run, Out* out) {
  std::vector<Kind> left(std::find(run->kinds.begin(), run->kinds.end(), run->place.kind), run->kinds.end());
  std::erase(left, Kind::kOperation);
  if (left.empty()) co_return absl::OkStatus();
  auto token_of = [feed_token = run->place.feed_token, arguments = run->arguments, kinds = run->kinds](Kind kind,
                                                                                                       const Uuid& id) {
    // There is one office, and it has no id to go on after.
    if (kind == Kind::kOffice) return EncodeExportPlace(PlaceAfter(kind, kinds, feed_token), arguments);
    return EncodeExportPlace({.feed_token = feed_token, .kind = kind, .after = id}, arguments);
  };
  AMPARO_CO_ASSIGN_OR_RETURN(
      const std::unique_ptr<SealedExport> copy,
      parts_.exports->CopySealed(run->scope, std::move(left), run->place, std::move(token_of), context->limits()));
  while (!context->shutting_down().stop_requested()) {
    AMPARO_CO_ASSIGN_OR_RETURN(std::optional<std::string> message, co_await copy->Next());
    if (!message) {
      run->place = {.feed_token = run->place.feed_token, .kind = Kind::kOperation};
      co_return absl::OkStatus();
    }
    const absl::Status sent = co_await out->WriteBytes(*std::move(message));
    AMPARO_CO_RETURN_IF_ERROR(sent);
  }
  co_return errors::ShuttingDown();
}

Task<absl::Status> ExportApi::SendOpened(rpc::CallContext* context, Export* run, Out* out) {
  const auto from = std::find(run->kinds.begin(), run->kinds.end(), run->place.kind);
  const std::vector<Kind> left(from, run->kinds.end());
  for (const Kind kind : left) {
    if (kind == Kind::kOperation) continue;
    AMPARO_CO_RETURN_IF_ERROR(co_await SendPagesOf(context, kind, run, out));
  }
  co_return absl::OkStatus();
}

Task<absl::Status> ExportApi::SendPagesOf(rpc::CallContext* context, Kind kind, Export* run, Out* out) {
  const std::string field = SealedPathOf(kind);
  while (!context->shutting_down().stop_requested()) {
    AMPARO_CO_ASSIGN_OR_RETURN(
        std::vector<ExportedRecord> page,
        co_await parts_.exports->ReadPage(run->scope, kind, run->place.after, kOpenedAtOnce, context->limits()));
    const bool last = ParentOf(kind) == Parent::kNone || page.size() < static_cast<std::size_t>(kOpenedAtOnce);
    v1::ExportOfficeResponse response;
    std::vector<const ExportedRecord*> opened;
    std::size_t bytes = 0;
    std::size_t taken = 0;
    for (const ExportedRecord& one : page) {
      if (bytes >= kBytesAtOnce) break;
      AMPARO_CO_ASSIGN_OR_RETURN(const auto message, OpenedMessage(kind, one.record));
      SetEvent(NameOf(one.key), run->scope.office, kind, one.record.version, one.record.update_time, *message,
               *response.add_records());
      bytes += response.records().rbegin()->ByteSizeLong();
      if (one.record.secret) opened.push_back(&one);
      run->place.after = one.key.id;
      ++taken;
    }
    if (!opened.empty()) {
      const absl::Status audited =
          co_await parts_.exports->AuditReads(ReceiptStampOf(*context, run->scope.office, run->reason),
                                              std::vector<std::string>(1, field), std::move(opened), context->limits());
      AMPARO_CO_RETURN_IF_ERROR(audited);
    }
    const bool done = last && taken == page.size();
    if (done) run->place = PlaceAfter(kind, run->kinds, run->place.feed_token);
    if (taken > 0) {
      response.set_resume_token(EncodeExportPlace(run->place, run->arguments));
      const absl::Status sent = co_await out->Write(response);
      AMPARO_CO_RETURN_IF_ERROR(sent);
    }
    if (done) co_return absl::OkStatus();
  }
  co_return errors::ShuttingDown();
}

Task<absl::Status> ExportApi::SendOperations(rpc::CallContext* context, Export* run, Out* out) {
  const bool wanted = std::find(run->kinds.begin(), run->kinds.end(), Kind::kOperation) != run->kinds.end();
  if (!wanted || run->place.page == kNoMorePages) co_return absl::OkStatus();
  v1::ListOperationsRequest request;
  request.set_parent(StrCat("offices/", run->scope.office, "/cases/-"));
  request.set_page_size(kOperationsAtOnce);
  request.set_reason(run->reason);
  request.set_page_token(run->place.page);
  do {
    if (context->shutting_down().stop_requested()) co_return errors::ShuttingDown();
    AMPARO_CO_ASSIGN_OR_RETURN(const v1::ListOperationsResponse page,
                               co_await ListSeen(parts_.store, parts_.compartments, context, request, run->full));
    v1::ExportOfficeResponse response;
    for (const v1::Operation& operation : page.operations()) {
      const absl::StatusOr<std::optional<int64_t>> version = rpc::ParseEtag(operation.etag());
      SetEvent(operation.name(), run->scope.office, Kind::kOperation, version.ok() ? version->value_or(0) : 0,
               TimeFrom(operation.update_time()), operation, *response.add_records());
    }
    request.set_page_token(page.next_page_token());
    run->place.page = request.page_token().empty() ? std::string(kNoMorePages) : request.page_token();
    if (response.records_size() == 0) continue;
    response.set_resume_token(EncodeExportPlace(run->place, run->arguments));
    const absl::Status sent = co_await out->Write(response);
    AMPARO_CO_RETURN_IF_ERROR(sent);
  } while (!request.page_token().empty());
  co_return absl::OkStatus();
}

}  // namespace amparo::cases
