#include "services/case/domain/document_dates.h"

#include <utility>

namespace amparo::cases {
namespace {

void AddActs(const Document& document, ReferenceDates& dates) {
  for (const DocumentEvent& event : document.events) {
    // In order: the last of each kind stays.
    if (event.act == DocumentAct::kRequest) dates[ReferenceKind::kDocumentRequested] = event.date;
    if (event.act == DocumentAct::kObtain) dates[ReferenceKind::kDocumentObtained] = event.date;
    if (event.act == DocumentAct::kCertify) dates[ReferenceKind::kDocumentCertified] = event.date;
  }
  if (document.certified && document.form == DocumentForm::kCertifiedCopy) {
    dates[ReferenceKind::kDocumentCertified] = dates[ReferenceKind::kDocumentObtained];
  }
}

void AddServing(const Document& document, const std::vector<DocumentCopy>& copies, ReferenceDates& dates) {
  for (const DocumentCopy& copy : copies) {
    if (copy.document != document.name.id) continue;
    for (const CopyEvent& event : copy.events) {
      if (event.act != CopyAct::kDeliver) continue;
      const auto [at, first] = dates.emplace(ReferenceKind::kDocumentServed, event.date);
      if (!first && event.date < at->second) at->second = event.date;
    }
  }
}

}  // namespace

std::vector<DocumentDates> DatesOfDocuments(const std::vector<Document>& documents,
                                            const std::vector<DocumentCopy>& copies) {
  std::vector<DocumentDates> all;
  for (const Document& document : documents) {
    if (document.state == DocumentState::kNotNeeded) continue;
    DocumentDates one{.document = document.name,
                      .kind = document.kind,
                      .title = document.title,
                      .party = document.party,
                      .dates = {}};
    AddActs(document, one.dates);
    AddServing(document, copies, one.dates);
    if (!one.dates.empty()) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace amparo::cases
