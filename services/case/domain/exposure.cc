#include "services/case/domain/exposure.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace amparo::cases {
namespace {

// The first moment from `begin` on, and before `end`, at which `principal` was not shut out by a freeze.
std::optional<absl::Time> FirstOpen(const Compartment& compartment, std::string_view principal, absl::Time begin,
                                    absl::Time end) {
  for (const CompartmentFreeze& freeze : compartment.freezes) {
    if (freeze.frozen_by == principal || begin < freeze.freeze_time) continue;
    begin = std::max(begin, freeze.unfreeze_time.value_or(absl::InfiniteFuture()));
  }
  if (begin >= end) return std::nullopt;
  return begin;
}

// The people found so far.
class People {
 public:
  People(const Compartment& compartment, absl::Time as_of)
      // What can be known at `as_of` itself counts.
      : compartment_(compartment), end_(as_of + absl::Nanoseconds(1)) {}

  // Somebody who could know of the operation from `listed` on, of place and start from `opens` on, both until `until`.
  void Add(std::string_view principal, ExposureBasis basis, absl::Time listed, absl::Time opens,
           std::optional<absl::Time> until) {
    if (listed >= end_) return;
    const absl::Time end = std::min(end_, until.value_or(absl::InfiniteFuture()));
    const auto [at, added] = people_.try_emplace(std::string(principal));
    ExposedPerson& person = at->second;
    if (added) {
      person.principal = std::string(principal);
      person.basis = basis;
      person.listed_time = listed;
    }
    const std::optional<absl::Time> could = FirstOpen(compartment_, principal, opens, end);
    if (could && (!person.could_know_time || *could < *person.could_know_time)) person.could_know_time = could;
  }

  // What somebody read. Who reads is on the list: only receipts of before there were lists name anybody else.
  void Add(const ReadReceipt& receipt) {
    const auto [at, added] = people_.try_emplace(receipt.reader);
    ExposedPerson& person = at->second;
    if (added) {
      person.principal = receipt.reader;
      person.listed_time = receipt.time;
    }
    ++person.reads;
    person.plan_versions.insert(receipt.plan_version);
    person.fields.insert(receipt.fields.begin(), receipt.fields.end());
    if (!person.first_read_time) person.first_read_time = receipt.time;
    const bool told = HasField(receipt, kStartField) || HasField(receipt, kSitesField) || HasField(receipt, kPlanField);
    if (told && !person.knew_time) person.knew_time = receipt.time;
    if (told) knew_.try_emplace(receipt.reader, receipt.order);
  }

  std::vector<ExposedPerson> InOrder() && {
    std::vector<ExposedPerson> all;
    for (auto& [principal, person] : people_) all.push_back(std::move(person));
    const auto place = [this](const ExposedPerson& person) {
      const auto knew = knew_.find(person.principal);
      const int group = knew != knew_.end() ? 0 : person.could_know_time ? 1 : 2;
      const int64_t order = knew != knew_.end() ? knew->second : 0;
      return std::make_tuple(group, order, person.could_know_time.value_or(person.listed_time));
    };
    std::stable_sort(all.begin(), all.end(),
                     [&place](const ExposedPerson& a, const ExposedPerson& b) { return place(a) < place(b); });
    return all;
  }

 private:
  const Compartment& compartment_;
  const absl::Time end_;
  std::map<std::string, ExposedPerson, std::less<>> people_;
  // The order of the receipt by which somebody first knew.
  std::map<std::string, int64_t, std::less<>> knew_;
};

}  // namespace

bool HasField(const ReadReceipt& receipt, std::string_view field) {
  return std::find(receipt.fields.begin(), receipt.fields.end(), field) != receipt.fields.end();
}

std::vector<ExposedPerson> Exposed(const Compartment& compartment, const std::vector<ReadReceipt>& receipts,
                                   absl::Time as_of) {
  People people(compartment, as_of);
  for (const CompartmentReader& reader : compartment.readers) {
    people.Add(reader.principal, reader.keeper ? ExposureBasis::kKeeper : ExposureBasis::kList, reader.add_time,
               reader.opens(), reader.remove_time);
  }
  for (const CompartmentNotice& notice : compartment.notices) {
    if (notice.kind != NoticeKind::kBreakGlass) continue;
    people.Add(notice.principal, ExposureBasis::kBreakGlass, notice.time, notice.time, notice.until);
  }
  for (const ReadReceipt& receipt : receipts) people.Add(receipt);
  return std::move(people).InOrder();
}

}  // namespace amparo::cases
