#include "services/cli/archive_import.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "amparo/cases/v1/import.grpc.pb.h"
#include "amparo/cases/v1/office.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/archive_file.h"
#include "services/cli/transfer_retry.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;

// What a bundle holds at most (import_row.proto).
constexpr int kMostPersonsOfRow = 1000;
constexpr int kMostVenuesOfRow = 100;
constexpr int kMostLinksOfRow = 1000;
// Far from the 4 MiB that the service takes in one message: so much of what no case speaks of rides along with a case.
constexpr std::size_t kMostBytesWithLoose = std::size_t{2} << 20;
constexpr std::size_t kRowsOfCall = 500;
constexpr absl::Duration kArchiveCallTime = absl::Minutes(10);

template <typename Message>
Message Unpacked(const feed::v1::Event& record) {
  Message message;
  if (!record.resource().UnpackTo(&message))
    throw Failure(kRefused, StrCat(record.name(), ": is no record of its kind"));
  // The version is another where it goes.
  message.clear_etag();
  return message;
}

// "offices/o/cases/c" of any name that begins with it.
std::string CaseIn(const std::string& name) {
  std::size_t end = 0;
  for (int slashes = 0; end < name.size(); ++end) {
    if (name[end] == '/' && ++slashes == 4) break;
  }
  return name.substr(0, end);
}

bool IsParty(const std::string& name) {
  return name.find("/parties/") != std::string::npos;
}

// True for what a link of a bundle may join.
bool IsEndOfBundle(const std::string& name) {
  return IsParty(name) || name.find("/venues/") != std::string::npos;
}

// The venues that a bundle speaks of.
std::set<std::string> VenuesIn(const v1::CaseBundle& bundle) {
  std::set<std::string> venues;
  for (const v1::Operation& operation : bundle.operations()) {
    for (const v1::OperationSite& site : operation.sites()) venues.insert(site.venue());
  }
  for (const v1::Link& link : bundle.links()) {
    for (const std::string& end : {link.from(), link.to()}) {
      if (!IsParty(end)) venues.insert(end);
    }
  }
  return venues;
}

// Whether a link between two places fits into a bundle with the places that it needs there.
bool HasRoomForPlaces(const v1::CaseBundle& bundle) {
  return bundle.links_size() < kMostLinksOfRow && VenuesIn(bundle).size() + 2 <= kMostVenuesOfRow;
}

// What follows an operation that is not among these follows none here, as in answers to who does not see that one.
void ForgetAbsent(google::protobuf::RepeatedPtrField<v1::Operation>& operations) {
  std::set<std::string> names;
  for (const v1::Operation& operation : operations) names.insert(operation.name());
  for (v1::Operation& operation : operations) {
    if (!names.contains(operation.follows())) operation.clear_follows();
  }
}

// Operations in an order in which each comes after the one that it follows.
void SortOperations(google::protobuf::RepeatedPtrField<v1::Operation>& operations) {
  for (int placed = 0; placed < operations.size(); ++placed) {
    for (int i = placed; i < operations.size(); ++i) {
      const std::string& follows = operations[i].follows();
      const bool waits = std::any_of(operations.begin() + placed, operations.end(),
                                     [&follows](const v1::Operation& other) { return other.name() == follows; });
      if (waits) continue;
      operations.SwapElements(placed, i);
      break;
    }
  }
}

}  // namespace

void ArchivedOffice::Add(feed::v1::Event record) {
  const std::string& kind = record.kind();
  if (kind == "office") {
    office_ = Unpacked<v1::Office>(record);
  } else if (kind == "case") {
    v1::Case& entered = *bundles_[record.name()].mutable_case_();
    entered = Unpacked<v1::Case>(record);
    if (!entered.merged_into().empty()) ++not_imported_["merge"];
  } else if (kind == "person") {
    v1::Person& person = persons_[record.name()];
    person = Unpacked<v1::Person>(record);
    if (!person.merged_into().empty()) ++not_imported_["merge"];
  } else if (kind == "party") {
    parties_.push_back(Unpacked<v1::Party>(record));
  } else if (kind == "venue") {
    venues_[record.name()] = Unpacked<v1::Venue>(record);
  } else if (kind == "link") {
    links_.push_back(Unpacked<v1::Link>(record));
  } else if (kind == "charge") {
    charges_.push_back(Unpacked<v1::Charge>(record));
  } else if (kind == "operation") {
    operations_.push_back(Unpacked<v1::Operation>(record));
  } else {
    ++not_imported_[kind];
  }
}

