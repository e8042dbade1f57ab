// Documents, their templates and their contents between the contract and the domain.
#pragma once

#include "amparo/cases/v1/content.pb.h"
#include "amparo/cases/v1/document.pb.h"
#include "amparo/cases/v1/document_service.pb.h"
#include "services/case/domain/content_store.h"
#include "services/case/domain/document.h"
#include "services/case/domain/document_template.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new document called `name`: kind, title, party, source, due date. A party of another case is
// a violation.
Document DocumentFromRequest(const v1::Document& request, const DocumentName& name, Violations& violations);

// A document as it was kept, but for whose key seals it (Record::subject).
Document DocumentFromStored(const v1::Document& stored);

// An act on a day (`today` when none is given), from the request of any act.
DocumentActInput InputFrom(const v1::RequestDocumentRequest& request, absl::CivilDay today, Violations& violations);
DocumentActInput InputFrom(const v1::ObtainDocumentRequest& request, absl::CivilDay today, Violations& violations);
DocumentActInput InputFrom(const v1::DocumentActRequest& request, DocumentAct act, absl::CivilDay today,
                           Violations& violations);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, sealed contact) as it is.
void ToProto(const Document& value, v1::Document& out);
void ToProto(const DocumentTemplate& value, v1::DocumentTemplate& out);

// The columns of the document's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Document& value);

// What a caller says of the bytes to come.
ContentSpec SpecFrom(const v1::BeginUploadRequest& request);

// An upload as its caller is told of it.
v1::ContentUpload UploadOf(const ContentFacts& facts);

}  // namespace amparo::cases
