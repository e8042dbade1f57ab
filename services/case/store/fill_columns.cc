#include "services/case/store/fill_columns.h"

#include <functional>
#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <utility>

#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/charge.pb.h"
#include "amparo/cases/v1/document.pb.h"
#include "amparo/cases/v1/network.pb.h"
#include "common/base/civil.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/feed/blocking.h"
#include "services/case/convert/charge_convert.h"
#include "services/case/convert/document_convert.h"
#include "services/case/convert/network_convert.h"
#include "services/case/convert/values.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

// So few that whoever waits for one of their rows does not notice.
constexpr int64_t kFilledAtOnce = 200;
constexpr absl::Duration kFillPatience = absl::Minutes(1);

// A day as an argument; nullopt is NULL.
std::optional<std::string> DayText(const std::optional<absl::CivilDay>& day) {
  return day ? std::optional(FormatDate(*day)) : std::nullopt;
}

// Fills a batch of one kind; answers how many it filled.
using BatchFiller = absl::StatusOr<int64_t> (*)(pg::Transaction&);

absl::StatusOr<int64_t> FillDocuments(pg::Transaction& transaction) {
  const pqxx::result rows = Execute(transaction, kDocumentsToFill, {std::to_string(kFilledAtOnce)});
  for (const pqxx::row& row : rows) {
    v1::Document message;
    if (!message.ParseFromString(BytesIn(row[2]))) return absl::InternalError("a stored document is malformed");
    const Document document = DocumentFromStored(message);
    const DocumentEvent* const asked = document.last_request();
    const auto source = asked == nullptr ? DocumentSource::kUnspecified : asked->source;
    Execute(transaction, kDocumentFill,
            {row[0].c_str(), row[1].c_str(), std::to_string(static_cast<int>(source)),
             asked == nullptr ? std::string() : asked->institution});
  }
  return static_cast<int64_t>(rows.size());
}

absl::StatusOr<int64_t> FillCases(pg::Transaction& transaction) {
  const pqxx::result rows = Execute(transaction, kCasesToFill, {std::to_string(kFilledAtOnce)});
  for (const pqxx::row& row : rows) {
    v1::Case message;
    if (!message.ParseFromString(BytesIn(row[2]))) return absl::InternalError("a stored case is malformed");
    const int moves = message.stage_changes_size();
    std::optional<absl::CivilDay> day;
    if (moves > 0) day = DayFrom(message.stage_changes(moves - 1).effective_date());
    Execute(transaction, kCaseFill, {row[0].c_str(), row[1].c_str(), DayText(day)});
  }
  return static_cast<int64_t>(rows.size());
}

absl::StatusOr<int64_t> FillCharges(pg::Transaction& transaction) {
  const pqxx::result rows = Execute(transaction, kChargesToFill, {std::to_string(kFilledAtOnce)});
  for (const pqxx::row& row : rows) {
    v1::Charge message;
    if (!message.ParseFromString(BytesIn(row[2]))) return absl::InternalError("a stored charge is malformed");
    const std::optional<Verdict> verdict = ChargeFromStored(message).verdict();
    const auto day = verdict ? std::optional(verdict->date) : std::nullopt;
    Execute(transaction, kChargeFill, {row[0].c_str(), row[1].c_str(), DayText(day)});
  }
  return static_cast<int64_t>(rows.size());
}

// Batch after batch of one kind.
absl::StatusOr<int64_t> FillAll(pg::Workers& workers, std::string_view name, BatchFiller fill) {
  int64_t filled = 0;
  while (true) {
    // A batch may run more than once, and the last time counts.
    const auto count = std::make_shared<int64_t>(0);
    std::function<absl::Status(pg::Transaction&)> batch = [count, fill](pg::Transaction& transaction) -> absl::Status {
      AMPARO_ASSIGN_OR_RETURN(*count, fill(transaction));
      return absl::OkStatus();
    };
    AMPARO_RETURN_IF_ERROR(feed::RunBlocking(workers, name, std::move(batch), Limits::For(kFillPatience)));
    filled += *count;
    if (*count < kFilledAtOnce) return filled;
  }
}

// How far the links are filled: those without an end keep their column as it is, and are passed over by their keys.
struct LinkProgress {
  std::string office;
  Uuid id;
  int64_t filled = 0;
  bool finished = false;
};

// One batch of links, after the key that `progress` stands at.
absl::Status FillLinkBatch(pg::Transaction& transaction, LinkProgress& progress) {
  const pqxx::result rows =
      Execute(transaction, kLinksToFill, {progress.office, progress.id.ToString(), std::to_string(kFilledAtOnce)});
  for (const pqxx::row& row : rows) {
    v1::Link message;
    if (!message.ParseFromString(BytesIn(row[2]))) return absl::InternalError("a stored link is malformed");
    progress.office = row[0].c_str();
    progress.id = IdIn(row[1]);
    const std::optional<std::string> end = DayText(LinkFromStored(message).end_date);
    if (!end) continue;
    const Texts arguments = {progress.office, progress.id.ToString(), end, row[3].c_str()};
    progress.filled += static_cast<int64_t>(Execute(transaction, kLinkFill, arguments).affected_rows());
  }
  progress.finished = static_cast<int64_t>(rows.size()) < kFilledAtOnce;
  return absl::OkStatus();
}

absl::StatusOr<int64_t> FillLinks(pg::Workers& workers) {
  LinkProgress progress;
  while (!progress.finished) {
    // A batch may run more than once, and the last time counts: each begins where the one before it ended.
    const auto next = std::make_shared<LinkProgress>();
    std::function<absl::Status(pg::Transaction&)> batch = [next, before = progress](pg::Transaction& transaction) {
      *next = before;
      return FillLinkBatch(transaction, *next);
    };
    AMPARO_RETURN_IF_ERROR(feed::RunBlocking(workers, kLinksToFill.name, std::move(batch), Limits::For(kFillPatience)));
    progress = *next;
  }
  return progress.filled;
}

}  // namespace

absl::StatusOr<int64_t> FillColumns(pg::Workers& workers) {
  AMPARO_ASSIGN_OR_RETURN(const int64_t documents, FillAll(workers, kDocumentsToFill.name, &FillDocuments));
  AMPARO_ASSIGN_OR_RETURN(const int64_t cases, FillAll(workers, kCasesToFill.name, &FillCases));
  AMPARO_ASSIGN_OR_RETURN(const int64_t charges, FillAll(workers, kChargesToFill.name, &FillCharges));
  AMPARO_ASSIGN_OR_RETURN(const int64_t links, FillLinks(workers));
  return documents + cases + charges + links;
}

}  // namespace amparo::cases