v1::CaseBundle* ArchivedOffice::BundleOf(const std::string& name) {
  const auto found = bundles_.find(CaseIn(name));
  return found == bundles_.end() ? nullptr : &found->second;
}

void ArchivedOffice::PlaceParts() {
  for (v1::Party& party : parties_) {
    v1::CaseBundle* bundle = BundleOf(party.name());
    if (bundle == nullptr) {
      ++not_imported_["party"];
    } else {
      *bundle->add_parties() = std::move(party);
    }
  }
  for (v1::Charge& charge : charges_) {
    v1::CaseBundle* bundle = BundleOf(charge.name());
    if (bundle == nullptr) {
      ++not_imported_["charge"];
    } else {
      *bundle->add_charges() = std::move(charge);
    }
  }
  for (v1::Operation& operation : operations_) {
    v1::CaseBundle* bundle = BundleOf(operation.name());
    // Of one whose place is withheld, and of one whose list its exporter does not keep, not all is here. One that is
    // frozen would be open to its list again.
    const bool frozen =
        operation.freezes_size() > 0 && !operation.freezes(operation.freezes_size() - 1).has_unfreeze_time();
    const bool whole = !frozen && !operation.has_withheld_until() && operation.readers_size() > 0;
    if (bundle == nullptr || !whole) {
      ++not_imported_["operation"];
    } else {
      *bundle->add_operations() = std::move(operation);
    }
  }
  for (auto& [name, bundle] : bundles_) {
    ForgetAbsent(*bundle.mutable_operations());
    SortOperations(*bundle.mutable_operations());
  }
}

void ArchivedOffice::PlaceLinks() {
  std::vector<v1::Link> of_places;
  for (v1::Link& link : links_) {
    // Imports bring links of parties and places, all of which stand.
    if (link.has_withdrawal() || !IsEndOfBundle(link.from()) || !IsEndOfBundle(link.to())) {
      ++not_imported_["link"];
      continue;
    }
    std::set<std::string> of;
    for (const std::string& end : {link.from(), link.to()}) {
      if (IsParty(end)) of.insert(CaseIn(end));
    }
    if (of.empty()) {
      of_places.push_back(std::move(link));
      continue;
    }
    v1::CaseBundle* const bundle = of.size() == 1 ? BundleOf(*of.begin() + "/") : nullptr;
    if (bundle == nullptr) {
      ++not_imported_["link"];
    } else {
      *bundle->add_links() = std::move(link);
    }
  }
  // Two places are linked for whichever case has room.
  auto bundle = bundles_.begin();
  for (v1::Link& link : of_places) {
    while (bundle != bundles_.end() && !HasRoomForPlaces(bundle->second)) ++bundle;
    if (bundle == bundles_.end()) {
      ++not_imported_["link"];
    } else {
      *bundle->second.add_links() = std::move(link);
    }
  }
}

void ArchivedOffice::PlacePeople() {
  std::set<std::string> placed;
  for (auto& [name, bundle] : bundles_) {
    std::set<std::string> of_case;
    for (const v1::Party& party : bundle.parties()) {
      const auto person = persons_.find(party.person());
      if (person == persons_.end() || !of_case.insert(party.person()).second) continue;
      *bundle.add_persons() = person->second;
    }
    placed.insert(of_case.begin(), of_case.end());
  }
  auto bundle = bundles_.begin();
  std::size_t bytes = bundle == bundles_.end() ? 0 : bundle->second.ByteSizeLong();
  for (const auto& [name, person] : persons_) {
    if (placed.contains(name)) continue;
    const std::size_t size = person.ByteSizeLong();
    while (bundle != bundles_.end() &&
           (bundle->second.persons_size() >= kMostPersonsOfRow || bytes + size > kMostBytesWithLoose)) {
      if (++bundle != bundles_.end()) bytes = bundle->second.ByteSizeLong();
    }
    if (bundle == bundles_.end()) {
      ++not_imported_["person"];
    } else {
      *bundle->second.add_persons() = person;
      bytes += size;
    }
  }
}

