// amparo.cases.v1.DocumentCopyService: the physical copies of documents, and the proof that their recipients have them.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/document_copy.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/acts.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/document_copy.h"
#include "services/case/domain/store.h"
#include "services/case/domain/task_template.h"

namespace amparo::cases {

// An act on a copy as its request asks for it, checked.
struct CopyAction {
  Target target;
  CopyActInput input;
};

// The handlers; what each promises stands in document_copy.proto.
class DocumentCopyApi {
 public:
  // All of them must outlive it.
  DocumentCopyApi(Store* store, OfficeDirectory* offices, TaskTemplateStore* task_templates)
      : store_(store), offices_(offices), task_templates_(task_templates) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  template <typename T>
  using Answer = Task<absl::StatusOr<T>>;

  Answer<v1::DocumentCopy> CreateDocumentCopy(rpc::CallContext& context, v1::CreateDocumentCopyRequest request);
  Answer<rpc::Encoded<v1::DocumentCopy>> GetDocumentCopy(rpc::CallContext& context, v1::GetDocumentCopyRequest request);
  Answer<v1::ListDocumentCopiesResponse> ListDocumentCopies(rpc::CallContext& context,
                                                            v1::ListDocumentCopiesRequest request);
  Answer<v1::DocumentCopy> MakeDocumentCopy(rpc::CallContext& context, v1::DocumentCopyActRequest request);
  Answer<v1::DocumentCopy> RecordCopyDelivery(rpc::CallContext& context, v1::RecordCopyDeliveryRequest request);

  // HandOverDocumentCopy and the others that ask for nothing but a day and a reason.
  template <CopyAct A>
  Answer<v1::DocumentCopy> Act(rpc::CallContext& context, v1::DocumentCopyActRequest request);

 private:
  template <typename Request>
  Answer<CopyAction> Check(rpc::CallContext& context, Request request, CopyAct act);

  Store* const store_;
  OfficeDirectory* const offices_;
  // Tasks hang on the day a copy was served.
  TaskTemplateStore* const task_templates_;
};

}  // namespace amparo::cases
