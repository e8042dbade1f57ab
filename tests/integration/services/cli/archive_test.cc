// `amparo export` and `amparo import --archive`: an office moves elsewhere with its names, and an archive that was cut
// or edited moves nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "absl/strings/numbers.h"
#include "amparo/cases/v1/export.pb.h"
#include "amparo/cases/v1/merge_service.grpc.pb.h"
#include "common/errors/errors.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/cli/archive_file.h"
#include "services/cli/failure.h"
#include "services/cli/table.h"
#include "tests/integration/services/case/import_fixture.h"
#include "tests/integration/services/cli/terminal.h"

namespace amparo::cases {
namespace {

using ::amparo::testing::ConfigFor;
using ::amparo::testing::Outcome;
using ::amparo::testing::Terminal;
using cli::Json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kKey[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";

std::string BytesOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

class ArchiveTest : public ImportFixture {
 protected:
  ArchiveTest() {
    std::vector<v1::ImportCasesRequest> rows;
    for (int i = 0; i < 3; ++i) rows.push_back(RingRow());
    PutOnList(*rows[0].mutable_bundle()->mutable_operations(0), {"follower"});
    EXPECT_TRUE(Import(rows).ok());
    // Somebody with a record of her own, who is a witness in a case.
    v1::CreatePersonRequest person;
    person.set_parent("offices/phnom-penh");
    person.mutable_person()->set_pseudonym("W");
    person.mutable_person()->mutable_profile()->set_full_name("canary witness");
    const v1::Person witness = Done(service_.persons(), &v1::PersonService::Stub::CreatePerson, person);
    v1::CreatePartyRequest party;
    party.set_parent(rows[0].bundle().case_().name());
    party.mutable_party()->set_role(v1::PARTY_ROLE_WITNESS);
    party.mutable_party()->set_pseudonym("W");
    party.mutable_party()->set_person(witness.name());
    Done(service_.parties(), &v1::PartyService::Stub::CreateParty, party);
    witness_ = witness.name();
    shared_ = rows[0].bundle().operations(0).name();
  }

  // Exports the office; where the archive is.
  std::string Export(const Terminal& terminal, const std::string& name) {
    const std::string archive = terminal.Write(name + ".probe", "");
    const std::string path = archive.substr(0, archive.size() - 6);
    const Outcome outcome = terminal.Run({"export", "--office", "phnom-penh", "--to", path, "--key-file",
                                          terminal.Write("archive.key", kKey), "--reason", "moving"});
    EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
    return path;
  }

  // The names in an archive by kind.
  std::map<std::string, std::set<std::string>> NamesIn(const std::string& path) {
    std::map<std::string, std::set<std::string>> names;
    cli::ReadArchive(path, {.passphrase_file = "", .key_file = terminal_.Write("archive.key", kKey)},
                     [&names](feed::v1::Event record) { names[record.kind()].insert(record.name()); });
    return names;
  }

  // The command that imports an archive elsewhere, where nothing of the place it comes from is.
  static std::vector<std::string> ImportElsewhere(const Terminal& there, const std::string& archive) {
    const std::string copy = there.Write("office.archive", BytesOf(archive));
    return {"import", "--archive", copy, "--key-file", there.Write("archive.key", kKey), "--format", "json"};
  }

  // How the import of these bytes fails; nothing is entered.
  std::string RefusalOf(Terminal& elsewhere, CaseService& service, const std::string& bytes) {
    const std::string path = elsewhere.Write("broken.archive", bytes);
    const Outcome outcome =
        elsewhere.Run({"import", "--archive", path, "--key-file", elsewhere.Write("archive.key", kKey)});
    EXPECT_EQ(outcome.code, cli::kRefused) << outcome.err;
    EXPECT_EQ(service.Sql("SELECT count(*) FROM office"), "0");
    return outcome.err;
  }

  // What a table counts under `column`, by what it counts.
  static std::map<std::string, int> Counted(const std::string& table, const std::string& column) {
    std::map<std::string, int> counted;
    for (const Json& row : Json::parse(table)) {
      if (row.contains(column)) counted[row.at("what").get<std::string>()] = row.at(column).get<int>();
    }
    return counted;
  }

  Terminal terminal_{ConfigFor(service_.server(), "everyone")};
  std::string witness_;
  std::string shared_;
};

TEST_F(ArchiveTest, AnOfficeMovesWithItsNames) {
  const std::string archive = Export(terminal_, "office.archive");
  struct stat mode {};
  ASSERT_EQ(stat(archive.c_str(), &mode), 0);
  EXPECT_EQ(mode.st_mode & 0777, 0600u);
  EXPECT_EQ(BytesOf(archive).find("canary"), std::string::npos);

  CaseService elsewhere;
  Terminal there(ConfigFor(elsewhere.server(), "everyone"));
  const std::vector<std::string> import = ImportElsewhere(there, archive);
  const Outcome moved = there.Run(import);
  ASSERT_EQ(moved.code, cli::kOk) << moved.err;
  const std::map<std::string, int> created = Counted(moved.out, "created");
  EXPECT_EQ(created.at("case"), 3);
  EXPECT_EQ(created.at("party"), 10);
  EXPECT_EQ(created.at("operation"), 6);
  // Exported from there it holds the same names, and says the same of somebody.
  const std::string back = there.Write("back.probe", "");
  const std::string path = back.substr(0, back.size() - 6);
  ASSERT_EQ(
      there.Run({"export", "--office", "phnom-penh", "--to", path, "--key-file", there.Write("archive.key", kKey)})
          .code,
      cli::kOk);
  EXPECT_EQ(NamesIn(path), NamesIn(archive));
  v1::GetPersonRequest get;
  get.set_name(witness_);
  get.set_view(amparo::types::v1::VIEW_FULL);
  const auto witness = Call(elsewhere.persons(), &v1::PersonService::Stub::GetPerson, get);
  ASSERT_TRUE(witness.ok()) << witness.status();
  EXPECT_EQ(witness->profile().full_name(), "canary witness");
  // The same again changes nothing.
  const Outcome again = there.Run(import);
  EXPECT_EQ(again.code, cli::kOk) << again.err;
  std::map<std::string, int> unchanged = Counted(again.out, "unchanged");
  EXPECT_EQ(unchanged.at("office"), 1);
  unchanged.erase("office");
  std::map<std::string, int> entered = created;
  entered.erase("office");
  EXPECT_EQ(unchanged, entered);
}

TEST_F(ArchiveTest, AnOfficeBringsItsHolidays) {
  using Stub = v1::OfficeService::Stub;
  const auto set_holiday = [](CaseService& service, int day, const std::string& title) {
    v1::SetHolidayRequest request;
    request.set_name("offices/phnom-penh");
    *request.mutable_holiday()->mutable_date() = DateOf(absl::CivilDay(2014, 12, day));
    request.mutable_holiday()->set_kind(v1::HOLIDAY_KIND_HOLIDAY);
    request.mutable_holiday()->set_title(title);
    EXPECT_TRUE(Call(service.offices(), &Stub::SetHoliday, request).ok());
  };
  set_holiday(service_, 22, "The water festival");
  set_holiday(service_, 23, "The day after");
  const std::string archive = Export(terminal_, "office.archive");
  CaseService elsewhere;
  elsewhere.OpenOffice("phnom-penh");
  set_holiday(elsewhere, 23, "The house is painted");
  Terminal there(ConfigFor(elsewhere.server(), "everyone"));
  const std::vector<std::string> import = ImportElsewhere(there, archive);
  for (const int created : {1, 0}) {
    const Outcome moved = there.Run(import);
    ASSERT_EQ(moved.code, cli::kOk) << moved.err;
    EXPECT_EQ(Counted(moved.out, "created").at("holiday"), created);
    EXPECT_EQ(Counted(moved.out, "unchanged").at("holiday"), 2 - created);
  }
  v1::GetOfficeRequest get;
  get.set_name("offices/phnom-penh");
  const v1::Office office = Done(elsewhere.offices(), &Stub::GetOffice, get);
  ASSERT_EQ(office.holidays_size(), 2);
  EXPECT_EQ(office.holidays(0).title(), "The water festival");
  EXPECT_EQ(office.holidays(1).title(), "The house is painted") << "what the office there says is left as it is";
}

TEST_F(ArchiveTest, AnotherOfficeUnderItsNameIsNotTakenForIt) {
  const std::string archive = Export(terminal_, "office.archive");
  CaseService elsewhere;
  v1::CreateOfficeRequest request;
  request.set_office_id("phnom-penh");
  v1::Office& office = *request.mutable_office();
  office.set_display_name("Another office");
  office.set_country_code("KH");
  office.set_currency_code("USD");
  office.set_time_zone("Asia/Phnom_Penh");
  *office.mutable_open_date() = DateOf(absl::CivilDay(2008, 3, 1));
  ASSERT_TRUE(Call(elsewhere.offices(), &v1::OfficeService::Stub::CreateOffice, request).ok());
  Terminal there(ConfigFor(elsewhere.server(), "everyone"));
  const Outcome refused = there.Run(ImportElsewhere(there, archive));
  EXPECT_EQ(refused.code, cli::kRefused);
  EXPECT_THAT(refused.err, HasSubstr("its currency_code is USD, in the archive KHR"));
  EXPECT_EQ(elsewhere.Sql("SELECT count(*) FROM \"case\""), "0");
}

TEST_F(ArchiveTest, ContentsOfDocumentsMoveWithThem) {
  v1::CreateDocumentRequest request;
  request.set_parent(shared_.substr(0, shared_.find("/operations/")));
  request.mutable_document()->set_kind("birth-certificate");
  request.mutable_document()->set_title("A birth certificate");
  const auto documents = service_.StubOf<v1::DocumentService>();
  const v1::Document document = Done(*documents, &v1::DocumentService::Stub::CreateDocument, request);
  // More than one piece of an upload, and no whole number of them.
  std::string scan;
  for (int i = 0; i < 700000; ++i) scan.push_back(static_cast<char>((i * 31) / 8));
  const Outcome up = terminal_.Run({"document", "upload", document.name(), terminal_.Write("scan.pdf", scan)});
  ASSERT_EQ(up.code, cli::kOk) << up.err;
  const std::string archive = Export(terminal_, "office.archive");
  CaseService elsewhere;
  Terminal there(ConfigFor(elsewhere.server(), "everyone"));
  const std::vector<std::string> import = ImportElsewhere(there, archive);
  const Outcome moved = there.Run(import);
  ASSERT_EQ(moved.code, cli::kOk) << moved.err;
  EXPECT_EQ(Counted(moved.out, "created").at("content"), 1);
  EXPECT_FALSE(Counted(moved.out, "not imported").contains("content (left behind)"));
  const std::string probe = there.Write("back.probe", "");
  const std::string back = probe.substr(0, probe.size() - 6);
  const Outcome down = there.Run({"document", "download", document.name(), back});
  ASSERT_EQ(down.code, cli::kOk) << down.err;
  EXPECT_EQ(BytesOf(back), scan);
  EXPECT_EQ(Counted(there.Run(import).out, "unchanged").at("content"), 1);
  EXPECT_EQ(elsewhere.Sql("SELECT count(*) FROM content"), "1");
}

TEST_F(ArchiveTest, ContentsWaitForTheirDocuments) {
  const std::string first = shared_.substr(0, shared_.find("/operations/"));
  v1::CreateDocumentRequest request;
  request.set_parent(first);
  request.mutable_document()->set_kind("birth-certificate");
  request.mutable_document()->set_title("A birth certificate");
  const auto documents = service_.StubOf<v1::DocumentService>();
  const v1::Document document = Done(*documents, &v1::DocumentService::Stub::CreateDocument, request);
  const Outcome up = terminal_.Run({"document", "upload", document.name(), terminal_.Write("scan.pdf", "a scan")});
  ASSERT_EQ(up.code, cli::kOk) << up.err;
  // The case waits for the one that it was merged into, which comes behind it, and so does all that is in it.
  v1::MergeCaseRequest merge;
  merge.set_name(first);
  merge.set_into(service_.EnterCase("Reported again", "phnom-penh").name());
  merge.set_reason("reported twice");
  const auto merges = service_.StubOf<v1::MergeService>();
  Done(*merges, &v1::MergeService::Stub::MergeCase, merge);
  const std::string archive = Export(terminal_, "office.archive");
  CaseService elsewhere;
  Terminal there(ConfigFor(elsewhere.server(), "everyone"));
  const Outcome moved = there.Run(ImportElsewhere(there, archive));
  ASSERT_EQ(moved.code, cli::kOk) << moved.err;
  EXPECT_EQ(Counted(moved.out, "created").at("content"), 1);
  EXPECT_EQ(Counted(moved.out, "rejected").at("content"), 0);
}

TEST_F(ArchiveTest, WhatIsFrozenStaysInTheArchiveAndIsCounted) {
  v1::FreezeCompartmentRequest freeze;
  freeze.set_name(shared_);
  freeze.set_reason("a leak");
  const auto compartments = service_.StubOf<v1::CompartmentService>();
  const auto frozen = Call(*compartments, &v1::CompartmentService::Stub::FreezeCompartment, freeze);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  const std::string archive = Export(terminal_, "office.archive");
  const bool exported = NamesIn(archive)["operation"].contains(shared_);
  CaseService elsewhere;
  Terminal there(ConfigFor(elsewhere.server(), "everyone"));
  const Outcome moved = there.Run(ImportElsewhere(there, archive));
  ASSERT_EQ(moved.code, cli::kOk) << moved.err;
  EXPECT_EQ(elsewhere.Sql("SELECT count(*) FROM operation"), "5");
  EXPECT_EQ(Counted(moved.out, "not imported").contains("operation (left behind)"), exported);
}

TEST_F(ArchiveTest, WhatItsExporterDoesNotSeeIsNotInIt) {
  const Terminal terminal(ConfigFor(service_.server(), "follower"));
  const std::string archive = Export(terminal, "office.archive");
  EXPECT_THAT(NamesIn(archive).at("operation"), ElementsAre(shared_));
}

TEST_F(ArchiveTest, CutOffOrEditedItIsRefusedBeforeAnythingIsEntered) {
  const std::string whole = BytesOf(Export(terminal_, "office.archive"));
  CaseService elsewhere;
  Terminal there(ConfigFor(elsewhere.server(), "everyone"));
  for (const std::size_t size : {std::size_t{5}, std::size_t{26}, whole.size() / 2, whole.size() - 1}) {
    EXPECT_THAT(RefusalOf(there, elsewhere, whole.substr(0, size)), HasSubstr("archive")) << size;
  }
  // Without its last piece every other still opens.
  std::size_t at = 26;
  std::size_t last = at;
  while (at < whole.size()) {
    last = at;
    std::size_t length = 0;
    for (int i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(whole[at + i]);
    at += 4 + length;
  }
  EXPECT_THAT(RefusalOf(there, elsewhere, whole.substr(0, last)), HasSubstr("its end is missing"));
  for (const std::size_t place : {std::size_t{12}, std::size_t{60}, whole.size() / 2, whole.size() - 3}) {
    std::string edited = whole;
    edited[place] = static_cast<char>(edited[place] ^ 1);
    EXPECT_THAT(RefusalOf(there, elsewhere, edited), HasSubstr("not whole")) << place;
  }
  EXPECT_THAT(RefusalOf(there, elsewhere, whole + "x"), HasSubstr("something stands after its end"));
}

TEST_F(ArchiveTest, OnlyWhoHasThePassphraseOpensIt) {
  const std::string right = terminal_.Write("right", "correct horse battery\n");
  const std::string wrong = terminal_.Write("wrong", "incorrect horse battery\n");
  const std::string probe = terminal_.Write("sealed.probe", "");
  const std::string path = probe.substr(0, probe.size() - 6);
  const std::vector<std::string> command = {"export", "--office",          "phnom-penh", "--to",
                                            path,     "--passphrase-file", right};
  const Outcome out = terminal_.Run(command);
  ASSERT_EQ(out.code, cli::kOk) << out.err;
  EXPECT_THAT(out.out, AllOf(HasSubstr("never exported"), HasSubstr("break_glass"), Not(HasSubstr("canary"))));
  EXPECT_EQ(terminal_.Run(command).code, cli::kUsage) << "it stands there already";
  EXPECT_EQ(terminal_.Run({"import", "--archive", path, "--passphrase-file", wrong}).code, cli::kRefused);
  EXPECT_EQ(terminal_.Run({"import", "--archive", path, "--key-file", terminal_.Write("k", kKey)}).code, cli::kUsage);
  EXPECT_EQ(terminal_.Run({"import", "--archive", path}).code, cli::kUsage);
  EXPECT_EQ(terminal_
                .Run({"export", "--office", "phnom-penh", "--to", path + "2", "--passphrase-file",
                      terminal_.Write("short", "short\n")})
                .code,
            cli::kUsage);
  EXPECT_FALSE(std::filesystem::exists(path + "2"));
}

// Exports four records, one an answer: the first stream breaks after its first answer, the second ends after its own as
// if that were all.
class BreakingExport {
 public:
  rpc::ServiceBinding Binding() {
    rpc::ServiceBinding binding("amparo.cases.v1.ExportService");
    binding.ServerStream<&BreakingExport::ExportOffice>("ExportOffice", this);
    return binding;
  }

  rpc::Task<absl::Status> ExportOffice(rpc::CallContext&, v1::ExportOfficeRequest request,
                                       rpc::ServerStream<v1::ExportOfficeResponse>& out) {
    resumed_from.push_back(request.resume_token());
    int sent = 0;
    EXPECT_TRUE(request.resume_token().empty() || absl::SimpleAtoi(request.resume_token(), &sent));
    while (sent < 4) {
      v1::ExportOfficeResponse answer;
      feed::v1::Event& record = *answer.add_records();
      record.set_kind("case");
      record.set_name(StrCat("offices/phnom-penh/cases/", ++sent));
      answer.set_resume_token(StrCat(sent));
      answer.set_complete(sent == 4);
      const absl::Status written = co_await out.Write(answer);
      if (!written.ok()) co_return written;
      if (resumed_from.size() == 1) co_return errors::Unavailable("BROKEN", "the line is down");
      if (resumed_from.size() == 2) break;
    }
    co_return absl::OkStatus();
  }

  std::vector<std::string> resumed_from;
};

TEST(ResumedExportTest, AStreamThatBreaksIsResumedAndTheArchiveHoldsEveryRecordOnce) {
  BreakingExport office;
  amparo::testing::RpcServer server({office.Binding()},
                                    {amparo::testing::MakePrincipal("batch", {options::v1::ROLE_BATCH})});
  const Terminal terminal(ConfigFor(server, "batch"));
  const std::string key = terminal.Write("archive.key", kKey);
  const std::string probe = terminal.Write("office.archive.probe", "");
  const std::string path = probe.substr(0, probe.size() - 6);
  const Outcome outcome = terminal.Run({"export", "--office", "phnom-penh", "--to", path, "--key-file", key});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_THAT(office.resumed_from, ElementsAre("", "1", "2"));
  std::vector<std::string> names;
  cli::ReadArchive(path, {.passphrase_file = "", .key_file = key},
                   [&names](feed::v1::Event record) { names.push_back(record.name()); });
  EXPECT_THAT(names, ElementsAre("offices/phnom-penh/cases/1", "offices/phnom-penh/cases/2",
                                 "offices/phnom-penh/cases/3", "offices/phnom-penh/cases/4"));
}

}  // namespace
}  // namespace amparo::cases