void ArchivedOffice::PlaceVenues() {
  std::set<std::string> placed;
  for (auto& [name, bundle] : bundles_) {
    for (const std::string& venue : VenuesIn(bundle)) {
      const auto found = venues_.find(venue);
      if (found == venues_.end()) continue;
      *bundle.add_venues() = found->second;
      placed.insert(venue);
    }
  }
  auto bundle = bundles_.begin();
  for (const auto& [name, venue] : venues_) {
    if (placed.contains(name)) continue;
    while (bundle != bundles_.end() && bundle->second.venues_size() >= kMostVenuesOfRow) ++bundle;
    // A place that was entered in error would stand again.
    if (bundle == bundles_.end() || venue.has_withdrawal()) {
      ++not_imported_["venue"];
    } else {
      *bundle->second.add_venues() = venue;
    }
  }
}

std::vector<v1::ImportCasesRequest> ArchivedOffice::Rows(const std::string& source) {
  PlaceParts();
  PlaceLinks();
  PlacePeople();
  PlaceVenues();
  std::vector<v1::ImportCasesRequest> rows;
  for (auto& [name, bundle] : bundles_) {
    v1::ImportCasesRequest& row = rows.emplace_back();
    row.set_row(name);
    row.set_source(source);
    row.set_parent(OfficeOf(name));
    *row.mutable_bundle() = std::move(bundle);
  }
  bundles_.clear();
  return rows;
}

namespace {

void ImportOffice(Connection& connection, const v1::Office& office, Tally& tally) {
  if (office.name().empty()) return;
  v1::OfficeService::Stub stub(connection.ChannelTo(Service::kCase));
  v1::CreateOfficeRequest request;
  request.set_office_id(LastPart(office.name()));
  *request.mutable_office() = office;
  v1::Office response;
  const absl::Status status = connection.Try(stub, &v1::OfficeService::Stub::CreateOffice, request, response);
  if (status.ok()) {
    ++tally.created;
  } else if (status.code() == absl::StatusCode::kAlreadyExists) {
    ++tally.unchanged;
  } else {
    tally.Reject(office.name(), status);
  }
}

absl::Status SendRows(v1::ImportService::Stub& stub, const std::vector<v1::ImportCasesRequest>& rows, std::size_t begin,
                      std::size_t end, v1::ImportCasesResponse& response) {
  response.Clear();
  const auto context = Connection::Context(kArchiveCallTime);
  const auto writer = stub.ImportCases(context.get(), &response);
  for (std::size_t i = begin; i < end; ++i) {
    if (!writer->Write(rows[i])) break;
  }
  writer->WritesDone();
  return errors::FromGrpc(writer->Finish());
}

}  // namespace

ArchiveImportResult ImportArchive(Connection& connection, const std::string& path, const ArchiveSecret& secret) {
  ArchivedOffice archived;
  const v1::ArchiveManifest manifest =
      ReadArchive(path, secret, [&archived](feed::v1::Event record) { archived.Add(std::move(record)); });
  ArchiveImportResult result;
  ImportOffice(connection, archived.office(), result.offices);
  const std::vector<v1::ImportCasesRequest> rows = archived.Rows(std::filesystem::path(path).filename().string());
  result.not_imported = archived.not_imported();
  v1::ImportService::Stub stub(connection.ChannelTo(Service::kCase));
  for (std::size_t begin = 0; begin < rows.size(); begin += kRowsOfCall) {
    const std::size_t end = std::min(begin + kRowsOfCall, rows.size());
    v1::ImportCasesResponse response;
    Retry("importing the archive (the same again goes on)", [&] { return SendRows(stub, rows, begin, end, response); });
    result.cases.created += response.created();
    result.cases.unchanged += response.unchanged();
    for (const v1::ImportResult& row : response.results()) {
      if (row.outcome() == v1::IMPORT_OUTCOME_REJECTED) {
        result.cases.Reject(row.row(), StrCat(row.message(), " [", row.reason(), "]"));
      }
    }
  }
  return result;
}

}  // namespace amparo::cli
