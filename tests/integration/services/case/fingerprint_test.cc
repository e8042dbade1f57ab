// What is kept of requests and imports to know them by is nothing that names could be tried against, and what was
// imported of a person goes with them.
#include "absl/strings/escaping.h"
#include "common/base/sha256.h"
#include "common/rpc/request_id.h"
#include "services/case/domain/import_fault.h"
#include "tests/integration/services/case/import_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::AllOf;
using ::testing::Eq;
using ::testing::Ne;

class FingerprintTest : public ImportFixture {
 protected:
  // Expects that the one row of `from` stands for `message` under the service's key, and is not its digest.
  void ExpectKeyed(const std::string& from, const std::string& method, const google::protobuf::Message& message) {
    const std::string digest = rpc::RequestDigest(method, message);
    EXPECT_THAT(service_.Sql("SELECT encode(fingerprint, 'hex') FROM " + from),
                AllOf(Ne(absl::BytesToHexString(digest)),
                      Eq(absl::BytesToHexString(service_.index().Fingerprints(digest).front()))))
        << from;
  }

  v1::CreatePersonRequest NamedPersonRequest() {
    v1::CreatePersonRequest request;
    request.set_parent("offices/cebu");
    request.mutable_person()->set_pseudonym("Maya");
    request.mutable_person()->mutable_profile()->set_full_name("Maria Santos");
    request.set_request_id(NewId());
    return request;
  }
};

TEST_F(FingerprintTest, ARequestIsKeptUnderTheKey) {
  const v1::CreatePersonRequest request = NamedPersonRequest();
  const v1::Person person = Done(service_.persons(), &v1::PersonService::Stub::CreatePerson, request);
  ExpectKeyed("request WHERE method LIKE '%/CreatePerson'", "amparo.cases.v1.PersonService/CreatePerson", request);
  EXPECT_EQ(Done(service_.persons(), &v1::PersonService::Stub::CreatePerson, request).name(), person.name());
  v1::CreatePersonRequest other = request;
  other.mutable_person()->mutable_profile()->set_full_name("Luz Santos");
  EXPECT_THAT(Call(service_.persons(), &v1::PersonService::Stub::CreatePerson, other),
              FailsWith(kInvalid, errors::kRequestIdReused));

  // An act of several records, and one that finds nothing to write.
  v1::ErasePersonRequest erase;
  erase.set_name(person.name());
  erase.set_reason("asked for it in writing");
  for (int time = 0; time < 2; ++time) {
    erase.set_request_id(NewId());
    Done(service_.persons(), &v1::PersonService::Stub::ErasePerson, erase);
    ExpectKeyed("request WHERE request_id = '" + erase.request_id() + "'", "amparo.cases.v1.PersonService/ErasePerson",
                erase);
  }
}

TEST_F(FingerprintTest, ARowIsKeptUnderTheKey) {
  const v1::ImportCasesRequest row = RingRow();
  ASSERT_EQ(ImportOne(row).outcome(), v1::IMPORT_OUTCOME_CREATED);
  ExpectKeyed("import_row", "amparo.cases.v1.ImportService/ImportCases", row.bundle());
  EXPECT_EQ(ImportOne(row).outcome(), v1::IMPORT_OUTCOME_UNCHANGED);
}

TEST_F(FingerprintTest, TheNameOfAFaultTellsNothingOfItsRow) {
  v1::ImportCasesRequest bad = RingRow();
  bad.set_source("ring.json");
  *bad.mutable_bundle()->mutable_charges(1)->mutable_verdict()->mutable_date() = DateOf(absl::CivilDay(2013, 1, 1));
  v1::GetImportFaultRequest get;
  get.set_name(ImportOne(bad).fault());
  get.set_view(amparo::types::v1::VIEW_FULL);
  const auto fault = Done(*faults_, &v1::ImportFaultService::Stub::GetImportFault, get);
  std::vector<Violation> violations;
  for (const auto& one : fault.violations()) violations.push_back({one.field(), one.rule()});
  const auto name_by = [&](const std::string& known_by) {
    const ImportFaultName name{"phnom-penh",
                               ImportFaultId("phnom-penh", ImportRowKey(bad.source(), bad.row()),
                                             absl::BytesToHexString(known_by), fault.reason(), violations)};
    return ToString(name);
  };
  const std::string content = fault.content().SerializeAsString();
  EXPECT_NE(fault.name(), name_by(Sha256Of(content)));
  EXPECT_EQ(fault.name(), name_by(service_.index().Fingerprints(content).front()));
}

TEST_F(FingerprintTest, WhatNobodyKnowsAnyMoreCountsAsTheSame) {
  v1::ImportCasesRequest row = RingRow();
  ASSERT_EQ(ImportOne(row).outcome(), v1::IMPORT_OUTCOME_CREATED);
  v1::CreatePersonRequest request = NamedPersonRequest();
  const v1::Person person = Done(service_.persons(), &v1::PersonService::Stub::CreatePerson, request);
  // As the migration does it.
  service_.Sql("UPDATE import_row SET fingerprint = NULL");
  service_.Sql("UPDATE request SET fingerprint = NULL");
  row.mutable_bundle()->mutable_case_()->set_title("Another title");
  EXPECT_EQ(ImportOne(row).outcome(), v1::IMPORT_OUTCOME_UNCHANGED);
  request.mutable_person()->set_pseudonym("Another");
  EXPECT_EQ(Done(service_.persons(), &v1::PersonService::Stub::CreatePerson, request).name(), person.name());
}

TEST_F(FingerprintTest, WhoIsErasedTakesAlongWhatWasImportedOfThem) {
  const v1::ImportCasesRequest row = RingRow();
  const v1::ImportCasesRequest other = RingRow();
  ASSERT_EQ(ImportOne(row).outcome(), v1::IMPORT_OUTCOME_CREATED);
  ASSERT_EQ(ImportOne(other).outcome(), v1::IMPORT_OUTCOME_CREATED);
  // A role that brings its person has their id.
  const PartyName role = *ParseName<PartyName>(row.bundle().parties(2).name());
  const PersonName person{role.office, role.id};
  for (const char* kind : {"person", "party", "venue"}) {
    service_.Sql("INSERT INTO import_record (office, kind, id, fingerprint, import_time) SELECT office, '" +
                 std::string(kind) + "', '" + person.id.ToString() + "', fingerprint, import_time FROM import_row " +
                 "WHERE case_id = '" + role.case_id.ToString() + "'");
  }
  v1::ErasePersonRequest erase;
  erase.set_name(ToString(person));
  erase.set_reason("asked for it in writing");
  Done(service_.persons(), &v1::PersonService::Stub::ErasePerson, erase);
  EXPECT_EQ(service_.Sql("SELECT string_agg(kind, ', ' ORDER BY kind) FROM import_record WHERE fingerprint IS NULL"),
            "party, person");
  EXPECT_EQ(service_.Sql("SELECT case_id FROM import_row WHERE fingerprint IS NULL"), role.case_id.ToString());
  EXPECT_EQ(ImportOne(row).outcome(), v1::IMPORT_OUTCOME_UNCHANGED) << "nothing of them is entered again";
  EXPECT_EQ(ImportOne(other).outcome(), v1::IMPORT_OUTCOME_UNCHANGED);
}

}  // namespace
}  // namespace amparo::cases
