// `amparo network ...` against a case service.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "common/testing/temp_folder.h"
#include "services/cli/failure.h"
#include "services/cli/table.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/cli/terminal.h"

namespace amparo::testing {
namespace {

using cli::Json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class NetworkCommandsTest : public ::testing::Test {
 protected:
  NetworkCommandsTest() {
    service_.OpenOffice("cebu");
    const cases::v1::Case entered = service_.EnterCase();
    number_ = "cebu/" + entered.case_number();
    for (const char* pseudonym : {"A1", "A2"}) {
      cases::v1::CreatePartyRequest request;
      request.set_parent(entered.name());
      request.mutable_party()->set_role(cases::v1::PARTY_ROLE_ACCUSED);
      request.mutable_party()->set_pseudonym(pseudonym);
      const auto party = cases::Call(service_.parties(), &cases::v1::PartyService::Stub::CreateParty, request);
      EXPECT_TRUE(party.ok()) << party.status();
    }
  }

  Outcome Tried(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "network");
    return terminal_.Run(arguments);
  }
  // Runs a command that must succeed; what it printed.
  std::string Done(const std::vector<std::string>& arguments) {
    const Outcome outcome = Tried(arguments);
    EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
    return outcome.out;
  }
  // The same; the name of what was entered.
  std::string Entered(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json"});
    return Json::parse(Done(arguments)).at("name");
  }
  std::string Venue(const std::string& kind, const std::string& pseudonym) {
    return Entered({"venue", "--office", "cebu", "--kind", kind, "--pseudonym", pseudonym});
  }

