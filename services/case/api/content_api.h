// amparo.cases.v1.ContentService: the bytes of documents, by streams that can be broken off and resumed.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/content.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/domain/content_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in content.proto. Of a content they hold a message and a few pieces at a
// time: the next message is read when what came before is committed, the next pieces when the caller has taken those
// before.
class ContentApi {
 public:
  // Both must outlive it.
  ContentApi(Store* store, ContentStore* contents) : store_(store), contents_(contents) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::ContentUpload>> BeginUpload(rpc::CallContext& context, v1::BeginUploadRequest request);
  Task<absl::StatusOr<v1::UploadResponse>> Upload(rpc::CallContext& context,
                                                  rpc::ClientStream<v1::UploadRequest>& messages);
  Task<absl::StatusOr<v1::ContentUpload>> GetUpload(rpc::CallContext& context, v1::GetUploadRequest request);
  Task<absl::StatusOr<v1::Document>> FinishUpload(rpc::CallContext& context, v1::FinishUploadRequest request);
  Task<absl::Status> Download(rpc::CallContext& context, v1::DownloadRequest request,
                              rpc::ServerStream<v1::DownloadResponse>& out);

 private:
  // The content that a request names.
  Task<absl::StatusOr<std::shared_ptr<OpenContent>>> Open(rpc::CallContext* context, std::string name);

  Store* const store_;
  ContentStore* const contents_;
};

}  // namespace amparo::cases
