// amparo.cases.v1.DocumentService: the papers cases need, of whom they were asked, what became of them.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/document_service.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/document.h"
#include "services/case/domain/document_template.h"
#include "services/case/domain/store.h"
#include "services/case/domain/task_template.h"

namespace amparo::cases {

// The handlers; what each promises stands in document_service.proto.
class DocumentApi {
 public:
  // All of them must outlive it.
  DocumentApi(Store* store, TemplateStore* templates, OfficeDirectory* offices, TaskTemplateStore* task_templates)
      : store_(store), templates_(templates), offices_(offices), task_templates_(task_templates) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  template <typename T>
  using Answer = Task<absl::StatusOr<T>>;

  Answer<v1::ListDocumentTemplatesResponse> ListDocumentTemplates(rpc::CallContext& context,
                                                                  v1::ListDocumentTemplatesRequest request);
  Answer<v1::PrepareDocumentsResponse> PrepareDocuments(rpc::CallContext& context, v1::PrepareDocumentsRequest request);
  Answer<v1::Document> CreateDocument(rpc::CallContext& context, v1::CreateDocumentRequest request);
  Answer<rpc::Encoded<v1::Document>> GetDocument(rpc::CallContext& context, v1::GetDocumentRequest request);
  Answer<v1::ListDocumentsResponse> ListDocuments(rpc::CallContext& context, v1::ListDocumentsRequest request);
  Answer<v1::Document> UpdateDocument(rpc::CallContext& context, v1::UpdateDocumentRequest request);
  Answer<v1::Document> RequestDocument(rpc::CallContext& context, v1::RequestDocumentRequest request);
  Answer<v1::Document> ObtainDocument(rpc::CallContext& context, v1::ObtainDocumentRequest request);

  // CertifyDocument, RejectDocument and the others that ask for nothing but a day and a reason.
  template <DocumentAct A>
  Answer<v1::Document> Act(rpc::CallContext& context, v1::DocumentActRequest request);

 private:
  // Reads from its request what an act asks for.
  template <typename Request>
  using InputReader = DocumentActInput (*)(const Request& request, absl::CivilDay today, Violations& violations);

  // Carries out an act.
  template <typename Request>
  Answer<v1::Document> RunDocumentAct(rpc::CallContext& context, Request request, InputReader<Request> input_of);

  Store* const store_;
  TemplateStore* const templates_;
  OfficeDirectory* const offices_;
  // Tasks hang on what is done with documents.
  TaskTemplateStore* const task_templates_;
};

}  // namespace amparo::cases
