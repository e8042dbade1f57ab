// amparo charge list|standing|sentence and amparo appeal list
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "amparo/cases/v1/appeal.grpc.pb.h"
#include "amparo/cases/v1/charge.grpc.pb.h"
#include "amparo/cases/v1/party.grpc.pb.h"
#include "amparo/cases/v1/sentence_service.grpc.pb.h"
#include "common/base/civil.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

using cases::v1::AppealService;
using cases::v1::ChargeService;
using cases::v1::SentenceService;

constexpr char kCaseHelp[] = "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER";

// What a court found, in words: "convicted", "convicted-lesser: 0302, attempted, RA 9208 sec. 5".
std::string VerdictText(const cases::v1::Verdict& verdict) {
  std::string text = ShortName(*cases::v1::VerdictOutcome_descriptor(), "VERDICT_OUTCOME_", verdict.outcome());
  const std::string completion =
      ShortName(*cases::v1::Completion_descriptor(), "COMPLETION_", verdict.lesser_completion());
  std::string_view before = ": ";
  for (const std::string& part : {verdict.lesser_crime_type(), completion, verdict.lesser_law_article()}) {
    if (!part.empty()) StrAppend(&text, std::exchange(before, ", "), part);
  }
  return text;
}

std::string TermText(const types::v1::Term& term) {
  return Term{.years = term.years(), .months = term.months(), .days = term.days()}.ToString();
}

std::string RangeText(const types::v1::Term& least, const types::v1::Term& most) {
  const std::string text = TermText(least);
  return text == TermText(most) ? text : text + " to " + TermText(most);
}

std::string EffectiveText(const cases::v1::EffectiveTerm& term) {
  if (term.life()) return "life";
  return term.death() ? "death" : RangeText(term.min(), term.max());
}

std::string MoneyText(const google::type::Money& money) {
  const Json json = JsonOf(money);
  return StrCat(json["currency"].get<std::string>(), " ", json["amount"].get<std::string>());
}

std::string CustodyText(const cases::v1::Sentence& sentence) {
  if (sentence.life()) return "life";
  if (sentence.death()) return "death";
  if (!sentence.has_imprisonment()) return "";
  const cases::v1::Imprisonment& term = sentence.imprisonment();
  return RangeText(term.min(), term.has_max() ? term.max() : term.min());
}

// What a court ordered, in words: "15 years, PHP 500000.00", "6 months suspended", "3 years of which 1 year suspended".
std::string OrderedText(const cases::v1::Sentence& sentence) {
  std::string text = CustodyText(sentence);
  if (sentence.suspended()) text += " suspended";
  if (sentence.has_suspended_part()) {
    StrAppend(&text, " of which ", TermText(sentence.suspended_part()), " suspended");
  }
  if (sentence.has_fine()) StrAppend(&text, text.empty() ? "" : ", ", MoneyText(sentence.fine()));
  if (sentence.has_probation())
    StrAppend(&text, text.empty() ? "" : ", ", "probation ", TermText(sentence.probation()));
  return text;
}

// The accused of a case by their names, as people call them.
std::map<std::string, std::string> AccusedOf(Connection& connection, const std::string& the_case) {
  cases::v1::PartyService::Stub stub(connection.ChannelTo(Service::kCase));
  cases::v1::ListPartiesRequest request;
  request.set_parent(the_case);
  request.set_role(cases::v1::PARTY_ROLE_ACCUSED);
  std::map<std::string, std::string> accused;
  EachPage(connection, stub, &cases::v1::PartyService::Stub::ListParties, request, 0, "listing the accused",
           [&accused](const cases::v1::ListPartiesResponse& page) {
             for (const auto& party : page.parties()) accused[party.name()] = party.pseudonym();
             return page.parties_size();
           });
  return accused;
}

Json ChargeRow(const cases::v1::Charge& charge, const std::map<std::string, std::string>& accused) {
  const auto known = accused.find(charge.accused());
  return Json{{"charge_date", TextOf(charge.charge_date())},
              {"accused", known == accused.end() ? LastPart(charge.accused()) : known->second},
              {"law_article", charge.law_article()},
              {"plea", ShortName(*cases::v1::PleaKind_descriptor(), "PLEA_KIND_", charge.plea().kind())},
              {"verdict", charge.superseded_by().empty() ? VerdictText(charge.verdict()) : "superseded"},
              {"verdict_date", TextOf(charge.verdict().date())},
              {"sentence", OrderedText(charge.sentence())},
              {"name", charge.name()}};
}

