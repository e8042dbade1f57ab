// Counts the figures of a highlight once more, from nothing but the resources it names: the proof that it carries.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/statistics/measures/highlights.h"

namespace amparo::statistics {

// The figures of a line, by name and in words.
std::map<std::string, std::string> FiguresOf(const Highlight& line);

// The line's figure of this name, which must be a number.
int64_t NumberOf(const Highlight& line, const std::string& name);

class Recount {
 public:
  // What is known of `facts` on `as_of`, for highlights of `month`. `facts` must outlive this.
  Recount(const Facts& facts, absl::CivilMonth month, absl::CivilDay as_of);

  // The figures that the named resources give, as FiguresOf writes them; none for a kind of line that is not known. A
  // resource that does not exist, or is named twice, fails the test.
  std::map<std::string, std::string> Of(const Highlight& line) const;

 private:
  // The rows that a line names, by kind.
  struct Named {
    std::vector<Row> cases, parties, charges, operations, links, hearings;
  };
  // Somebody convicted, by the row of the person and that of the case, and the first of the named charges that did it.
  struct Person {
    std::pair<Row, Row> who;
    Row charge;
    Day day;
  };

  Named Read(const Highlight& line) const;
  // The case that a case is counted with, itself as a rule.
  Row CountedWith(Row case_row) const;
  std::vector<Person> PeopleOf(const std::vector<Row>& charges) const;
  int64_t CasesOf(const std::vector<Person>& people) const;
  Day OpenDay(const Highlight& line) const;

  std::vector<Figure> Convictions(const Highlight& line, const Named& named) const;
  std::vector<Figure> Record(const Highlight& line, const Named& named) const;
  std::vector<Figure> Milestone(const Named& named) const;
  std::vector<Figure> Total(const Highlight& line, const Named& named) const;
  std::vector<Figure> Operation(const Named& named) const;
  std::vector<Figure> Plea(const Named& named) const;
  std::vector<Figure> Testimony(const Named& named) const;
  std::vector<Figure> Speed(const Named& named) const;
  std::vector<Figure> Duration(const Named& named) const;
  std::vector<Figure> Adjournments(const Named& named) const;
  void AddPenalties(const std::vector<Row>& charges, std::vector<Figure>& figures) const;
  // What the last ruling up to the day made of a charge; null before the first.
  const Standing* StoodOn(Row charge) const;
  // The first day of the verdicts of guilty that have followed each other up to the day; kNoDay when none stands.
  Day GuiltyDay(Row charge) const;
  // The day of the first verdict of all, whatever became of it; kNoDay when there was none by the day.
  Day VerdictDay(Row charge) const;
  const SentenceFact* SentenceOn(Row charge) const;

  const Facts& facts_;
  absl::CivilMonth month_;
  Day as_of_;
  // Where a name leads: a list of Named, and the row.
  absl::flat_hash_map<std::string, std::pair<std::vector<Row> Named::*, Row>> rows_;
};

}  // namespace amparo::statistics
