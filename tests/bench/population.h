// The offices, cases and people that a database is filled with: made up, in the form in which whole cases are imported,
// and the same each time for the same seed and size. Any case can be made without those before it, so that who measures
// knows what is in the database without asking it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "amparo/cases/v1/import.pb.h"
#include "services/case/domain/names.h"
#include "services/case/domain/office.h"

namespace amparo::bench {

struct PopulationOptions {
  int64_t cases = 1000;
  uint64_t seed = 1;
};

class Population {
 public:
  // Offices are of unequal size: the k-th has a k-th of the cases of the first, which has more than a quarter of all.
  static constexpr int kOffices = 20;
  // A survivor, an accused, and somebody else.
  static constexpr int kPeopleOfACase = 3;

  explicit Population(PopulationOptions options);

  int64_t cases() const { return options_.cases; }
  int64_t people() const { return options_.cases * kPeopleOfACase; }

  // The `number`-th office, from 0.
  static cases::Office OfficeAt(int number);

  // The name of the n-th case, from 0.
  cases::CaseName NameOf(int64_t n) const;

  // When it was entered: each later than the one before, all before 2015.
  absl::Time EntryOf(int64_t n) const;

  // The case with its people, as an import brings it.
  cases::v1::CaseBundle CaseAt(int64_t n) const;

  // The record of one of its people; their role in the case has the same id.
  cases::PersonName PersonOf(int64_t n, int person) const;

  // The name in full of one of its people.
  std::string FullNameOf(int64_t n, int person) const;

 private:
  // The office of the n-th case.
  int OfficeOf(int64_t n) const;
  Uuid IdOf(int64_t n, int record) const;

  const PopulationOptions options_;
  // How much of all cases the offices up to the k-th have.
  std::vector<double> shares_;
};

}  // namespace amparo::bench