void AddChargeList(CLI::App& charges, Context& context) {
  struct Options {
    std::string given, accused;
    bool standing_only = false;
    Limit limit;
  };
  auto* list = charges.add_subcommand("list", "List a case's charges in order of entry");
  auto options = std::make_shared<Options>();
  list->add_option("case", options->given, kCaseHelp)->required();
  list->add_option("--accused", options->accused, "Only those against this party (its name)");
  list->add_flag("--standing", options->standing_only, "Without those that were superseded");
  AddLimit(*list, options->limit);
  list->footer("Example: amparo charge list cebu/CEB-2014-007 --standing");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    ChargeService::Stub stub(connection.ChannelTo(Service::kCase));
    cases::v1::ListChargesRequest request;
    request.set_parent(CaseName(connection, options->given));
    request.set_accused(options->accused);
    request.set_standing_only(options->standing_only);
    const std::map<std::string, std::string> accused = AccusedOf(connection, request.parent());
    Table table({"charge_date", "accused", "law_article", "plea", "verdict", "verdict_date", "sentence", "name"});
    const auto add = [&table, &accused](const cases::v1::ListChargesResponse& page) {
      for (const auto& charge : page.charges()) table.Add(ChargeRow(charge, accused));
      return page.charges_size();
    };
    const bool more = EachPage(connection, stub, &ChargeService::Stub::ListCharges, request,
                               context.Most(options->limit), "listing charges", add);
    context.PrintList(table, options->limit, more);
  });
}

void AddStanding(CLI::App& charges, Context& context) {
  struct Options {
    std::string given, as_of;
  };
  auto* standing = charges.add_subcommand("standing", "What stands, or stood on a day, on each charge of a case");
  auto options = std::make_shared<Options>();
  standing->add_option("case", options->given, kCaseHelp)->required();
  standing->add_option("--as-of", options->as_of, "The day, YYYY-MM-DD; today when absent");
  standing->footer("Example: amparo charge standing phnom-penh/PNH-2013-001 --as-of 2014-12-11");
  standing->callback([options, &context] {
    Connection& connection = context.connection();
    ChargeService::Stub stub(connection.ChannelTo(Service::kCase));
    cases::v1::GetCaseStandingsRequest request;
    request.set_name(CaseName(connection, options->given));
    if (!options->as_of.empty()) *request.mutable_as_of() = DateFrom(options->as_of, "--as-of");
    const auto answer = connection.Call(stub, &ChargeService::Stub::GetCaseStandings, request, "reading what stands");
    Table table({"since", "verdict", "sentence", "ended", "charge"});
    for (const auto& one : answer.charges()) {
      const bool open = !one.standing().has_verdict();
      table.Add(Json{
          {"since", TextOf(one.standing().date())},
          {"verdict", open ? "none yet" : VerdictText(one.standing().verdict())},
          {"sentence", OrderedText(one.standing().sentence())},
          {"ended", ShortName(*cases::v1::SentenceEnd_descriptor(), "SENTENCE_END_", one.standing().sentence_end())},
          {"charge", one.charge()}});
    }
    context.PrintResource(answer, table);
  });
}

// "PHP 200.00 of PHP 500.00 paid", of a restitution also to whom.
Json OwedRow(const std::string& what, const cases::v1::AmountOwed& owed) {
  std::string sum = StrCat(MoneyText(owed.paid()), " of ", MoneyText(owed.ordered()), " paid");
  if (!owed.survivor().empty()) StrAppend(&sum, " to ", LastPart(owed.survivor()));
  return Json{{"what", what}, {"sum", sum}};
}

// The dates of the whole or of one part of it.
template <typename Dated>
Json DatedRow(const std::string& what, const Dated& served) {
  return Json{{"what", what},
              {"start_date", TextOf(served.start_date())},
              {"earliest_end_date", TextOf(served.earliest_end_date())},
              {"latest_end_date", TextOf(served.latest_end_date())}};
}

// What it comes to first, then the sentences that it is made of.
Table EffectiveTable(const cases::v1::EffectiveSentence& answer) {
  Table table({"what", "sum", "start_date", "earliest_end_date", "latest_end_date", "follows", "charge"});
  if (answer.has_custody()) {
    Json custody = DatedRow("custody", answer);
    custody["sum"] = EffectiveText(answer.custody());
    table.Add(std::move(custody));
  }
  if (answer.has_suspended()) table.Add(Json{{"what", "suspended"}, {"sum", EffectiveText(answer.suspended())}});
  if (answer.has_default_imprisonment()) {
    table.Add(Json{{"what", "default imprisonment"}, {"sum", TermText(answer.default_imprisonment())}});
  }
  if (answer.at_large()) table.Add(Json{{"what", "at large"}});
  for (const auto& owed : answer.fines()) table.Add(OwedRow("fine", owed));
  for (const auto& owed : answer.restitutions()) table.Add(OwedRow("restitution", owed));
  for (const auto& part : answer.parts()) {
    Json row = DatedRow("part", part);
    row["follows"] = LastPart(part.follows());
    row["charge"] = part.charge();
    table.Add(std::move(row));
  }
  return table;
}

