#include "services/case/store/fill_columns.h"

#include <functional>
#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <utility>

#include "amparo/cases/v1/document.pb.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/feed/blocking.h"
#include "services/case/convert/document_convert.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

// So few that whoever waits for one of their rows does not notice.
constexpr int64_t kFilledAtOnce = 200;
constexpr absl::Duration kFillPatience = absl::Minutes(1);

// One batch; answers how many it filled.
absl::StatusOr<int64_t> FillBatch(pg::Transaction& transaction) {
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

}  // namespace

absl::StatusOr<int64_t> FillColumns(pg::Workers& workers) {
  int64_t filled = 0;
  while (true) {
    // A batch may run more than once, and the last time counts.
    const auto count = std::make_shared<int64_t>(0);
    std::function<absl::Status(pg::Transaction&)> batch = [count](pg::Transaction& transaction) -> absl::Status {
      AMPARO_ASSIGN_OR_RETURN(*count, FillBatch(transaction));
      return absl::OkStatus();
    };
    AMPARO_RETURN_IF_ERROR(
        feed::RunBlocking(workers, kDocumentsToFill.name, std::move(batch), Limits::For(kFillPatience)));
    filled += *count;
    if (*count < kFilledAtOnce) return filled;
  }
}

}  // namespace amparo::cases
