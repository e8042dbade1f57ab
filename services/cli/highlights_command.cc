// amparo highlights: what is worth telling of a month.
#include <memory>

#include "absl/strings/str_split.h"
#include "amparo/statistics/v1/report.grpc.pb.h"
#include "common/base/civil.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace stats = statistics::v1;
using stats::ReportService;

Json FigureJson(const stats::Figure& figure) {
  switch (figure.value_case()) {
    case stats::Figure::kCount:
      return figure.count();
    case stats::Figure::kRate:
      return figure.rate();
    case stats::Figure::kMoney:
      return JsonOf(figure.money());
    case stats::Figure::kTerm:
      return JsonOf(figure.term());
    case stats::Figure::kDate:
      return TextOf(figure.date());
    case stats::Figure::VALUE_NOT_SET:
      return nullptr;
  }
  return nullptr;
}

Json HighlightJson(const stats::Highlight& highlight) {
  Json figures = Json::object();
  for (const auto& figure : highlight.figures()) {
    figures[figure.name()] = FigureJson(figure);
  }
  Json definition{{"text", highlight.definition().text()}};
  if (!highlight.definition().denominator().empty()) {
    definition["denominator"] = highlight.definition().denominator();
  }
  definition["exclusions"] = Json(
      std::vector<std::string>(highlight.definition().exclusions().begin(), highlight.definition().exclusions().end()));
  definition["snapshot_time"] = TextOf(highlight.definition().snapshot_time());
  return Json{{"office", highlight.office()},
              {"kind", highlight.kind()},
              {"text", highlight.text()},
              {"figures", std::move(figures)},
              {"period", {{"from", TextOf(highlight.period().from())}, {"to", TextOf(highlight.period().to())}}},
              {"definition", std::move(definition)},
              {"resources", std::vector<std::string>(highlight.resources().begin(), highlight.resources().end())}};
}

// The same in one line of CSV, whose cells hold no objects: "convictions=8; fines=PHP 500000.00".
Json HighlightLine(const stats::Highlight& highlight) {
  Json row = HighlightJson(highlight);
  std::string figures;
  for (const auto& [name, value] : row["figures"].items()) {
    StrAppend(&figures, figures.empty() ? "" : "; ", name, "=", CellText(value));
  }
  row["figures"] = std::move(figures);
  row["from"] = TextOf(highlight.period().from());
  row["to"] = TextOf(highlight.period().to());
  row["definition"] = highlight.definition().text();
  return row;
}

// For people: one heading an office, one line a highlight, broken at the terminal's usual width.
void PrintForPeople(std::ostream& out, const std::string& month, const stats::GetHighlightsResponse& response) {
  constexpr size_t kWidth = 110;
  out << "Highlights of " << month << "\n";
  std::string office = "-";
  for (const auto& highlight : response.highlights()) {
    if (highlight.office() != office) {
      office = highlight.office();
      out << "\n" << (office.empty() ? "all offices" : office) << "\n";
    }
    std::string line = "  *";
    for (const auto& word : absl::StrSplit(Printable(highlight.text()), ' ', absl::SkipEmpty())) {
      if (line.size() + 1 + word.size() > kWidth) {
        out << line << "\n";
        line = "   ";
      }
      StrAppend(&line, " ", word);
    }
    out << line << "\n";
  }
  if (response.highlights().empty()) {
    out << "\nThere is nothing to tell of this month.\n";
  }
}

void ReadMonth(const std::string& text, stats::GetHighlightsRequest& request) {
  const auto first = ParseDate(StrCat(text, "-01"));
  if (!first) throw Failure(kUsage, StrCat("--month: \"", text, "\" is not a month; write YYYY-MM, such as 2014-11"));
  request.set_year(static_cast<int>(first->year()));
  request.set_month(first->month());
}

}  // namespace

void AddHighlightsCommand(CLI::App& app, Context& context) {
  struct Options {
    std::string month, office, as_of;
  };
  auto* highlights = app.add_subcommand("highlights", "What is worth telling of a month, found by counting");
  auto options = std::make_shared<Options>();
  highlights->add_option("--month", options->month, "The month, YYYY-MM")->required();
  highlights->add_option("--office", options->office, "Only this office, such as cebu; default: all");
  highlights->add_option("--as-of", options->as_of,
                         "The day of publication, YYYY-MM-DD; default: early in the next month");
  highlights->footer("Example: amparo highlights --month 2014-11 --office la-paz --format json");
  highlights->callback([options, &context] {
    stats::GetHighlightsRequest request;
    ReadMonth(options->month, request);
    request.set_office(OfficeId(options->office));
    if (!options->as_of.empty()) {
      *request.mutable_as_of() = DateFrom(options->as_of, "--as-of");
    }
    ReportService::Stub stub(context.connection().ChannelTo(Service::kStatistics));
    const auto response =
        context.connection().Call(stub, &ReportService::Stub::GetHighlights, request, "looking for highlights");
    if (context.format() == Format::kTable) {
      PrintForPeople(context.out(), options->month, response);
      return;
    }
    Table table({"office", "kind", "text", "figures", "from", "to", "definition"});
    for (const auto& highlight : response.highlights()) {
      table.Add(context.format() == Format::kCsv ? HighlightLine(highlight) : HighlightJson(highlight));
    }
    context.Print(table);
  });
}

}  // namespace amparo::cli