void AddSentence(CLI::App& charges, Context& context) {
  struct Options {
    std::string accused, as_of;
  };
  auto* sentence =
      charges.add_subcommand("sentence", "What a person has to serve and to pay by all sentences that stand");
  auto options = std::make_shared<Options>();
  sentence->add_option("party", options->accused, "The person: offices/OFFICE/cases/ID/parties/ID")->required();
  sentence->add_option("--as-of", options->as_of, "The day, YYYY-MM-DD; today when absent");
  sentence->footer("Example: amparo charge sentence offices/cebu/cases/ID/parties/ID --format json");
  sentence->callback([options, &context] {
    Connection& connection = context.connection();
    SentenceService::Stub stub(connection.ChannelTo(Service::kCase));
    cases::v1::GetEffectiveSentenceRequest request;
    request.set_accused(options->accused);
    if (!options->as_of.empty()) *request.mutable_as_of() = DateFrom(options->as_of, "--as-of");
    const auto answer =
        connection.Call(stub, &SentenceService::Stub::GetEffectiveSentence, request, "reckoning the sentence");
    context.PrintResource(answer, EffectiveTable(answer));
  });
}

void AddAppealList(CLI::App& appeals, Context& context) {
  struct Options {
    std::string given, office, state, appellant;
    Limit limit;
  };
  auto* list = appeals.add_subcommand("list", "List the appeals of a case, or of an office, in order of entry");
  auto options = std::make_shared<Options>();
  auto* of = list->add_option_group("of", "Whose");
  of->add_option("case", options->given, kCaseHelp);
  of->add_option("--office", options->office, "Those of all cases of this office, such as cebu");
  of->require_option(1);
  list->add_option("--state", options->state,
                   "Only these: " + ChoicesOf(*cases::v1::AppealState_descriptor(), "APPEAL_STATE_"));
  list->add_option("--appellant", options->appellant,
                   "Only those by: " + ChoicesOf(*cases::v1::Appellant_descriptor(), "APPELLANT_"));
  AddLimit(*list, options->limit);
  list->footer("Example: amparo appeal list --office cebu --state filed");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    AppealService::Stub stub(connection.ChannelTo(Service::kCase));
    cases::v1::ListAppealsRequest request;
    request.set_parent(options->office.empty() ? CaseName(connection, options->given)
                                               : OfficeName(options->office) + "/cases/-");
    if (!options->state.empty()) {
      request.set_state(static_cast<cases::v1::AppealState>(
          EnumFrom(*cases::v1::AppealState_descriptor(), "APPEAL_STATE_", options->state, "--state")));
    }
    if (!options->appellant.empty()) {
      request.set_appellant(static_cast<cases::v1::Appellant>(
          EnumFrom(*cases::v1::Appellant_descriptor(), "APPELLANT_", options->appellant, "--appellant")));
    }
    Table table({"file_date", "appellant", "state", "charges", "decided", "name"});
    const auto add = [&table](const cases::v1::ListAppealsResponse& page) {
      for (const auto& appeal : page.appeals()) {
        table.Add(Json{{"file_date", TextOf(appeal.file_date())},
                       {"appellant", ShortName(*cases::v1::Appellant_descriptor(), "APPELLANT_", appeal.appellant())},
                       {"state", ShortName(*cases::v1::AppealState_descriptor(), "APPEAL_STATE_", appeal.state())},
                       {"charges", appeal.charges_size()},
                       {"decided", appeal.decisions_size()},
                       {"name", appeal.name()}});
      }
      return page.appeals_size();
    };
    const bool more = EachPage(connection, stub, &AppealService::Stub::ListAppeals, request,
                               context.Most(options->limit), "listing appeals", add);
    context.PrintList(table, options->limit, more);
  });
}

}  // namespace

void AddChargeCommands(CLI::App& app, Context& context) {
  auto* charges = app.add_subcommand("charge", "Charges: list, standing, sentence")->require_subcommand(1);
  AddChargeList(*charges, context);
  AddStanding(*charges, context);
  AddSentence(*charges, context);
  auto* appeals = app.add_subcommand("appeal", "Appeals: list")->require_subcommand(1);
  AddAppealList(*appeals, context);
}

}  // namespace amparo::cli
