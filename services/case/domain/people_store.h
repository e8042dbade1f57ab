// What searching for people asks of the database, in the words of the domain.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/duplicates.h"
#include "services/case/domain/name_probes.h"
#include "services/case/domain/names.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The people who come into question for a search.
struct Candidates {
  // Each once, with what is sealed of it, in the order of the probes that found them. Those who were erased are not
  // among them; records that were merged are.
  std::vector<Revealed> people;
  // There were more than could be looked at.
  bool incomplete = false;
};

// Who is looked for by name.
struct NameSearch {
  std::string office;
  NameProbes probes;
  // When so many have the same name, nobody is looked for whose name is only like it.
  std::size_t enough = 0;
  // At most so many are opened.
  std::size_t most = 0;
};

// Whose duplicates are looked for.
struct AlikeSearch {
  std::string office;
  // What a record must have to come into question (domain/duplicates.h): all terms of one of them.
  std::vector<Probe> blocks;
  // The records of the person themselves: the one that stands for them and those that were merged into it. None for
  // somebody who is not entered yet.
  std::vector<Uuid> own;
};

// Finds people by what they are found by. Safe to call from any thread.
class PeopleStore {
 public:
  virtual ~PeopleStore() = default;

  // Those of an office whose record has all terms of one of the probes. What is opened here is for comparing: before
  // any of it leaves the service, RecordRead.
  virtual Task<absl::StatusOr<Candidates>> Find(NameSearch search, Limits limits) = 0;

  // Those who may be the same person, at most kMostAlike records, and with a record that was merged the one that stands
  // for it. Neither the person's own records are among them nor those of people that they were distinguished from. What
  // is opened here is for comparing, as in Find.
  virtual Task<absl::StatusOr<Candidates>> FindAlike(AlikeSearch search, Limits limits) = 0;

  // Audits that these people were read; committed when it answers OK, and only then may what they are leave.
  virtual Task<absl::Status> RecordRead(std::string office, std::vector<Record> people, RevealStamp stamp,
                                        Limits limits) = 0;

  // People of any office who are not found by tokens under the current key (entered before there were any, or under a
  // former key), in the order of their names after `after`; at most `most`.
  virtual Task<absl::StatusOr<std::vector<PersonName>>> NotIndexed(PersonName after, int32_t most, Limits limits) = 0;
};

}  // namespace amparo::cases
