// What the services hand out and get back - tokens, cursors, etags - and what comes with every call.
#include <grpcpp/support/status.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "amparo/cases/v1/case_service.pb.h"
#include "amparo/scheduling/v1/hearing.pb.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/errors/grpc_status.h"
#include "common/feed/token.h"
#include "common/observability/trace.h"
#include "common/rpc/etag.h"
#include "common/rpc/paging.h"
#include "services/case/api/timeline_page.h"
#include "services/case/domain/export.h"
#include "services/cli/failure.h"
#include "services/scheduling/api/support.h"
#include "tests/fuzz/fuzz.h"

namespace amparo::fuzz {
namespace {

constexpr char kId[] = "0190f3c2-7d1e-7abc-8def-0123456789ab";
constexpr char kArguments[] = "FULL/cebu";

// base64url, as all tokens are.
std::string Escaped(std::string_view bytes) {
  return absl::WebSafeBase64Escape(ToAbsl(bytes));
}

cases::v1::ListCasesRequest SomeList() {
  cases::v1::ListCasesRequest request;
  request.set_parent("offices/cebu");
  return request;
}

bool RunPageToken(std::string_view bytes) {
  cases::v1::ListCasesRequest request = SomeList();
  request.set_page_token(std::string(bytes));
  errors::FieldViolations violations;
  const std::string cursor = rpc::ReadPageToken(request, violations);
  Require(violations.empty() || cursor.empty(), "a token that is refused leads nowhere");
  if (!violations.empty() || bytes.empty()) return false;
  Require(rpc::MakePageToken(request, cursor) == bytes, "a token that is taken is one that was made");
  request.set_parent("offices/la-paz");
  rpc::ReadPageToken(request, violations);
  Require(!violations.empty(), "a token belongs to its request");
  return true;
}

bool RunPlace(std::string_view bytes) {
  const std::optional<rpc::Place> place = rpc::ParsePlace(bytes);
  if (!place) return false;
  Require(rpc::PlaceCursor(*place) == bytes, "a place has one text");
  return true;
}

// The cursor of a list of hearings, in a token that its maker had the digest for: anybody has.
bool RunPosition(std::string_view bytes) {
  scheduling::v1::ListHearingsRequest request;
  request.set_page_token(rpc::MakePageToken(request, bytes));
  errors::FieldViolations violations;
  const std::optional<scheduling::Position> position = scheduling::ReadPosition(request, violations);
  Require(!position || violations.empty(), "a place that is refused is none");
  if (!position) return false;
  Require(scheduling::TokenAfter(request, *position) == request.page_token(), "a place has one text");
  return true;
}

bool RunFeedToken(std::string_view bytes) {
  const absl::StatusOr<feed::Token> token = feed::DecodeToken(bytes);
  if (!token.ok()) {
    Require(absl::IsInvalidArgument(token.status()), "a token that is none is the caller's fault");
    return false;
  }
  if (bytes.empty()) return *token == feed::Token();
  Require(token->seq >= 0 && feed::EncodeToken(*token) == bytes, "a token that is taken is one that was made");
  return true;
}

// As a token, and as what a token would hold.
bool RunExportPlace(std::string_view bytes) {
  const std::string inside = Escaped(bytes);
  bool taken = false;
  for (const std::string_view token : {bytes, std::string_view(inside)}) {
    const std::optional<cases::ExportPlace> place = cases::DecodeExportPlace(token, kArguments);
    if (!place) continue;
    taken = true;
    Require(cases::EncodeExportPlace(*place, kArguments) == token, "a token that is taken is one that was made");
    Require(!cases::DecodeExportPlace(token, "FULL/la-paz"), "a token belongs to its arguments");
  }
  return taken;
}

bool RunTimelineCursor(std::string_view bytes) {
  const std::optional<cases::TimelineCursor> cursor = cases::ParseTimelineCursor(bytes);
  if (!cursor) return false;
  Require(cases::ToCursorText(*cursor) == bytes, "a cursor has one text");
  return true;
}

bool RunEtag(std::string_view bytes) {
  const absl::StatusOr<std::optional<int64_t>> version = rpc::ParseEtag(bytes);
  if (!version.ok()) return false;
  Require(version->has_value() != bytes.empty(), "no etag is no version");
  if (!version->has_value()) return false;
  Require(**version >= 1 && rpc::ToEtag(**version) == bytes, "a version has one etag");
  return true;
}

bool RunTraceParent(std::string_view bytes) {
  const obs::TraceContext context = obs::TraceContext::FromHeader(bytes);
  const std::string id = context.TraceIdHex();
  Require(id != std::string(32, '0') && context.SpanIdHex() != std::string(16, '0'), "no id is all noughts");
  const obs::TraceContext next = obs::TraceContext::FromHeader(context.ToHeader());
  Require(next.trace_id == context.trace_id && next.sampled == context.sampled, "a trace goes on by our own header");
  return bytes.size() >= 55 && bytes.substr(3, 32) == id;
}

// What a peer says went wrong.
bool RunStatus(std::string_view bytes) {
  const absl::Status status =
      errors::FromGrpc(grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "a rule is broken", std::string(bytes)));
  Require(absl::IsFailedPrecondition(status), "an error stays one, whatever its details are");
  Require(errors::FromGrpc(errors::ToGrpc(status)) == status, "details that are passed on are the same");
  Require(!errors::ToPublic(status).status.ok(), "an error stays one to callers");
  Require(!cli::Explain(status).empty(), "an error is told");
  return !errors::Reason(status).empty();
}

}  // namespace

