#include "services/case/api/content_api.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/rpc/request_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/document_changes.h"
#include "services/case/convert/document_convert.h"

namespace amparo::cases {
namespace {

absl::Status GapAt(int64_t expected) {
  return errors::Make(absl::StatusCode::kOutOfRange, "UPLOAD_GAP",
                      StrCat("bytes were left out: go on from offset ", expected),
                      {{"expected_offset", std::to_string(expected)}});
}

absl::Status StatusOf(const ChunkAssembler::Fault& fault) {
  if (const auto* gap = std::get_if<ChunkAssembler::Gap>(&fault)) return GapAt(gap->expected_offset);
  if (std::holds_alternative<ChunkAssembler::BeyondSize>(fault)) {
    return errors::InvalidField("data", "must not go beyond the size that the upload was begun with");
  }
  return absl::OkStatus();
}

absl::Status CheckMessage(const v1::UploadRequest& message, std::string_view name) {
  errors::FieldViolations violations;
  violations.Require(message.name().empty() || message.name() == name, "name",
                     "must be that of the first message, or empty");
  violations.Require(message.data().size() <= static_cast<std::size_t>(kMostPerMessage), "data",
                     "must be at most 1 MiB");
  return violations.ToStatus();
}

// Keeps the whole pieces that have come. Each step goes on from where the content is kept by then, whoever sent it.
Task<absl::Status> KeepReady(std::shared_ptr<OpenContent> content, ChunkAssembler* assembler,
                             rpc::CallContext* context) {
  for (std::string ready = assembler->Ready(); !ready.empty(); ready = assembler->Ready()) {
    const absl::StatusOr<int64_t> committed =
        co_await content->Append(assembler->committed(), std::move(ready), context->clock().Now(), context->limits());
    if (!committed.ok()) co_return committed.status();
    // Less is kept than was: the database was set back. The bytes between are not here any more.
    if (*committed <= assembler->committed()) co_return GapAt(*committed);
    assembler->Commit(*committed);
  }
  co_return absl::OkStatus();
}

// OK when what is kept is what was announced. FAILED_PRECONDITION otherwise.
Task<absl::Status> Verify(std::shared_ptr<OpenContent> content, rpc::CallContext* context) {
  const ContentFacts& facts = content->facts();
  if (facts.committed < facts.spec.size) {
    co_return errors::Make(absl::StatusCode::kFailedPrecondition, "UPLOAD_INCOMPLETE",
                           StrCat("not all bytes have come: go on from offset ", facts.committed),
                           {{"expected_offset", std::to_string(facts.committed)}});
  }
  Sha256 digest;
  for (int64_t number = 0; number < ChunksOf(facts.spec.size);) {
    AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<std::string> pieces,
                               co_await content->Read(number, context->limits()));
    for (const std::string& piece : pieces) digest.Update(piece);
    number += static_cast<int64_t>(pieces.size());
  }
  const std::string found = digest.Finish();
  if (found == facts.spec.sha256) co_return absl::OkStatus();
  co_return errors::Make(absl::StatusCode::kFailedPrecondition, "SHA256_MISMATCH",
                         "what came has another SHA-256 than was announced: begin a new upload",
                         {{"expected", HexOf(facts.spec.sha256)}, {"found", HexOf(found)}});
}

// The document as it is.
absl::StatusOr<std::string> ReadDocument(Work& work, const RecordKey& key) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, key));
  AMPARO_ASSIGN_OR_RETURN(const v1::Document document, BasicOf<v1::Document>(record));
  return document.SerializeAsString();
}

// Gives the document its content.
absl::StatusOr<std::string> AttachTo(Work& work, const Target& document, const Content& content) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, document.key));
  AMPARO_RETURN_IF_ERROR(CheckEtag(document.etag, record, NameOf(document.key)));
  AMPARO_ASSIGN_OR_RETURN(Change change, AttachedDocument(content, record));
  return Written(work, std::move(change));
}

// Sends the pieces that begin with `number`, from `offset` on.
Task<absl::Status> Send(std::vector<std::string> pieces, int64_t number, int64_t offset,
                        rpc::ServerStream<v1::DownloadResponse>* out) {
  for (std::string& piece : pieces) {
    const int64_t begin = number++ * kChunk;
    const int64_t skipped = std::max<int64_t>(0, offset - begin);
    v1::DownloadResponse response;
    response.set_offset(begin + skipped);
    if (skipped > 0) piece.erase(0, static_cast<std::size_t>(skipped));
    response.set_data(std::move(piece));
    const absl::Status sent = co_await out->Write(response);
    if (!sent.ok()) co_return sent;
  }
  co_return absl::OkStatus();
}

}  // namespace

rpc::ServiceBinding ContentApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.ContentService");
  binding.Unary<&ContentApi::BeginUpload>("BeginUpload", this)
      .ClientStream<&ContentApi::Upload>("Upload", this)
      .Unary<&ContentApi::GetUpload>("GetUpload", this)
      .Unary<&ContentApi::FinishUpload>("FinishUpload", this)
      .ServerStream<&ContentApi::Download>("Download", this);
  return binding;
}

Task<absl::StatusOr<std::shared_ptr<OpenContent>>> ContentApi::Open(rpc::CallContext* context, std::string name) {
  AMPARO_CO_ASSIGN_OR_RETURN(const ContentName content, RequireName<ContentName>(*context, name, "name"));
  auto open = co_await contents_->Open(content, context->limits());
  co_return open;
}

