// What the tests of merges share: short ways to merge, to part, and to ask where something went.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "amparo/cases/v1/merge_service.grpc.pb.h"
#include "tests/integration/services/case/person_test.h"

namespace amparo::cases {

using MergeStub = v1::MergeService::Stub;

// Matches a refusal because of a merge, by its reason, that tells where the record went: in metadata and ResourceInfo.
MATCHER_P2(WentTo, reason, survivor, "") {
  const absl::Status& status = StatusIn(arg);
  const std::string named = DetailIn<google::rpc::ResourceInfo>(arg).resource_name();
  *result_listener << "which is " << status.ToString() << " about " << named;
  return status.code() == kRefused && errors::Reason(status) == reason && named == std::string(survivor) &&
         errors::MetadataValue(status, "merged_into") == std::string(survivor);
}

// Gives a test of people or of courts the calls of MergeService.
template <typename Base>
class Merging : public Base {
 protected:
  absl::StatusOr<v1::MergePersonResponse> MergePeople(const std::string& name, const std::string& into,
                                                      const std::string& etag = "", const std::string& id = "") {
    this->service_.clock().Advance(absl::Milliseconds(1));
    v1::MergePersonRequest request;
    request.set_name(name);
    request.set_into(into);
    request.set_etag(etag);
    request.set_reason("the same card");
    request.set_request_id(id);
    return Call(*merges_, &MergeStub::MergePerson, request);
  }
  absl::StatusOr<v1::Person> PartPeople(const std::string& name, const std::string& etag = "") {
    this->service_.clock().Advance(absl::Milliseconds(1));
    v1::UnmergePersonRequest request;
    request.set_name(name);
    request.set_etag(etag);
    return Call(*merges_, &MergeStub::UnmergePerson, request);
  }
  static v1::MergeCaseRequest CaseMerge(const std::string& name, const std::string& into) {
    v1::MergeCaseRequest request;
    request.set_name(name);
    request.set_into(into);
    request.set_reason("reported twice");
    return request;
  }
  absl::StatusOr<v1::MergeCaseResponse> MergeCases(const std::string& name, const std::string& into,
                                                   const std::string& etag = "", const std::string& id = "") {
    this->service_.clock().Advance(absl::Milliseconds(1));
    v1::MergeCaseRequest request = CaseMerge(name, into);
    request.set_etag(etag);
    request.set_request_id(id);
    return Call(*merges_, &MergeStub::MergeCase, request);
  }
  absl::StatusOr<v1::Case> PartCases(const std::string& name, const std::string& etag = "") {
    this->service_.clock().Advance(absl::Milliseconds(1));
    v1::UnmergeCaseRequest request;
    request.set_name(name);
    request.set_etag(etag);
    return Call(*merges_, &MergeStub::UnmergeCase, request);
  }
  absl::StatusOr<v1::Distinction> Distinguish(const std::string& one, const std::string& other) {
    this->service_.clock().Advance(absl::Milliseconds(1));
    v1::DistinguishPersonsRequest request;
    request.set_name(one);
    request.set_other(other);
    request.set_reason("twins");
    return Call(*merges_, &MergeStub::DistinguishPersons, request);
  }
  absl::StatusOr<v1::Distinction> DistinguishCases(const std::string& one, const std::string& other) {
    this->service_.clock().Advance(absl::Milliseconds(1));
    v1::DistinguishCasesRequest request;
    request.set_name(one);
    request.set_other(other);
    request.set_reason("another raid in the same street");
    return Call(*merges_, &MergeStub::DistinguishCases, request);
  }
  v1::Case ReadCase(const std::string& name) {
    v1::GetCaseRequest request;
    request.set_name(name);
    return this->Done(this->service_.cases(), &v1::CaseService::Stub::GetCase, request);
  }
  // The roles of a person, by name; at most as many as a page holds.
  std::vector<std::string> RolesOf(const std::string& person) {
    v1::ListPersonPartiesRequest request;
    request.set_parent(person);
    request.set_page_size(1000);
    std::vector<std::string> names;
    const auto page = this->Done(this->service_.persons(), &PersonStub::ListPersonParties, request);
    EXPECT_EQ(page.next_page_token(), "");
    for (const v1::Party& party : page.parties()) names.push_back(party.name());
    return names;
  }

  std::unique_ptr<MergeStub> merges_ = this->service_.template StubOf<v1::MergeService>();
};

}  // namespace amparo::cases
