#include "tests/integration/common/audit/sealed_notes.h"

#include <stdexcept>
#include <utility>

#include "common/base/strings.h"

namespace amparo::audit {
namespace {

void OrFail(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

}  // namespace

void SealedNotes::Write(const std::string& office) {
  OrFail(notes_.Create(notes_.NewNote("a note", office)).status());
}

void SealedNotes::Read(const std::string& office, const std::string& compartment) {
  const absl::Time now = notes_.clock().Now();
  ReadRecord record;
  record.office = office;
  record.compartment = compartment;
  record.time = now;
  record.caller = "spiffe://amparo/social-work";
  record.method = "amparo.test.NoteService/Read";
  record.reason = "home visit \xc3\xb1";
  record.trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
  record.fields = {"identity", "odd \"field\", this"};
  record.items = {{Uuid::V7(now), StrCat("offices/", office, "/notes/1"), 3, compartment.empty() ? 0 : 2},
                  {Uuid::V7(now), StrCat("offices/", office, "/notes/2"), 4, 0}};
  OrFail(SyncWait(RecordRead(notes_.writer(), std::move(record), Limits::For(kSoon))));
}

void SealedNotes::WriteSome(int count) {
  for (int i = 0; i < count; ++i) {
    Write(i % 4 == 3 ? "manila" : "cebu");
    if (i % 3 == 0) Read("cebu", i % 2 == 0 ? "" : "offices/cebu/operations/1");
  }
}

std::shared_ptr<HeadKeeper> SealedNotes::MakeKeeper(const std::string& file) {
  absl::StatusOr<HeadBook> book = HeadBook::Open(folder_.File(file), key_);
  OrFail(book.status());
  const int64_t sealed = book->LastSealed().value();
  return std::make_shared<HeadKeeper>(*std::move(book), sealed);
}

std::unique_ptr<Sealer> SealedNotes::StartSealer(std::shared_ptr<HeadKeeper> keeper, SealerOptions options) {
  options.conninfo = notes_.conninfo();
  options.application_name = "note sealer";
  options.poll_interval = absl::Milliseconds(5);
  return std::make_unique<Sealer>(std::move(options), std::move(keeper), notes_.clock());
}

bool SealedNotes::AwaitSealed() const {
  return Eventually(
      [this] { return Sql("SELECT (SELECT count(*) FROM audit) = (SELECT count(*) FROM audit_chain)") == "t"; });
}

std::vector<Fault> SealedNotes::Verify(const std::string& office, std::shared_ptr<HeadKeeper> keeper) {
  const absl::Time now = notes_.clock().Now();
  std::function<absl::StatusOr<std::vector<Fault>>(pg::Transaction&)> job =
      [=](pg::Transaction& transaction) -> absl::StatusOr<std::vector<Fault>> {
    const absl::StatusOr<int64_t> end = keeper->Write(transaction, now);
    if (!end.ok()) return end.status();
    PgEvidence evidence(transaction, keeper->book(), {office, now, *end});
    Verification verification(office);
    std::vector<Fault> faults;
    while (!verification.done()) {
      const absl::Status step = verification.Step(evidence, faults);
      if (!step.ok()) return step;
    }
    return faults;
  };
  auto faults =
      SyncWait(AsTask(notes_.workers().Run<std::vector<Fault>>("audit_verify", std::move(job), Limits::For(kSoon))));
  OrFail(faults.status());
  return *std::move(faults);
}

}  // namespace amparo::audit
