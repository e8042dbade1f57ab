// A database that was filled for measurements is one that the service could have filled itself: otherwise the figures
// would be about something else.
#include <map>

#include "amparo/cases/v1/feed_service.grpc.pb.h"
#include "common/crypto/key_ring.h"
#include "tests/bench/fill.h"
#include "tests/integration/services/case/person_test.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;

// More than one chunk.
constexpr int64_t kCases = 1200;

constexpr char kKeysSql[] =
    "SELECT string_agg(definition, ';' ORDER BY definition) FROM "
    "(SELECT pg_get_indexdef(indexrelid) AS definition FROM pg_index WHERE indrelid IN ('person'::regclass, "
    "'party'::regclass, '\"case\"'::regclass) UNION ALL SELECT conname || pg_get_constraintdef(oid) || convalidated "
    "FROM pg_constraint WHERE connamespace = 'cases'::regnamespace) AS keys";

class BulkFillTest : public ::testing::Test {
 protected:
  static void FillWith(CaseService& service, uint64_t seed) {
    bench::FillOptions options;
    options.conninfo = service.database().owner("cases");
    bench::Fill(options, bench::Population({.cases = kCases, .seed = seed}), service.envelope(), service.index());
  }

  void Fill() { FillWith(service_, 1); }

  // Everything that an export tells, by name.
  std::map<std::string, feed::v1::Event> Exported() {
    std::map<std::string, feed::v1::Event> events;
    grpc::ClientContext context;
    const auto stub = service_.StubOf<v1::FeedService>();
    const auto reader = stub->Export(&context, feed::v1::ExportRequest());
    feed::v1::ExportResponse response;
    while (reader->Read(&response)) {
      for (const feed::v1::Event& event : response.events()) events[event.name()] = event;
    }
    EXPECT_TRUE(reader->Finish().ok());
    return events;
  }

  CaseService service_;
  const bench::Population population_{{.cases = kCases, .seed = 1}};
};

TEST_F(BulkFillTest, EveryCaseIsReadWithItsPeople) {
  Fill();
  for (const int64_t n : {int64_t{0}, int64_t{999}, kCases - 1}) {
    const v1::CaseBundle bundle = population_.CaseAt(n);
    v1::GetCaseRequest request;
    request.set_name(bundle.case_().name());
    request.set_view(types::v1::VIEW_FULL);
    const auto read = Call(service_.cases(), &v1::CaseService::Stub::GetCase, request);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->title(), bundle.case_().title());
    EXPECT_EQ(read->narrative().narrative(), bundle.case_().narrative().narrative());
    EXPECT_EQ(read->stage(), bundle.case_().stage_changes().rbegin()->stage());
    v1::GetPartyRequest party;
    party.set_name(bundle.parties(1).name());
    party.set_view(types::v1::VIEW_FULL);
    const auto accused = Call(service_.parties(), &v1::PartyService::Stub::GetParty, party);
    ASSERT_TRUE(accused.ok()) << accused.status();
    EXPECT_EQ(accused->identity().full_name(), population_.FullNameOf(n, 1));
  }
}

TEST_F(BulkFillTest, PeopleAreFoundByName) {
  Fill();
  v1::SearchPersonsRequest request;
  request.set_parent(ToString(OfficeName{population_.NameOf(7).office}));
  request.set_query(population_.FullNameOf(7, 2));
  request.set_max_results(50);
  const auto response = Call(service_.persons(), &v1::PersonService::Stub::SearchPersons, request);
  ASSERT_TRUE(response.ok()) << response.status();
  std::vector<std::string> names;
  for (const v1::PersonMatch& match : response->matches()) names.push_back(match.person().name());
  const auto party = ParseName<PartyName>(population_.CaseAt(7).parties(2).name());
  EXPECT_THAT(names, Contains(ToString(PersonName{party->office, party->id})));
}

TEST_F(BulkFillTest, CasesAreFoundByTheWordsOfTitleAndNarrative) {
  Fill();
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM \"case\" WHERE cardinality(words) = 0 OR cardinality(tokens) = 0 OR "
                         "index_key IS NULL OR lead = ''"),
            "0");
  const v1::Case wanted = population_.CaseAt(7).case_();
  v1::ListCasesRequest request;
  request.set_parent(ToString(OfficeName{population_.NameOf(7).office}));
  request.set_page_size(1000);
  request.set_text(wanted.title());
  request.set_narrative_text("neighbour who wants unnamed");
  const auto response = Call(service_.cases(), &v1::CaseService::Stub::ListCases, request);
  ASSERT_TRUE(response.ok()) << response.status();
  std::vector<std::string> names;
  for (const v1::Case& one : response->cases()) names.push_back(one.name());
  EXPECT_THAT(names, Contains(wanted.name()));
}

TEST_F(BulkFillTest, TheFeedHasAnEventForEachRecord) {
  Fill();
  const int64_t records = bench::Population::kOffices + 7 * kCases;
  EXPECT_EQ(static_cast<int64_t>(Exported().size()), records);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox"), std::to_string(records));
  EXPECT_EQ(service_.Sql("SELECT last = max(seq) AND min(seq) = 1 FROM feed_head, outbox GROUP BY last"), "t");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox o JOIN person p ON o.office = p.office AND o.payload = p.body"),
            std::to_string(3 * kCases));
  // What comes after has the next number.
  service_.OpenOffice("cebu");
  EXPECT_EQ(service_.Sql("SELECT last FROM feed_head"), std::to_string(records + 1));
}

TEST_F(BulkFillTest, KeysAndIndexesAreAsTheyWere) {
  const std::string before = service_.Sql(kKeysSql);
  Fill();
  EXPECT_EQ(service_.Sql(kKeysSql), before);
}

TEST_F(BulkFillTest, TheSameSeedGivesTheSamePeople) {
  const std::string sum = "SELECT md5(string_agg(id::text || tokens::text, '' ORDER BY id)) FROM person";
  const auto filled_anew = [&sum](uint64_t seed) {
    CaseService service;
    FillWith(service, seed);
    return service.Sql(sum);
  };
  Fill();
  const std::string first = service_.Sql(sum);
  EXPECT_EQ(filled_anew(1), first);
  EXPECT_NE(filled_anew(2), first);
}

TEST_F(BulkFillTest, ADatabaseWithCasesIsRefused) {
  service_.OpenOffice("cebu");
  service_.EnterCase();
  EXPECT_THROW(Fill(), std::runtime_error);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM \"case\""), "1");
}

}  // namespace
}  // namespace amparo::cases
