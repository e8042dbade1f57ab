// The services about the papers of cases, all of them: documents, their copies, their contents.
#pragma once

#include <vector>

#include "common/rpc/service_binding.h"
#include "services/case/api/content_api.h"
#include "services/case/api/document_api.h"
#include "services/case/api/document_copy_api.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/content_store.h"
#include "services/case/domain/document_template.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What it is made of outlives it.
class DocumentServices {
 public:
  DocumentServices(Store* store, OfficeDirectory* offices, TemplateStore* templates, ContentStore* contents,
                   TaskTemplateStore* task_templates)
      : documents_(store, templates, offices, task_templates),
        copies_(store, offices, task_templates),
        contents_(store, contents) {}

  // Adds the services, bound to this object.
  void AddTo(std::vector<rpc::ServiceBinding>& bindings) {
    bindings.push_back(documents_.Binding());
    bindings.push_back(copies_.Binding());
    bindings.push_back(contents_.Binding());
  }

 private:
  DocumentApi documents_;
  DocumentCopyApi copies_;
  ContentApi contents_;
};

}  // namespace amparo::cases