Task<absl::StatusOr<v1::ContentUpload>> ContentApi::BeginUpload(rpc::CallContext& context,
                                                                v1::BeginUploadRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const DocumentName document,
                             RequireName<DocumentName>(context, request.document(), "document"));
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  ContentFacts content;
  content.name = {document.office, document.case_id, Uuid::V7(now)};
  content.document = document;
  content.spec = SpecFrom(request);
  content.expire_time = now + kUploadRetention;
  Violations found;
  CheckContentSpec(content.spec, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, document.office, request.request_id(), request);
  std::string response = UploadOf(content).SerializeAsString();
  const auto answer =
      co_await contents_->Begin(std::move(stamp), std::move(content), now, std::move(response), context.limits());
  co_return ParseStored<v1::ContentUpload>(answer);
}

Task<absl::StatusOr<v1::UploadResponse>> ContentApi::Upload(rpc::CallContext& context,
                                                            rpc::ClientStream<v1::UploadRequest>& messages) {
  std::shared_ptr<OpenContent> content;
  std::string name;
  std::optional<ChunkAssembler> assembler;
  while (true) {
    const std::optional<v1::UploadRequest> message = co_await messages.Read();
    if (!message) break;
    if (content == nullptr) {
      name = message->name();
      AMPARO_CO_ASSIGN_OR_RETURN(content, co_await Open(&context, name));
      assembler.emplace(content->facts().spec.size, content->facts().committed);
    }
    AMPARO_CO_RETURN_IF_ERROR(CheckMessage(*message, name));
    AMPARO_CO_RETURN_IF_ERROR(StatusOf(assembler->Take(message->offset(), message->data())));
    AMPARO_CO_RETURN_IF_ERROR(co_await KeepReady(content, &*assembler, &context));
    if (context.shutting_down().stop_requested()) co_return errors::ShuttingDown();
  }
  AMPARO_CO_RETURN_IF_ERROR(messages.status());
  if (content == nullptr) co_return errors::InvalidField("name", "must be given by a first message");
  v1::UploadResponse response;
  response.set_committed_offset(assembler->committed());
  co_return response;
}

Task<absl::StatusOr<v1::ContentUpload>> ContentApi::GetUpload(rpc::CallContext& context, v1::GetUploadRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<OpenContent> content, co_await Open(&context, request.name()));
  co_return UploadOf(content->facts());
}

Task<absl::StatusOr<v1::Document>> ContentApi::FinishUpload(rpc::CallContext& context,
                                                            v1::FinishUploadRequest request) {
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Target document;
  document.etag = EtagFrom(request.etag(), violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<OpenContent> content, co_await Open(&context, request.name()));
  const ContentFacts& facts = content->facts();
  document.key = KeyOf(facts.document);
  ActStamp stamp = StampOf(context, facts.name.office, request.request_id(), request);
  if (!facts.attached) {
    AMPARO_CO_RETURN_IF_ERROR(co_await Verify(content, &context));
    const Content attached{facts.name, facts.spec, context.clock().Now()};
    WorkBody body = [document, attached](Work& work) { return AttachTo(work, document, attached); };
    const auto answer = co_await contents_->Attach(stamp, facts.name, std::move(body), context.limits());
    // Somebody else may have finished it since it was opened: it is attached all the same.
    if (errors::Reason(answer.status()) != "UPLOAD_FINISHED") co_return ParseStored<v1::Document>(answer);
  }
  // Changes nothing; a repeated request gets its first answer.
  WorkBody read = [key = document.key](Work& work) { return ReadDocument(work, key); };
  co_return co_await RunWork<v1::Document>(store_, &context, std::move(stamp), std::move(read));
}

Task<absl::Status> ContentApi::Download(rpc::CallContext& context, v1::DownloadRequest request,
                                        rpc::ServerStream<v1::DownloadResponse>& out) {
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<OpenContent> content, co_await Open(&context, request.name()));
  const ContentFacts& facts = content->facts();
  if (!facts.attached) co_return errors::NotFound(KindWord(Kind::kContent), request.name());
  const int64_t offset = request.offset();
  if (offset < 0 || offset > facts.spec.size) {
    co_return errors::InvalidField("offset", StrCat("must be 0 to the size, which is ", facts.spec.size));
  }
  std::vector<std::string> fields(1, "content");
  RevealStamp stamp = RevealStampOf(context, std::move(fields));
  AMPARO_CO_RETURN_IF_ERROR(co_await content->RecordRead(std::move(stamp), context.clock().Now(), context.limits()));
  for (int64_t number = offset / kChunk; offset < facts.spec.size && number < ChunksOf(facts.spec.size);) {
    AMPARO_CO_ASSIGN_OR_RETURN(std::vector<std::string> pieces, co_await content->Read(number, context.limits()));
    const auto count = static_cast<int64_t>(pieces.size());
    AMPARO_CO_RETURN_IF_ERROR(co_await Send(std::move(pieces), number, offset, &out));
    number += count;
    if (context.shutting_down().stop_requested()) co_return errors::ShuttingDown();
  }
  co_return absl::OkStatus();
}

}  // namespace amparo::cases
