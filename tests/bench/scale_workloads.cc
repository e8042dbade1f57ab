#include "tests/bench/scale_workloads.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "amparo/cases/v1/merge_service.grpc.pb.h"
#include "amparo/cases/v1/person_service.grpc.pb.h"
#include "common/base/strings.h"
#include "tests/bench/calls.h"

namespace amparo::bench {
namespace {

// So many pages of each list are walked to.
constexpr int kPages = 20;
// So many different names are looked for.
constexpr int kNames = 20000;
// So many different lists are asked for by what cases say.
constexpr int kLists = 5000;

// A number below `count` of this thread's own.
int64_t AnyBelow(int64_t count) {
  thread_local std::mt19937_64 random(std::random_device{}());
  return std::uniform_int_distribution<int64_t>(0, count - 1)(random);
}

// One of some requests, at random.
Workload AnyOf(std::string method, std::vector<grpc::ByteBuffer> requests) {
  return {std::move(method), [requests = std::move(requests)] {
            return requests[static_cast<std::size_t>(AnyBelow(static_cast<int64_t>(requests.size())))];
          }};
}

// The lists of each office and stage.
std::vector<cases::v1::ListCasesRequest> Lists() {
  std::vector<cases::v1::ListCasesRequest> lists;
  for (int office = 0; office < Population::kOffices; ++office) {
    for (int stage = cases::v1::CaseStage_MIN + 1; stage <= cases::v1::CaseStage_MAX; ++stage) {
      cases::v1::ListCasesRequest& list = lists.emplace_back();
      list.set_parent(ToString(Population::OfficeAt(office).name));
      list.add_stages(static_cast<cases::v1::CaseStage>(stage));
    }
  }
  return lists;
}

constexpr char kListCases[] = "/amparo.cases.v1.CaseService/ListCases";

// Lists of cases that are there, narrowed in one of the ways of the desk.
std::vector<grpc::ByteBuffer> FilteredLists(const Population& population) {
  std::vector<grpc::ByteBuffer> requests;
  for (int i = 0; i < kLists; ++i) {
    const int64_t n = AnyBelow(population.cases());
    const cases::v1::Case there = population.CaseAt(n).case_();
    cases::v1::ListCasesRequest list;
    list.set_parent(ToString(cases::OfficeName{population.NameOf(n).office}));
    switch (AnyBelow(3)) {
      case 0:
        list.set_text(there.title());
        break;
      case 1:
        *list.mutable_report_from() = there.report_date();
        list.mutable_report_to()->set_year(there.report_date().year());
        list.mutable_report_to()->set_month(12);
        list.mutable_report_to()->set_day(31);
        list.set_crime_type(there.crime_type());
        break;
      default:
        list.set_lead(there.lead());
        list.add_stages(there.stage_changes(there.stage_changes_size() - 1).stage());
    }
    requests.push_back(BufferOf(list));
  }
  return requests;
}

// The name with one letter for another.
std::string Misspelt(std::string name) {
  name[static_cast<std::size_t>(AnyBelow(static_cast<int64_t>(name.size())))] = static_cast<char>('a' + AnyBelow(26));
  return name;
}

// The last word first.
std::string Reversed(const std::string& name) {
  const std::size_t blank = name.rfind(' ');
  return StrCat(name.substr(blank + 1), " ", name.substr(0, blank));
}

// Searches for people who are there, by what `query_of` makes of their name in full.
template <typename QueryOf>
Workload Searches(const Population& population, QueryOf query_of) {
  std::vector<grpc::ByteBuffer> requests;
  for (int i = 0; i < kNames; ++i) {
    const int64_t n = AnyBelow(population.cases());
    cases::v1::SearchPersonsRequest request;
    request.set_parent(ToString(cases::OfficeName{population.NameOf(n).office}));
    request.set_query(query_of(population.FullNameOf(n, static_cast<int>(AnyBelow(Population::kPeopleOfACase)))));
    requests.push_back(BufferOf(request));
  }
  return AnyOf("/amparo.cases.v1.PersonService/SearchPersons", std::move(requests));
}

}  // namespace

Workload GetAnyCase(const Population& population) {
  return {"/amparo.cases.v1.CaseService/GetCase", [population] {
            cases::v1::GetCaseRequest request;
            request.set_name(ToString(population.NameOf(AnyBelow(population.cases()))));
            return BufferOf(request);
          }};
}

Workload ListFirstPages() {
  std::vector<grpc::ByteBuffer> requests;
  for (const cases::v1::ListCasesRequest& list : Lists()) requests.push_back(BufferOf(list));
  return AnyOf(kListCases, std::move(requests));
}

Workload ListNextPages(const std::shared_ptr<grpc::Channel>& channel) {
  cases::v1::CaseService::Stub stub(channel);
  std::vector<grpc::ByteBuffer> requests;
  for (cases::v1::ListCasesRequest& list : Lists()) {
    for (int page = 0; page < kPages; ++page) {
      list.set_page_token(Call(stub, &cases::v1::CaseService::Stub::ListCases, list).next_page_token());
      if (list.page_token().empty()) break;
      requests.push_back(BufferOf(list));
    }
  }
  if (requests.empty()) throw std::runtime_error("no list has a second page; measure with more cases");
  return AnyOf(kListCases, std::move(requests));
}

Workload ListByFilters(const Population& population) {
  return AnyOf(kListCases, FilteredLists(population));
}

Workload CountByFilters(const Population& population) {
  return AnyOf("/amparo.cases.v1.CaseService/CountCases", FilteredLists(population));
}

Workload SearchByName(const Population& population) {
  return Searches(population, [](const std::string& name) {
    const int64_t how = AnyBelow(4);
    return how == 0 ? Misspelt(name) : how == 1 ? Reversed(name) : name;
  });
}

Workload SearchByWord(const Population& population) {
  return Searches(population, [](const std::string& name) {
    const std::string word = AnyBelow(2) == 0 ? name.substr(0, name.find(' ')) : name.substr(name.rfind(' ') + 1);
    return AnyBelow(4) == 0 ? Misspelt(word) : word;
  });
}

Workload FindDuplicates(const Population& population) {
  std::vector<grpc::ByteBuffer> requests;
  for (int i = 0; i < kNames; ++i) {
    const int64_t n = AnyBelow(population.cases());
    const int person = static_cast<int>(AnyBelow(Population::kPeopleOfACase));
    cases::v1::FindDuplicatesRequest request;
    request.set_parent(ToString(cases::OfficeName{population.NameOf(n).office}));
    if (AnyBelow(2) == 0) {
      request.set_person(ToString(population.PersonOf(n, person)));
    } else {
      request.mutable_draft()->mutable_profile()->set_full_name(population.FullNameOf(n, person));
    }
    requests.push_back(BufferOf(request));
  }
  return AnyOf("/amparo.cases.v1.MergeService/FindDuplicates", std::move(requests));
}

Workload FindDuplicateCases(const Population& population) {
  return {"/amparo.cases.v1.MergeService/FindDuplicateCases", [population] {
            cases::v1::FindDuplicateCasesRequest request;
            request.set_name(ToString(population.NameOf(AnyBelow(population.cases()))));
            return BufferOf(request);
          }};
}

}  // namespace amparo::bench
