// The days of documents that tasks hang on.
#pragma once

#include <vector>

#include "services/case/domain/document.h"
#include "services/case/domain/document_copy.h"
#include "services/case/domain/task_template.h"

namespace amparo::cases {

// Each document with those of its days that its acts and those on its copies tell; `copies` are of the same case. One
// that is needed no more has none, and neither has a document that nothing was done with.
std::vector<DocumentDates> DatesOfDocuments(const std::vector<Document>& documents,
                                            const std::vector<DocumentCopy>& copies);

}  // namespace amparo::cases
