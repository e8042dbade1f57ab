// What the tests of documents, copies and contents share: the service with an open case, and short ways to call it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/integration/services/case/person_test.h"

namespace amparo::cases {

using DocumentStub = v1::DocumentService::Stub;
using CopyStub = v1::DocumentCopyService::Stub;

class DocumentTest : public PersonTest {
 protected:
  v1::CreateDocumentRequest DocumentRequest(const std::string& kind = "birth-certificate",
                                            const std::string& party = "") {
    v1::CreateDocumentRequest request;
    request.set_parent(case_);
    request.mutable_document()->set_kind(kind);
    request.mutable_document()->set_title("A " + kind);
    request.mutable_document()->set_party(party);
    return request;
  }
  v1::Document Enter(const v1::CreateDocumentRequest& request) {
    service_.clock().Advance(absl::Milliseconds(1));
    return Done(*documents_, &DocumentStub::CreateDocument, request);
  }
  v1::Document Enter(const std::string& kind = "birth-certificate") { return Enter(DocumentRequest(kind)); }

  absl::StatusOr<v1::Document> Get(const std::string& name, types::v1::View view = types::v1::VIEW_BASIC) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    request.set_view(view);
    return Call(*documents_, &DocumentStub::GetDocument, request);
  }

  absl::StatusOr<v1::PrepareDocumentsResponse> Prepare(const std::string& the_case,
                                                       const std::string& request_id = "") {
    v1::PrepareDocumentsRequest request;
    request.set_parent(the_case);
    request.set_request_id(request_id);
    return Call(*documents_, &DocumentStub::PrepareDocuments, request);
  }

  absl::StatusOr<v1::Document> Request(const std::string& name, const std::string& institution = "") {
    v1::RequestDocumentRequest request;
    request.set_name(name);
    request.set_institution(institution);
    return Call(*documents_, &DocumentStub::RequestDocument, request);
  }
  absl::StatusOr<v1::Document> Obtain(const std::string& name, v1::DocumentForm form = v1::DOCUMENT_FORM_ORIGINAL) {
    v1::ObtainDocumentRequest request;
    request.set_name(name);
    request.set_form(form);
    return Call(*documents_, &DocumentStub::ObtainDocument, request);
  }
  using DocumentActMethod = grpc::Status (DocumentStub::*)(grpc::ClientContext*, const v1::DocumentActRequest&,
                                                           v1::Document*);
  absl::StatusOr<v1::Document> ActOn(DocumentActMethod method, const std::string& name,
                                     const std::string& reason = "") {
    v1::DocumentActRequest request;
    request.set_name(name);
    request.set_reason(reason);
    return Call(*documents_, method, request);
  }

  // The kinds that a list gives, page by page.
  std::vector<std::string> Kinds(v1::ListDocumentsRequest request) {
    std::vector<std::string> kinds;
    request.set_page_size(2);
    do {
      const auto page = Call(*documents_, &DocumentStub::ListDocuments, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const v1::Document& one : page->documents()) kinds.push_back(one.kind());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return kinds;
  }
  v1::ListDocumentsRequest ListOf(const std::string& parent) {
    v1::ListDocumentsRequest request;
    request.set_parent(parent);
    return request;
  }

  v1::CreateDocumentCopyRequest CopyRequest(const std::string& document,
                                            v1::CopyRecipient recipient = v1::COPY_RECIPIENT_PROSECUTOR) {
    v1::CreateDocumentCopyRequest request;
    request.set_parent(case_);
    request.mutable_copy()->set_document(document);
    request.mutable_copy()->set_kind(v1::COPY_KIND_CERTIFIED);
    request.mutable_copy()->set_recipient(recipient);
    return request;
  }
  v1::DocumentCopy EnterCopy(const v1::CreateDocumentCopyRequest& request) {
    service_.clock().Advance(absl::Milliseconds(1));
    return Done(*copies_, &CopyStub::CreateDocumentCopy, request);
  }
  using CopyActMethod = grpc::Status (CopyStub::*)(grpc::ClientContext*, const v1::DocumentCopyActRequest&,
                                                   v1::DocumentCopy*);
  absl::StatusOr<v1::DocumentCopy> ActOnCopy(CopyActMethod method, const std::string& name,
                                             const std::string& reason = "") {
    v1::DocumentCopyActRequest request;
    request.set_name(name);
    request.set_reason(reason);
    return Call(*copies_, method, request);
  }
  v1::RecordCopyDeliveryRequest Proof(const std::string& name, const std::string& received_by,
                                      const std::string& reference = "") {
    v1::RecordCopyDeliveryRequest request;
    request.set_name(name);
    request.set_received_by(received_by);
    request.set_reference(reference);
    return request;
  }
  // The names of the copies that are outstanding in an office.
  std::vector<std::string> Outstanding(v1::CopyRecipient recipient) {
    v1::ListDocumentCopiesRequest request;
    request.set_parent("offices/cebu/cases/-");
    request.set_recipient(recipient);
    request.set_outstanding(true);
    std::vector<std::string> names;
    const auto listed = Done(*copies_, &CopyStub::ListDocumentCopies, request);
    for (const auto& copy : listed.copies()) {
      names.push_back(copy.name());
    }
    return names;
  }

  std::unique_ptr<DocumentStub> documents_ = service_.StubOf<v1::DocumentService>();
  std::unique_ptr<CopyStub> copies_ = service_.StubOf<v1::DocumentCopyService>();
};

}  // namespace amparo::cases