  cases::CaseService service_;
  Terminal terminal_{ConfigFor(service_.server(), "everyone")};
  std::string number_;
};

TEST_F(NetworkCommandsTest, TheRingIsEnteredShownAndExported) {
  const std::string shop = Venue("coffee-shop", "Shop");
  const std::string parlour = Venue("massage-parlour", "Parlour");
  for (const char* accused : {"/A1", "/A2"}) Done({"link", number_ + accused, "operates-at", shop});
  Done({"link", shop, "moved-to", parlour, "--since", "2013-08-20", "--confidence", "high", "--source", "a neighbour"});
  EXPECT_THAT(Done({"show", number_, "--depth", "3"}),
              AllOf(HasSubstr("accused-in"), HasSubstr("Parlour"), HasSubstr("2013-08-20"), HasSubstr("a neighbour")));
  EXPECT_THAT(Done({"show", number_, "--nodes"}), AllOf(HasSubstr("venue, coffee-shop"), Not(HasSubstr("Parlour"))));
  EXPECT_THAT(Done({"path", number_ + "/A1", parlour}), AllOf(HasSubstr("operates-at"), HasSubstr("moved-to")));
  EXPECT_THAT(Done({"shared", "offices/cebu"}), AllOf(HasSubstr("A1"), HasSubstr("A2"), HasSubstr("Shop")));
  EXPECT_THAT(Done({"moves", shop}), HasSubstr("Parlour"));
  EXPECT_THAT(Done({"export", number_, "--format", "graphml"}), AllOf(HasSubstr("<graphml"), HasSubstr("</graphml>")));
  const TempFolder folder;
  const std::string file = folder.File("ring.graphml");
  EXPECT_EQ(Done({"export", number_, "--output", file}), "");
  std::stringstream written;
  written << std::ifstream(file).rdbuf();
  EXPECT_THAT(written.str(), HasSubstr("<data key=\"label\">Shop</data>"));
}

TEST_F(NetworkCommandsTest, APhoneIsFoundAndALinkWithdrawn) {
  const std::string phone = Entered(
      {"asset", "--office", "cebu", "--kind", "phone", "--pseudonym", "Phone 1", "--identifier", "+63 917 555 0101"});
  EXPECT_THAT(Done({"find", "0917-555-0101", "--office", "cebu", "--kind", "phone"}), HasSubstr(phone));
  const std::string agency =
      Entered({"organization", "--office", "cebu", "--kind", "recruitment-agency", "--pseudonym", "Agency"});
  const std::string link = Entered({"link", agency, "uses", phone});
  EXPECT_THAT(Done({"links", "--office", "cebu", "--end", phone}), HasSubstr(link));
  EXPECT_EQ(Tried({"withdraw", phone, "--reason", "mistaken"}).code, cli::kRefused);
  Done({"withdraw", link, "--reason", "mistaken"});
  EXPECT_THAT(Done({"links", "--office", "cebu"}), Not(HasSubstr(link)));
  EXPECT_THAT(Done({"links", "--office", "cebu", "--withdrawn"}), HasSubstr(link));
  Done({"withdraw", phone, "--reason", "mistaken"});
  Done({"withdraw", agency, "--reason", "mistaken"});
}

TEST_F(NetworkCommandsTest, ALinkEndsAndWhatItJoinsIsCorrected) {
  const std::string bar = Venue("bar", "Bar");
  const std::string link = Entered({"link", number_ + "/A1", "operates-at", bar, "--since", "2014-03-04"});
  EXPECT_EQ(Tried({"end", link, "--until", "2014-03-03"}).code, cli::kRefused);
  EXPECT_THAT(Done({"end", link, "--until", "2014-06-30"}), HasSubstr("2014-06-30"));
  EXPECT_THAT(Done({"show", bar, "--depth", "1", "--on", "2014-06-30"}), HasSubstr("operates-at"));
  EXPECT_THAT(Done({"show", bar, "--depth", "1", "--on", "2014-07-01"}), Not(HasSubstr("operates-at")));
  EXPECT_THAT(Done({"update", bar, "--kind", "hotel", "--pseudonym", "Hotel", "--closed", "2014-07-01"}),
              AllOf(HasSubstr("hotel"), HasSubstr("Hotel")));
  EXPECT_THAT(Done({"show", bar, "--nodes"}), HasSubstr("Hotel"));
  const std::string phone = Entered(
      {"asset", "--office", "cebu", "--kind", "phone", "--pseudonym", "Phone 1", "--identifier", "0917 555 0101"});
  Done({"update", phone, "--identifier", "0917 555 0102"});
  EXPECT_THAT(Done({"find", "0917 555 0102", "--office", "cebu", "--kind", "phone"}), HasSubstr(phone));
  EXPECT_EQ(Tried({"update", phone, "--city", "Cebu City"}).code, cli::kUsage);
  EXPECT_EQ(Tried({"update", link, "--kind", "hotel"}).code, cli::kUsage);
  const std::string agency = Entered({"organization", "--office", "cebu", "--kind", "other", "--pseudonym", "Agency"});
  EXPECT_THAT(Done({"update", agency, "--details", "registered in Manila", "--kind", "business"}),
              HasSubstr("business"));
}

TEST_F(NetworkCommandsTest, MistakesAreTold) {
  EXPECT_EQ(Tried({"show", number_, "--depth", "9"}).code, cli::kUsage);
  EXPECT_EQ(Tried({"show", number_, "--kind", "friends"}).code, cli::kUsage);
  EXPECT_EQ(Tried({"show", number_ + "/A9"}).code, cli::kNotFound);
  EXPECT_EQ(Tried({"export", number_, "--format", "csv"}).code, cli::kUsage);
  EXPECT_EQ(Tried({"withdraw", "offices/cebu", "--reason", "x"}).code, cli::kUsage);
  EXPECT_EQ(Tried({"show", "offices/cebu/venues/0190f3c2-7d1e-7abc-8def-0123456789ab"}).code, cli::kNotFound);
  const Outcome none = Tried({"path", number_, Venue("bar", "Bar")});
  EXPECT_EQ(none.code, cli::kOk);
  EXPECT_THAT(none.err, HasSubstr("No path of at most 6 links\n"));
  EXPECT_THAT(Tried({"path", number_, Venue("bar", "Other bar"), "--max-length", "1"}).err,
              HasSubstr("No path of at most 1 link\n"));
}

}  // namespace
}  // namespace amparo::testing
