// amparo aftercare assess|service|progress|instrument|kinds: what is done for a survivor, and what comes of it.
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "amparo/cases/v1/aftercare.grpc.pb.h"
#include "amparo/cases/v1/assessment.grpc.pb.h"
#include "amparo/cases/v1/instrument.grpc.pb.h"
#include "amparo/cases/v1/service_delivery.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/care_options.h"
#include "services/cli/context.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;

// "2.67"; a change has its sign.
std::string MeanText(const v1::Mean& mean, bool sign = false) {
  const int hundredths = mean.hundredths();
  const char* const before = hundredths < 0 ? "-" : (sign && hundredths > 0 ? "+" : "");
  return absl::StrFormat("%s%d.%02d", before, std::abs(hundredths) / 100, std::abs(hundredths) % 100);
}

// "1.1=3": the code of a sub-domain and its score.
v1::Score ScoreFrom(const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  v1::Score score;
  int number = 0;
  if (parts.first.empty() || !absl::SimpleAtoi(parts.second, &number)) {
    throw Failure(kUsage, StrCat("--score: \"", text, "\" is not CODE=SCORE, such as 1.1=3"));
  }
  score.set_sub_domain(parts.first);
  score.set_score(number);
  return score;
}

void PrintAssessment(Context& context, const v1::Assessment& made) {
  Table table({"domain", "mean"});
  for (const v1::DomainMean& one : made.means()) {
    table.Add(Json{{"domain", DomainText(one.domain())}, {"mean", MeanText(one.mean())}});
  }
  if (made.has_overall()) table.Add(Json{{"domain", "overall"}, {"mean", MeanText(made.overall())}});
  context.PrintResource(made, table);
  if (context.format() == Format::kTable) {
    context.out() << "\n"
                  << ShortName(*v1::AssessmentState_descriptor(), "ASSESSMENT_STATE_", made.state()) << " "
                  << made.name() << "\n";
  }
}

void AddAssess(CLI::App& aftercare, Context& context) {
  struct Options {
    CareOptions care;
    std::vector<std::string> scores;
    std::string assessor, instrument, note;
    bool draft = false;
  };
  auto* assess = aftercare.add_subcommand("assess", "Assess a survivor; a final assessment has every score");
  auto options = std::make_shared<Options>();
  AddCareOptions(*assess, options->care, "of the assessment");
  assess
      ->add_option("--score", options->scores,
                   "CODE=SCORE, such as 1.1=3; several with commas, or repeat. amparo aftercare instrument lists the "
                   "codes; 1 is most vulnerable, 4 least")
      ->delimiter(',')
      ->required();
  assess->add_option("--assessor", options->assessor, "Who assessed: a principal; default: you");
  assess->add_option("--instrument", options->instrument, "Default: the newest in use");
  assess->add_option("--note", options->note, "What was seen and said; encrypted");
  assess->add_flag("--draft", options->draft, "Keep it as a draft");
  assess->footer(
      "Example: amparo aftercare assess cebu/CEB-2014-007/Maria --date 2014-12-15 --score 1.1=1,1.2=2,1.3=1 "
      "--draft");
  assess->callback([options, &context] {
    Connection& connection = context.connection();
    v1::AssessmentService::Stub stub(connection.ChannelTo(Service::kCase));
    const Survivor survivor = FindSurvivor(connection, options->care);
    v1::CreateAssessmentRequest request;
    request.set_parent(survivor.parent);
    request.set_finalize(!options->draft);
    request.set_request_id(RequestIdOr(options->care.request_id));
    v1::Assessment& made = *request.mutable_assessment();
    made.set_party(survivor.party);
    *made.mutable_date() = DayOf(connection, options->care, survivor);
    made.set_assessor(options->assessor);
    made.set_instrument(options->instrument);
    made.set_note(options->note);
    for (const std::string& score : options->scores) *made.add_scores() = ScoreFrom(score);
    PrintAssessment(context, connection.Call(stub, &v1::AssessmentService::Stub::CreateAssessment, request,
                                             "entering the assessment"));
  });
}

