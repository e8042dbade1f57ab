// The papers of cases: what templates ask for, what is done with each, and which are overdue.
#include "tests/integration/services/case/document_test.h"

#include "services/case/store/fill_columns.h"
#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/merge_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(DocumentTest, TemplatesAreToldAsTheyApply) {
  v1::ListDocumentTemplatesRequest request;
  const auto all = Done(*documents_, &DocumentStub::ListDocumentTemplates, request);
  ASSERT_GT(all.templates_size(), 3);
  EXPECT_THAT(all.templates(0).items(), Not(IsEmpty()));
  service_.Sql(
      "INSERT INTO document_template VALUES ('complaint', 2, 'The complaint', '', '', 1, '2014-12-01'); "
      "INSERT INTO document_template_item VALUES ('complaint', 2, 1, 'complaint', 'Complaint', 7, 0, false, 3)");
  request.set_crime_type("02041");
  request.set_country_code("KH");
  *request.mutable_effective_date() = DateOf(absl::CivilDay(2014, 12, 11));
  std::vector<std::string> ids;
  const auto listed = Done(*documents_, &DocumentStub::ListDocumentTemplates, request);
  for (const auto& one : listed.templates()) {
    ids.push_back(one.id() + "@" + std::to_string(one.version()));
  }
  EXPECT_THAT(ids, ElementsAre("complaint@2", "prosecution@1", "survivor@1", "trafficking-survivor@1"));
}

TEST_F(DocumentTest, ACaseGetsWhatItNeedsOnce) {
  EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Maya", /*minor=*/true);
  EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Luz");
  EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "The dealer");
  const auto first = Prepare(case_);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->existing(), 0);
  // Cebu is in the Philippines, the case about trafficking and in INVESTIGATION.
  EXPECT_THAT(Kinds(ListOf(case_)), ElementsAre("complaint", "police-report", "social-case-study", "birth-certificate",
                                                "birth-certificate", "guardian-consent", "medical-certificate",
                                                "medical-certificate", "travel-document", "travel-document"));
  EXPECT_EQ(first->documents_size(), 10);
  EXPECT_EQ(first->documents(0).template_id(), "complaint");
  EXPECT_EQ(first->documents(0).state(), v1::DOCUMENT_STATE_NEEDED);
  EXPECT_EQ(first->documents(0).due_date().day(), 18) << "seven days from 11 December";
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox WHERE kind = 'document'"), "10");

  const auto again = Prepare(case_);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->documents_size(), 0);
  EXPECT_EQ(again->existing(), 10);

  EnterParty(case_, v1::PARTY_ROLE_WITNESS, "The neighbour");
  Move(&v1::CaseService::Stub::StartProsecution, case_);
  const auto later = Prepare(case_);
  ASSERT_THAT(later, IsOk());
  std::vector<std::string> kinds;
  for (const auto& document : later->documents()) kinds.push_back(document.kind());
  EXPECT_THAT(kinds, ElementsAre("affidavit", "affidavit", "witness-affidavit", "charging-document"));
}

TEST_F(DocumentTest, WhatSomebodyEnteredIsNotEnteredAgain) {
  const std::string maya = EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Maya");
  EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Luz");
  Enter(DocumentRequest("complaint"));
  Enter(DocumentRequest("birth-certificate", maya));
  const auto prepared = Prepare(case_);
  ASSERT_THAT(prepared, IsOk());
  EXPECT_EQ(prepared->existing(), 2);
  int certificates = 0;
  for (const auto& document : prepared->documents()) {
    EXPECT_NE(document.kind(), "complaint");
    if (document.kind() != "birth-certificate") continue;
    ++certificates;
    EXPECT_NE(document.party(), maya);
  }
  EXPECT_EQ(certificates, 1) << "the other survivor's";
}

using MergedDocumentsTest = Merging<DocumentTest>;

TEST_F(MergedDocumentsTest, WhatAMergedCaseHasIsNotNeededAgain) {
  const auto first = Prepare(case_);
  ASSERT_THAT(first, IsOk());
  ASSERT_GT(first->documents_size(), 0);
  const std::string other = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  ASSERT_THAT(MergeCases(case_, other), IsOk());
  const auto prepared = Prepare(other);
  ASSERT_THAT(prepared, IsOk());
  EXPECT_EQ(prepared->documents_size(), 0);
  EXPECT_EQ(prepared->existing(), first->documents_size());
}