std::vector<Target> TokenTargets() {
  const Uuid id = *Uuid::Parse(kId);
  const std::string place = rpc::PlaceCursor({absl::FromUnixMicros(1'415'000'000'000'000), id});
  const std::string position(8, '\0');
  const std::string feed_token = feed::EncodeToken({id, 77});
  const std::string export_token = cases::EncodeExportPlace({feed_token, cases::Kind::kParty, id, "page"}, kArguments);
  std::string export_text;
  absl::WebSafeBase64Unescape(export_token, &export_text);
  return {
      {"page_token", {rpc::MakePageToken(SomeList(), place), rpc::MakePageToken(SomeList(), "x")}, {"="}, RunPageToken},
      {"place", {place, StrCat("-62135596800000000/", kId)}, {"253402300800000000", "0"}, RunPlace},
      {"position", {position + std::string(id.bytes())}, {std::string(8, '\xFF')}, RunPosition},
      {"feed_token",
       {feed_token, feed::EncodeToken({}), feed::EncodeToken({id, std::numeric_limits<int64_t>::max()})},
       {"A", "=", "_"},
       RunFeedToken},
      {"export_place", {export_token, export_text}, {"party", "break_glass", "operation", kId}, RunExportPlace},
      {"timeline_cursor",
       {"77\n3\n2014-05-12\n1415000000000000\noffices/cebu/cases/1\nstage_changes/00001", "0\n1\n0001-01-01\n-1\n\n"},
       {"2014-02-30", "\n\n", "-0"},
       RunTimelineCursor},
      {"etag", {"v1", "vzz", rpc::ToEtag(std::numeric_limits<int64_t>::max())}, {"v", "v0", "zzzzzzzzzzzzz"}, RunEtag},
      {"traceparent",
       {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00-what-comes-later"},
       {"00000000000000000000000000000000", "ff-", "-"},
       RunTraceParent},
      {"status",
       {errors::ToGrpc(errors::InvalidField("case.title", "must not be empty")).error_details(),
        errors::ToGrpc(errors::NotFound("case", "offices/cebu/cases/1")).error_details(),
        errors::ToGrpc(errors::FailedPrecondition("CASE_CLOSED", "offices/cebu", "must be open")).error_details()},
       {"type.googleapis.com/google.rpc.ErrorInfo", "type.googleapis.com/google.rpc.BadRequest",
        "\x80\x80\x80\x80\x08"},
       RunStatus},
  };
}

}  // namespace amparo::fuzz
