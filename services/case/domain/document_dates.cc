#include "services/case/domain/document_dates.h"

#include <utility>

namespace amparo::cases {
namespace {

void AddActs(const Document& document, DocumentDates& known) {
  using enum ReferenceKind;
  int32_t requests = 0;
  int32_t obtained = 0;
  // In order: the last of each kind stays.
  const auto add = [&known](ReferenceKind kind, absl::CivilDay day, int32_t round) {
    known.dates[kind] = day;
    known.rounds[kind] = round;
  };
  for (const DocumentEvent& event : document.events) {
    if (event.act == DocumentAct::kRequest) add(kDocumentRequested, event.date, ++requests);
    if (event.act == DocumentAct::kObtain) add(kDocumentObtained, event.date, ++obtained);
    // What was obtained is certified once.
    if (event.act == DocumentAct::kCertify) add(kDocumentCertified, event.date, obtained);
  }
  if (document.certified && document.form == DocumentForm::kCertifiedCopy) {
    add(kDocumentCertified, known.dates[kDocumentObtained], obtained);
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
                      .dates = {},
                      .rounds = {}};
    AddActs(document, one);
    AddServing(document, copies, one.dates);
    if (!one.dates.empty()) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace amparo::cases
