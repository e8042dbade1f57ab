#include "services/case/wiring.h"

#include <utility>

namespace amparo::cases {

CaseServices::CaseServices(process::Database& database, const crypto::Envelope& envelope,
                           const crypto::BlindIndex& index, const Clock& clock, feed::FeedApiOptions feed_options)
    : store_(
          {&database.reads(), &database.decides(), &database.writer(), &database.workers(), &envelope, &clock, &index}),
      people_store_({&database.workers(), &database.writer(), &envelope, &index, &clock}),
      import_store_(&database.workers(), &envelope, &index),
      export_store_({&database.decides(), &database.writer(), &envelope, feed_options.export_conninfo}),
      catalogue_store_(&database.reads()),
      document_templates_(&database.reads()),
      content_store_({&database.decides(), &database.writer(), &database.workers(), &envelope}),
      task_templates_(&database.reads()),
      offices_(&store_),
      feed_(std::move(feed_options), database.decides()),
      task_feed_(database.decides(), feed_.bell()),
      office_(&store_),
      case_(&store_, &offices_, &task_templates_),
      parties_(&store_, &offices_),
      people_(&store_, &people_store_, &offices_),
      operations_(&store_, &store_),
      charges_(&store_, &offices_, &task_templates_),
      sentences_(&store_, &offices_),
      appeals_(&store_, &offices_),
      network_(&store_, &offices_),
      import_(&import_store_, &store_, &offices_),
      import_faults_(&store_),
      export_({&export_store_, &store_, &store_, &offices_}),
      aftercare_(&store_, &offices_, &catalogue_store_),
      documents_(&store_, &offices_, &document_templates_, &content_store_),
      lifecycle_(&store_, &offices_, &task_templates_, &task_feed_) {}

std::vector<rpc::ServiceBinding> CaseServices::Bindings() {
  std::vector<rpc::ServiceBinding> bindings = {
      office_.Binding(),        case_.Binding(),    parties_.Binding(), people_.Binding(),  charges_.Binding(),
      sentences_.Binding(),     appeals_.Binding(), law_.Binding(),     network_.Binding(), import_.Binding(),
      import_faults_.Binding(), export_.Binding(),  feed_.Binding()};
  operations_.AddTo(bindings);
  aftercare_.AddTo(bindings);
  documents_.AddTo(bindings);
  lifecycle_.AddTo(bindings);
  return bindings;
}

}  // namespace amparo::cases