// Who was entered only with the report that was given up needs papers too, and whoever is in both needs them once.
TEST_F(MergedDocumentsTest, EverybodyInTheMatterHasTheirPapersOnce) {
  const std::string other = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  const std::string maya = EnterPerson("Maya Cruz").name();
  const std::string again = EnterPerson("Maya Cruz").name();
  const std::string here = EnterRole(maya, other).name();
  const std::string there = EnterRole(again, case_).name();
  const std::string luz = EnterRole(EnterPerson("Luz Reyes").name(), case_).name();
  ASSERT_THAT(MergeCases(case_, other), IsOk());
  ASSERT_THAT(MergePeople(again, maya), IsOk());
  const auto prepared = Prepare(other);
  ASSERT_THAT(prepared, IsOk());
  std::vector<std::string> whose;
  for (const v1::Document& document : prepared->documents()) {
    if (document.kind() == "birth-certificate") whose.push_back(document.party());
    if (document.party() == luz) {
      EXPECT_THAT(document.name(), ::testing::StartsWith(case_ + "/")) << "beside her role";
    }
    EXPECT_NE(document.party(), there);
  }
  EXPECT_THAT(whose, ElementsAre(here, luz));
  const auto once_more = Prepare(other);
  ASSERT_THAT(once_more, IsOk());
  EXPECT_EQ(once_more->documents_size(), 0);
  EXPECT_EQ(once_more->existing(), prepared->documents_size());
  EXPECT_EQ(Kinds(ListOf(other)).size(), static_cast<std::size_t>(prepared->documents_size()));
}

