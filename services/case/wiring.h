// The stores and the services of `case-service`, wired together over one database.
#pragma once

#include <vector>

#include "common/base/clock.h"
#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "common/feed/feed_api.h"
#include "common/process/database.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/aftercare_services.h"
#include "services/case/api/appeal_api.h"
#include "services/case/api/case_api.h"
#include "services/case/api/charge_api.h"
#include "services/case/api/document_services.h"
#include "services/case/api/export_api.h"
#include "services/case/api/grant_api.h"
#include "services/case/api/import_api.h"
#include "services/case/api/import_fault_api.h"
#include "services/case/api/law_api.h"
#include "services/case/api/lifecycle_services.h"
#include "services/case/api/merge_api.h"
#include "services/case/api/network_services.h"
#include "services/case/api/office_api.h"
#include "services/case/api/office_directory.h"
#include "services/case/api/operation_services.h"
#include "services/case/api/party_api.h"
#include "services/case/api/person_api.h"
#include "services/case/api/saved_query_api.h"
#include "services/case/api/sentence_api.h"
#include "services/case/api/timeline_api.h"
#include "services/case/store/pg_case_finder.h"
#include "services/case/store/pg_catalogue_store.h"
#include "services/case/store/pg_content_store.h"
#include "services/case/store/pg_export_store.h"
#include "services/case/store/pg_import_store.h"
#include "services/case/store/pg_network_store.h"
#include "services/case/store/pg_people_store.h"
#include "services/case/store/pg_store.h"
#include "services/case/store/pg_task_feed.h"
#include "services/case/store/pg_task_template_store.h"
#include "services/case/store/pg_template_store.h"
#include "services/case/store/pg_timeline_store.h"

namespace amparo::cases {

// All that is served but the audit trail, which is the process's (common/process/audit_trail.h).
class CaseServices {
 public:
  // `feed_options` as feed::FeedApi has them. All the others must outlive it.
  CaseServices(process::Database& database, const crypto::Envelope& envelope, const crypto::BlindIndex& index,
               const Clock& clock, feed::FeedApiOptions feed_options);
  CaseServices(const CaseServices&) = delete;
  CaseServices& operator=(const CaseServices&) = delete;

  // The services' methods, bound to this object.
  std::vector<rpc::ServiceBinding> Bindings();

  Store& store() { return store_; }
  CompartmentStore& compartments() { return store_; }
  CaseFinder& finder() { return finder_; }
  PeopleStore& people() { return people_store_; }
  OfficeDirectory& offices() { return offices_; }

 private:
  PgStore store_;
  PgPeopleStore people_store_;
  PgNetworkStore network_store_;
  PgCaseFinder finder_;
  PgImportStore import_store_;
  PgExportStore export_store_;
  PgCatalogueStore catalogue_store_;
  PgTemplateStore document_templates_;
  PgContentStore content_store_;
  PgTaskTemplateStore task_templates_;
  PgTimelineStore journal_;
  OfficeDirectory offices_;
  feed::FeedApi feed_;
  PgTaskFeed task_feed_;
  OfficeApi office_;
  CaseApi case_;
  PartyApi parties_;
  PersonApi people_;
  MergeApi merges_;
  OperationServices operations_;
  ChargeApi charges_;
  SentenceApi sentences_;
  AppealApi appeals_;
  LawApi law_;
  NetworkServices network_;
  ImportApi import_;
  ImportFaultApi import_faults_;
  ExportApi export_;
  AftercareServices aftercare_;
  DocumentServices documents_;
  LifecycleServices lifecycle_;
  TimelineApi timeline_;
  SavedQueryApi saved_queries_;
  GrantApi grants_;
};

}  // namespace amparo::cases
