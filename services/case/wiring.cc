#include "services/case/wiring.h"

#include <optional>
#include <utility>

#include "services/case/api/note_reader.h"

namespace amparo::cases {
namespace {

// What a follower is told of besides what its kinds say: of notes what NoteService would show them, by their roles in
// the office of each. Other services are told of all.
feed::Passes PassesForFollower(const access::Caller& caller) {
  if (caller.is_service()) return {};
  // A copy of the account: an export's thread may outlive the call, and the server.
  return [account = caller.account(), note = KindWord(Kind::kNote)](const feed::EventView& event) {
    if (event.kind != note) return true;
    const std::optional<NoteReader> reader = NoteFollowerOf(account, event.office);
    return reader && MayReadKept(event.payload, *reader);
  };
}

feed::FeedApiOptions ForFollowers(feed::FeedApiOptions options) {
  options.passes_for = &PassesForFollower;
  return options;
}

}  // namespace

CaseServices::CaseServices(process::Database& database, const crypto::Envelope& envelope,
                           const crypto::BlindIndex& index, const Clock& clock, feed::FeedApiOptions feed_options)
    : store_(
          {&database.reads(), &database.decides(), &database.writer(), &database.workers(), &envelope, &clock, &index}),
      people_store_({&database.workers(), &database.writer(), &envelope, &index, &clock}),
      network_store_(&database.reads(), &database.decides(), &index),
      finder_({&database.workers(), &database.writer(), &index, &clock}),
      import_store_(&database.workers(), &envelope, &index),
      export_store_({&database.decides(), &database.writer(), &envelope, feed_options.export_conninfo}),
      catalogue_store_(&database.reads()),
      document_templates_(&database.reads()),
      content_store_({&database.decides(), &database.writer(), &database.workers(), &envelope, &index}),
      task_templates_(&database.reads()),
      journal_(&database.workers()),
      offices_(&store_),
      feed_(ForFollowers(std::move(feed_options)), database.feeds(), database.service_feeds()),
      task_feed_(database.decides(), feed_.bell()),
      office_(&store_, &task_templates_),
      case_(&store_, &finder_, &offices_, &task_templates_),
      parties_(&store_, &offices_),
      people_(&store_, &people_store_, &offices_),
      merges_(&store_, &people_store_, &finder_, &offices_, &task_templates_),
      operations_(&store_, &store_),
      charges_(&store_, &offices_, &task_templates_),
      sentences_(&store_, &offices_, &task_templates_),
      appeals_(&store_, &offices_),
      network_(&store_, &network_store_, &offices_),
      import_({&import_store_, &store_, &offices_, &catalogue_store_}),
      import_faults_(&store_),
      export_({&export_store_, &store_, &store_, &offices_}),
      aftercare_(&store_, &offices_, &catalogue_store_),
      documents_(&store_, &offices_, &document_templates_, &content_store_, &task_templates_),
      lifecycle_(&store_, &offices_, &task_templates_, &task_feed_),
      timeline_(&store_, &store_, &journal_, &offices_),
      saved_queries_({&store_, &finder_, &people_store_, &offices_, &task_templates_, &document_templates_}),
      grants_(&store_) {}

std::vector<rpc::ServiceBinding> CaseServices::Bindings() {
  std::vector<rpc::ServiceBinding> bindings = {
      office_.Binding(),    case_.Binding(),    parties_.Binding(), people_.Binding(), charges_.Binding(),
      sentences_.Binding(), appeals_.Binding(), law_.Binding(),     import_.Binding(), import_faults_.Binding(),
      export_.Binding(),    feed_.Binding(),    merges_.Binding()};
  network_.AddTo(bindings);
  operations_.AddTo(bindings);
  aftercare_.AddTo(bindings);
  documents_.AddTo(bindings);
  lifecycle_.AddTo(bindings);
  bindings.push_back(timeline_.Binding());
  bindings.push_back(saved_queries_.Binding());
  bindings.push_back(grants_.Binding());
  return bindings;
}

}  // namespace amparo::cases