void AddAftercareService(CLI::App& aftercare, Context& context) {
  struct Options {
    CareOptions care;
    std::string kind, staff, goal, hearing, note;
    int minutes = 60;
  };
  auto* service = aftercare.add_subcommand("service", "Record a service given to a survivor");
  auto options = std::make_shared<Options>();
  AddCareOptions(*service, options->care, "of the service");
  service->add_option("--kind", options->kind, "Such as home-visit; amparo aftercare kinds lists them")->required();
  service->add_option("--minutes", options->minutes, "How long it took")->capture_default_str();
  service->add_option("--staff", options->staff, "Who gave it: a principal; default: you");
  service->add_option("--goal", options->goal, "The goal it serves: offices/OFFICE/cases/ID/goals/ID");
  service->add_option("--hearing", options->hearing, "The hearing it belongs to: offices/OFFICE/hearings/ID");
  service->add_option("--note", options->note, "What was done; encrypted");
  service->footer("Example: amparo aftercare service cebu/CEB-2014-007/Maria --kind trauma-therapy --minutes 50");
  service->callback([options, &context] {
    Connection& connection = context.connection();
    v1::ServiceDeliveryService::Stub stub(connection.ChannelTo(Service::kCase));
    const Survivor survivor = FindSurvivor(connection, options->care);
    v1::CreateServiceDeliveryRequest request;
    request.set_parent(survivor.parent);
    request.set_request_id(RequestIdOr(options->care.request_id));
    v1::ServiceDelivery& given = *request.mutable_service_delivery();
    given.set_party(survivor.party);
    given.set_kind(options->kind);
    *given.mutable_date() = DayOf(connection, options->care, survivor);
    given.set_duration_minutes(options->minutes);
    given.set_staff(options->staff);
    given.set_goal(options->goal);
    given.set_hearing(options->hearing);
    given.set_note(options->note);
    const auto made = connection.Call(stub, &v1::ServiceDeliveryService::Stub::CreateServiceDelivery, request,
                                      "recording the service");
    Table table({"date", "kind", "minutes", "staff", "name"});
    table.Add(Json{{"date", TextOf(made.date())},
                   {"kind", made.kind()},
                   {"minutes", made.duration_minutes()},
                   {"staff", made.staff()},
                   {"name", made.name()}});
    context.PrintResource(made, table);
  });
}

Json ProgressRow(const v1::MeanProgress& progress) {
  const std::string series =
      absl::StrJoin(progress.series(), ", ", [](std::string* out, const v1::ProgressPoint& point) {
        StrAppend(out, TextOf(point.date()), " ", MeanText(point.mean()));
      });
  return Json{{"domain", DomainText(progress.domain())},
              {"first", MeanText(progress.first())},
              {"last", MeanText(progress.last())},
              {"change", MeanText(progress.change(), /*sign=*/true)},
              {"series", series}};
}

void AddProgress(CLI::App& aftercare, Context& context) {
  auto* progress = aftercare.add_subcommand("progress", "How a survivor has changed, domain by domain");
  auto options = std::make_shared<CareOptions>();
  progress
      ->add_option("survivor", options->survivor, "offices/OFFICE/cases/ID/parties/ID, or OFFICE/CASE-NUMBER/PSEUDONYM")
      ->required();
  progress->footer("Example: amparo aftercare progress cebu/CEB-2014-007/Maria");
  progress->callback([options, &context] {
    Connection& connection = context.connection();
    v1::AftercareService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::GetProgressRequest request;
    request.set_party(FindSurvivor(connection, *options).party);
    const auto answer =
        connection.Call(stub, &v1::AftercareService::Stub::GetProgress, request, "reading the progress");
    Table table({"domain", "first", "last", "change", "series"});
    for (const v1::MeanProgress& one : answer.domains()) table.Add(ProgressRow(one));
    if (answer.has_overall()) table.Add(ProgressRow(answer.overall()));
    context.PrintResource(answer, table);
  });
}

void AddInstrument(CLI::App& aftercare, Context& context) {
  auto* instrument = aftercare.add_subcommand("instrument", "What assessments score: codes and questions");
  instrument->footer("Example: amparo aftercare instrument");
  instrument->callback([&context] {
    Connection& connection = context.connection();
    v1::InstrumentService::Stub stub(connection.ChannelTo(Service::kCase));
    const auto answer = connection.Call(stub, &v1::InstrumentService::Stub::ListInstruments,
                                        v1::ListInstrumentsRequest(), "listing the instruments");
    Table table({"instrument", "code", "domain", "title"});
    for (const v1::Instrument& one : answer.instruments()) {
      for (const v1::SubDomain& item : one.sub_domains()) {
        table.Add(Json{{"instrument", one.id()},
                       {"code", item.code()},
                       {"domain", DomainText(item.domain())},
                       {"title", item.title()}});
      }
    }
    context.Print(table);
  });
}

void AddKinds(CLI::App& aftercare, Context& context) {
  auto* kinds = aftercare.add_subcommand("kinds", "The kinds of service");
  kinds->footer("Example: amparo aftercare kinds");
  kinds->callback([&context] {
    Connection& connection = context.connection();
    v1::InstrumentService::Stub stub(connection.ChannelTo(Service::kCase));
    const auto answer = connection.Call(stub, &v1::InstrumentService::Stub::ListServiceKinds,
                                        v1::ListServiceKindsRequest(), "listing the kinds of service");
    Table table({"kind", "title"});
    for (const v1::ServiceKind& one : answer.service_kinds()) {
      table.Add(Json{{"kind", one.code()}, {"title", one.title()}});
    }
    context.Print(table);
  });
}

}  // namespace

void AddCareCommands(CLI::App& aftercare, Context& context) {
  AddAssess(aftercare, context);
  AddAftercareService(aftercare, context);
  AddProgress(aftercare, context);
  AddInstrument(aftercare, context);
  AddKinds(aftercare, context);
}

}  // namespace amparo::cli