TEST_F(DocumentTest, PreparingIsOneActForOneRequest) {
  const std::string id = NewId();
  const auto first = Prepare(case_, id);
  const auto second = Prepare(case_, id);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_GT(first->documents_size(), 0);
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  // So it is when there was nothing to enter: there might be when it is repeated.
  const std::string idle = NewId();
  const auto nothing = Prepare(case_, idle);
  ASSERT_THAT(nothing, IsOk());
  EXPECT_EQ(nothing->documents_size(), 0);
  EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Maya");
  const auto repeated = Prepare(case_, idle);
  ASSERT_THAT(repeated, IsOk());
  EXPECT_EQ(repeated->SerializeAsString(), nothing->SerializeAsString());
  Move(&v1::CaseService::Stub::DeactivateCase, case_, "nobody can be found");
  EXPECT_THAT(Prepare(case_), FailsWith(kRefused, "CASE_NOT_OPEN"));
  EXPECT_THAT(Prepare("offices/cebu/cases/" + NewId()), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(DocumentTest, ADocumentIsAskedForObtainedLostAndObtainedAgain) {
  const std::string name = Enter().name();
  ASSERT_THAT(Request(name, "Civil registry of Cebu City"), IsOk());
  service_.clock().Advance(absl::Hours(24 * 14));
  ASSERT_THAT(Request(name), IsOk());
  ASSERT_THAT(Obtain(name), IsOk());
  ASSERT_THAT(ActOn(&DocumentStub::CertifyDocument, name), IsOk());
  ASSERT_THAT(ActOn(&DocumentStub::ReportDocumentLost, name, "the river took the office"), IsOk());
  ASSERT_THAT(Obtain(name, v1::DOCUMENT_FORM_CERTIFIED_COPY), IsOk());
  ASSERT_THAT(ActOn(&DocumentStub::RejectDocument, name, "the stamp cannot be read"), IsOk());
  ASSERT_THAT(ActOn(&DocumentStub::WaiveDocument, name, "the school's record does"), IsOk());
  const auto back = ActOn(&DocumentStub::ReinstateDocument, name, "it does not");
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->state(), v1::DOCUMENT_STATE_NEEDED);
  ASSERT_EQ(back->events_size(), 9);
  EXPECT_EQ(back->events(0).institution(), "Civil registry of Cebu City");
  EXPECT_EQ(back->events(1).date().day(), 25);
  EXPECT_EQ(back->events(4).act(), v1::DOCUMENT_ACT_REPORT_LOST);
  EXPECT_TRUE(back->events(8).has_record_time());
}

TEST_F(DocumentTest, ActsKeepTheirRules) {
  const v1::Document document = Enter();
  EXPECT_THAT(ActOn(&DocumentStub::CertifyDocument, document.name()), FailsWith(kRefused, "DOCUMENT_STATE"));
  EXPECT_THAT(ActOn(&DocumentStub::WaiveDocument, document.name()), IsInvalidIn("reason"));
  EXPECT_THAT(Obtain(document.name(), v1::DOCUMENT_FORM_UNSPECIFIED), IsInvalidIn("form"));
  v1::ObtainDocumentRequest stale;
  stale.set_name(document.name());
  stale.set_form(v1::DOCUMENT_FORM_ORIGINAL);
  stale.set_etag(document.etag());
  ASSERT_THAT(Request(document.name()), IsOk());
  EXPECT_THAT(Call(*documents_, &DocumentStub::ObtainDocument, stale), FailsWith(kAborted, "ETAG_MISMATCH"));
  stale.clear_etag();
  *stale.mutable_date() = DateOf(absl::CivilDay(2014, 12, 10));
  EXPECT_THAT(Call(*documents_, &DocumentStub::ObtainDocument, stale), FailsWith(kRefused, "BEFORE_LAST_ACT"));
  *stale.mutable_date() = DateOf(absl::CivilDay(2014, 12, 12));
  EXPECT_THAT(Call(*documents_, &DocumentStub::ObtainDocument, stale), IsInvalidIn("date"));
}

TEST_F(DocumentTest, ADocumentIsEnteredInAnOpenCaseAboutItsPeople) {
  v1::CreateDocumentRequest wrong = DocumentRequest("Birth Certificate");
  wrong.mutable_document()->set_party("offices/cebu/cases/" + NewId() + "/parties/" + NewId());
  const auto refused = Call(*documents_, &DocumentStub::CreateDocument, wrong);
  EXPECT_THAT(refused, IsInvalid("document.kind"));
  EXPECT_THAT(refused, IsInvalid("document.party"));
  EXPECT_THAT(Call(*documents_, &DocumentStub::CreateDocument, DocumentRequest("id", case_ + "/parties/" + NewId())),
              FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
  v1::CreateDocumentRequest named = DocumentRequest();
  named.set_document_id(NewId());
  EXPECT_EQ(Enter(named).name(), case_ + "/documents/" + named.document_id());
  EXPECT_THAT(Call(*documents_, &DocumentStub::CreateDocument, named), FailsWith(kExists, "RESOURCE_ALREADY_EXISTS"));
  Move(&v1::CaseService::Stub::DeactivateCase, case_, "nobody can be found");
  EXPECT_THAT(Call(*documents_, &DocumentStub::CreateDocument, DocumentRequest()),
              FailsWith(kRefused, "CASE_NOT_OPEN"));
}

TEST_F(DocumentTest, OverdueIsWhatIsNeededAfterItsDay) {
  const auto due_on = [this](const std::string& kind, int day) {
    v1::CreateDocumentRequest request = DocumentRequest(kind);
    *request.mutable_document()->mutable_due_date() = DateOf(absl::CivilDay(2014, 12, day));
    return Enter(request).name();
  };
  due_on("late", 9);
  due_on("today", 10);
  const std::string obtained = due_on("obtained", 9);
  const std::string waived = due_on("waived", 9);
  Enter("without-a-day");
  ASSERT_THAT(Obtain(obtained), IsOk());
  ASSERT_THAT(ActOn(&DocumentStub::WaiveDocument, waived, "not needed"), IsOk());
  case_ = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  due_on("late-elsewhere", 1);

  v1::ListDocumentsRequest overdue = ListOf("offices/cebu/cases/-");
  *overdue.mutable_overdue_at() = DateOf(absl::CivilDay(2014, 12, 10));
  EXPECT_THAT(Kinds(overdue), ElementsAre("late", "late-elsewhere"));
  *overdue.mutable_overdue_at() = DateOf(absl::CivilDay(2014, 12, 11));
  EXPECT_THAT(Kinds(overdue), ElementsAre("late", "today", "late-elsewhere"));
  overdue.set_parent(case_);
  EXPECT_THAT(Kinds(overdue), ElementsAre("late-elsewhere"));
  // Lost, it is needed again.
  ASSERT_THAT(ActOn(&DocumentStub::ReportDocumentLost, obtained, "stolen"), IsOk());
  overdue.set_parent("offices/cebu/cases/-");
  EXPECT_THAT(Kinds(overdue), ElementsAre("late", "today", "obtained", "late-elsewhere"));
}

TEST_F(DocumentTest, ListsAreFilteredByWhoWasAskedLast) {
  const std::string registry = "Civil registry of Cebu City";
  v1::CreateDocumentRequest certificate = DocumentRequest("birth-certificate");
  certificate.mutable_document()->set_source(v1::DOCUMENT_SOURCE_CIVIL_REGISTRY);
  const std::string first = Enter(certificate).name();
  Enter("never-asked");
  ASSERT_THAT(Request(first, registry), IsOk());
  v1::ListDocumentsRequest of_source = ListOf("offices/cebu/cases/-");
  of_source.set_asked_source(v1::DOCUMENT_SOURCE_CIVIL_REGISTRY);
  EXPECT_THAT(Kinds(of_source), ElementsAre("birth-certificate"));
  v1::ListDocumentsRequest of_registry = ListOf(case_);
  of_registry.set_asked_institution(registry);
  EXPECT_THAT(Kinds(of_registry), ElementsAre("birth-certificate"));
  // Asked of somebody else meanwhile, and then obtained: it stays with whom it was asked of last.
  v1::RequestDocumentRequest elsewhere;
  elsewhere.set_name(first);
  elsewhere.set_source(v1::DOCUMENT_SOURCE_FAMILY);
  Done(*documents_, &DocumentStub::RequestDocument, elsewhere);
  ASSERT_THAT(Obtain(first), IsOk());
  EXPECT_THAT(Kinds(of_source), IsEmpty());
  EXPECT_THAT(Kinds(of_registry), IsEmpty());
  of_source.set_asked_source(v1::DOCUMENT_SOURCE_FAMILY);
  EXPECT_THAT(Kinds(of_source), ElementsAre("birth-certificate"));
  of_source.set_asked_source(static_cast<v1::DocumentSource>(99));
  EXPECT_THAT(Call(*documents_, &DocumentStub::ListDocuments, of_source), IsInvalidIn("asked_source"));
}

TEST_F(DocumentTest, WhatWasKeptBeforeThereWasAFilterIsFilledIn) {
  const std::string asked = Enter("asked").name();
  ASSERT_THAT(Request(asked, "Civil registry of Cebu City"), IsOk());
  Enter("never-asked");
  const std::string events = service_.Sql("SELECT count(*) FROM outbox");
  service_.Sql("UPDATE document SET asked_source = NULL, asked_institution = NULL");
  v1::ListDocumentsRequest list = ListOf(case_);
  list.set_asked_institution("Civil registry of Cebu City");
  EXPECT_THAT(Kinds(list), IsEmpty());
  EXPECT_EQ(FillColumns(service_.workers()).value_or(-1), 2);
  EXPECT_THAT(Kinds(list), ElementsAre("asked"));
  EXPECT_EQ(FillColumns(service_.workers()).value_or(-1), 0) << "done is done";
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox"), events) << "nothing has changed";
}

TEST_F(DocumentTest, ListsAreFilteredByStateAndPerson) {
  const std::string maya = EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Maya");
  Enter(DocumentRequest("of-maya", maya));
  const std::string asked = Enter("asked").name();
  const std::string obtained = Enter("obtained").name();
  ASSERT_THAT(Request(asked), IsOk());
  ASSERT_THAT(Obtain(obtained), IsOk());
  v1::ListDocumentsRequest list = ListOf(case_);
  list.set_party(maya);
  EXPECT_THAT(Kinds(list), ElementsAre("of-maya"));
  list = ListOf(case_);
  list.add_states(v1::DOCUMENT_STATE_REQUESTED);
  list.add_states(v1::DOCUMENT_STATE_OBTAINED);
  EXPECT_THAT(Kinds(list), ElementsAre("asked", "obtained"));
  list.add_states(v1::DOCUMENT_STATE_UNSPECIFIED);
  EXPECT_THAT(Call(*documents_, &DocumentStub::ListDocuments, list), IsInvalidIn("states"));
  EXPECT_THAT(Call(*documents_, &DocumentStub::ListDocuments, ListOf("offices/-/cases/-")), IsInvalidIn("parent"));
  const auto stranger = service_.StubOf<v1::DocumentService>("cebu");
  EXPECT_THAT(Call(*stranger, &DocumentStub::ListDocuments, ListOf("offices/la-paz/cases/-")),
              FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(DocumentTest, WhomToAskIsSealedUnderThePersonsKey) {
  const std::string canary = "QvZx7CanaryContact";
  const std::string maya = EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Maya");
  v1::CreateDocumentRequest request = DocumentRequest("birth-certificate", maya);
  request.mutable_document()->set_contact(canary + " at the desk");
  const std::string name = Enter(request).name();
  const auto full = Get(name, types::v1::VIEW_FULL);
  ASSERT_THAT(full, IsOk());
  EXPECT_EQ(full->contact(), canary + " at the desk");
  EXPECT_EQ(Get(name)->contact(), "");
  EXPECT_EQ(service_.Sql("SELECT subject FROM data_key"), maya.substr(maya.rfind('/') + 1));

  v1::RequestDocumentRequest ask;
  ask.set_name(name);
  ask.set_contact(canary + " upstairs");
  ASSERT_THAT(Call(*documents_, &DocumentStub::RequestDocument, ask), IsOk());
  ASSERT_THAT(Obtain(name), IsOk());
  EXPECT_EQ(Get(name, types::v1::VIEW_FULL)->contact(), canary + " upstairs") << "other acts leave it";
  v1::UpdateDocumentRequest update;
  update.mutable_document()->set_name(name);
  update.mutable_document()->set_contact(canary + " again");
  update.mutable_update_mask()->add_paths("contact");
  ASSERT_THAT(Call(*documents_, &DocumentStub::UpdateDocument, update), IsOk());
  EXPECT_EQ(Get(name, types::v1::VIEW_FULL)->contact(), canary + " again");
  ExpectNowhereInClear(service_, canary);

  service_.Sql("UPDATE data_key SET wrapped = NULL, erase_time = now()");
  EXPECT_EQ(Get(name, types::v1::VIEW_FULL)->contact(), "");
  EXPECT_THAT(Call(*documents_, &DocumentStub::UpdateDocument, update), FailsWith(kRefused, "DATA_KEY_ERASED"));
}

TEST_F(DocumentTest, FieldsAreCorrectedByTheirMask) {
  v1::Document document = Enter();
  v1::UpdateDocumentRequest update;
  *update.mutable_document() = document;
  update.mutable_document()->set_title("Birth certificate of the child");
  *update.mutable_document()->mutable_due_date() = DateOf(absl::CivilDay(2015, 1, 31));
  update.mutable_update_mask()->add_paths("due_date");
  const auto updated = Call(*documents_, &DocumentStub::UpdateDocument, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->title(), document.title());
  EXPECT_EQ(updated->due_date().month(), 1);
  EXPECT_THAT(Call(*documents_, &DocumentStub::UpdateDocument, update), FailsWith(kAborted, "ETAG_MISMATCH"));
  update.mutable_document()->clear_etag();
  update.mutable_update_mask()->add_paths("kind");
  EXPECT_THAT(Call(*documents_, &DocumentStub::UpdateDocument, update), IsInvalid("update_mask"));
}

TEST_F(DocumentTest, WhatADocumentSaidEarlierIsReadByItsTime) {
  const std::string name = Enter().name();
  const absl::Time entered = service_.clock().Now();
  service_.clock().Advance(absl::Hours(1));
  ASSERT_THAT(Obtain(name), IsOk());
  v1::GetDocumentRequest request;
  request.set_name(name);
  SetTimestamp(entered, request.mutable_read_time());
  const auto then = Call(*documents_, &DocumentStub::GetDocument, request);
  ASSERT_THAT(then, IsOk());
  EXPECT_EQ(then->state(), v1::DOCUMENT_STATE_NEEDED);
  EXPECT_EQ(then->events_size(), 0);
}

}  // namespace
}  // namespace amparo::cases
