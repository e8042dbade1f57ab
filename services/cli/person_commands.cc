// amparo person create|get|list|search|ages|parties|erase, with duplicate_commands.cc
// duplicates|merge|unmerge|distinguish: people, one record across all cases of an office.
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "amparo/cases/v1/person_service.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using v1::PersonService;

constexpr char kPersonHelp[] = "offices/OFFICE/persons/ID (amparo person search)";

// "1998", "1998-05" or "1998-05-13".
google::type::Date BirthDateFrom(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '-');
  int numbers[3] = {0, 0, 0};
  bool fits = parts.size() <= 3 && parts[0].size() == 4;
  for (std::size_t i = 0; fits && i < parts.size(); ++i)
    fits = absl::SimpleAtoi(parts[i], &numbers[i]) && numbers[i] > 0;
  if (!fits) throw Failure(kUsage, StrCat("--birth: \"", text, "\" is not YYYY, YYYY-MM or YYYY-MM-DD"));
  google::type::Date date;
  date.set_year(numbers[0]);
  date.set_month(numbers[1]);
  date.set_day(numbers[2]);
  return date;
}

// The same as text, with what it is worth.
std::string BirthText(const v1::Profile& profile) {
  if (!profile.has_birth_date()) return "";
  const google::type::Date& date = profile.birth_date();
  std::string text = absl::StrFormat("%04d", date.year());
  if (date.month() != 0) text += absl::StrFormat("-%02d", date.month());
  if (date.day() != 0) text += absl::StrFormat("-%02d", date.day());
  if (profile.birth_margin_years() != 0) return StrCat(text, " +-", profile.birth_margin_years());
  return profile.birth_estimated() ? StrCat(text, " estimated") : text;
}

std::string NameText(const v1::Profile& profile) {
  if (!profile.full_name().empty()) return profile.full_name();
  const bool both = !profile.given_name().empty() && !profile.family_name().empty();
  return StrCat(profile.given_name(), both ? " " : "", profile.family_name());
}

Table PersonTable() {
  return Table({"pseudonym", "sex", "born", "called", "erased", "name"});
}

Json PersonRow(const v1::Person& person) {
  return Json{{"pseudonym", person.pseudonym()},       {"sex", ShortName(*v1::Sex_descriptor(), "SEX_", person.sex())},
              {"born", BirthText(person.profile())},   {"called", NameText(person.profile())},
              {"erased", TextOf(person.erase_time())}, {"name", person.name()}};
}

void PrintPerson(Context& context, const v1::Person& person) {
  Table table = PersonTable();
  table.Add(PersonRow(person));
  context.PrintResource(person, table);
}

void AddPersonCreate(CLI::App& persons, Context& context) {
  struct Options {
    std::string office, pseudonym, sex, full_name, birth, request_id;
    std::vector<std::string> other_names, languages;
    bool estimated = false;
    int margin = 0;
  };
  auto* create = persons.add_subcommand("create", "Enter a person; search first, they may be known");
  auto options = std::make_shared<Options>();
  create->add_option("--office", options->office, "Such as cebu")->required();
  create->add_option("--pseudonym", options->pseudonym, "What they are called instead of their name")->required();
  create->add_option("--sex", options->sex, ChoicesOf(*v1::Sex_descriptor(), "SEX_"));
  create->add_option("--full-name", options->full_name, "Their name; encrypted");
  create->add_option("--other-name", options->other_names, "Also known as; repeat it. Encrypted");
  create->add_option("--birth", options->birth, "YYYY-MM-DD, YYYY-MM or YYYY; encrypted");
  create->add_flag("--birth-estimated", options->estimated, "The year or month is an estimate");
  create->add_option("--birth-margin", options->margin, "By how many years the estimate may be off")
      ->check(CLI::Range(0, 10));
  create->add_option("--language", options->languages, "BCP 47, such as ceb; the one spoken best first; repeat it");
  AddRequestId(*create, options->request_id);
  create->footer(
      "Example: amparo person create --office cebu --pseudonym Maria --full-name \"...\" --birth 1999 "
      "--birth-estimated");
  create->callback([options, &context] {
    Connection& connection = context.connection();
    PersonService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::CreatePersonRequest request;
    request.set_parent(OfficeName(options->office));
    request.set_request_id(RequestIdOr(options->request_id));
    v1::Person& person = *request.mutable_person();
    person.set_pseudonym(options->pseudonym);
    if (!options->sex.empty()) {
      person.set_sex(static_cast<v1::Sex>(EnumFrom(*v1::Sex_descriptor(), "SEX_", options->sex, "--sex")));
    }
    for (const std::string& language : options->languages) person.add_languages(language);
    v1::Profile& profile = *person.mutable_profile();
    profile.set_full_name(options->full_name);
    for (const std::string& name : options->other_names) profile.add_other_names(name);
    if (!options->birth.empty()) *profile.mutable_birth_date() = BirthDateFrom(options->birth);
    profile.set_birth_estimated(options->estimated);
    profile.set_birth_margin_years(options->margin);
    PrintPerson(context, connection.Call(stub, &PersonService::Stub::CreatePerson, request, "entering the person"));
  });
}

void AddPersonGet(CLI::App& persons, Context& context) {
  struct Options {
    std::string person;
    bool full = false;
  };
  auto* get = persons.add_subcommand("get", "Read a person");
  auto options = std::make_shared<Options>();
  get->add_option("person", options->person, kPersonHelp)->required();
  get->add_flag("--full", options->full, "With what identifies them; the read is audited");
  get->footer("Example: amparo person get offices/cebu/persons/ID --full --format json");
  get->callback([options, &context] {
    Connection& connection = context.connection();
    PersonService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::GetPersonRequest request;
    request.set_name(options->person);
    request.set_view(options->full ? types::v1::VIEW_FULL : types::v1::VIEW_BASIC);
    PrintPerson(context, connection.Call(stub, &PersonService::Stub::GetPerson, request, "reading the person"));
  });
}

void AddPersonList(CLI::App& persons, Context& context) {
  struct Options {
    std::string office, pseudonym, need;
    bool never_contact = false;
    bool erased = false;
    Limit limit;
  };
  auto* list = persons.add_subcommand("list", "List people in order of entry");
  auto options = std::make_shared<Options>();
  list->add_option("--office", options->office, "Such as cebu")->required();
  list->add_option("--pseudonym", options->pseudonym, "Only those called so");
  list->add_option("--need", options->need,
                   "Only with this need: " + ChoicesOf(*v1::ProtectionNeed_descriptor(), "PROTECTION_NEED_"));
  list->add_flag("--never-contact", options->never_contact, "Only those whom nobody may contact");
  list->add_flag("--erased", options->erased, "Only those who were erased");
  AddLimit(*list, options->limit);
  list->footer("Example: amparo person list --office cebu --need interpreter");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    PersonService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::ListPersonsRequest request;
    request.set_parent(OfficeName(options->office));
    request.set_pseudonym(options->pseudonym);
    request.set_never_contact(options->never_contact);
    request.set_erased(options->erased);
    if (!options->need.empty()) {
      request.set_protection_need(static_cast<v1::ProtectionNeed>(
          EnumFrom(*v1::ProtectionNeed_descriptor(), "PROTECTION_NEED_", options->need, "--need")));
    }
    Table table({"pseudonym", "sex", "erased", "name"});
    const bool more =
        EachPage(connection, stub, &PersonService::Stub::ListPersons, request, context.Most(options->limit),
                 "listing people", [&table](const v1::ListPersonsResponse& page) {
                   for (const auto& person : page.persons()) table.Add(PersonRow(person));
                   return page.persons_size();
                 });
    context.PrintList(table, options->limit, more);
  });
}

void AddPersonSearch(CLI::App& persons, Context& context) {
  struct Options {
    std::string office, query;
    int birth_year = 0;
    int limit = 20;
  };
  auto* search = persons.add_subcommand("search", "Find people by name, however it is spelt; each is audited as read");
  auto options = std::make_shared<Options>();
  search->add_option("query", options->query, "The name, or what is known of it")->required();
  search->add_option("--office", options->office, "Such as cebu")->required();
  search->add_option("--birth-year", options->birth_year, "Only those who may have been born in this year");
  search->add_option("--limit", options->limit, "At most so many")->check(CLI::Range(1, 50))->capture_default_str();
  search->footer("Example: amparo person search \"Santos Maria\" --office cebu --birth-year 1999");
  search->callback([options, &context] {
    Connection& connection = context.connection();
    PersonService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::SearchPersonsRequest request;
    request.set_parent(OfficeName(options->office));
    request.set_query(options->query);
    request.set_birth_year(options->birth_year);
    request.set_max_results(options->limit);
    const auto response = connection.Call(stub, &PersonService::Stub::SearchPersons, request, "looking for the person");
    Table table({"likeness", "called", "born", "pseudonym", "name"});
    for (const v1::PersonMatch& match : response.matches()) {
      Json row = PersonRow(match.person());
      row["likeness"] = match.likeness();
      table.Add(std::move(row));
    }
    context.Print(table);
    if (response.incomplete())
      context.err() << "More people have such a name than were looked at; --birth-year helps\n";
  });
}

void AddPersonAges(CLI::App& persons, Context& context) {
  struct Options {
    std::string person;
    std::vector<std::string> dates;
  };
  auto* ages = persons.add_subcommand("ages", "How old somebody was on some days; audited as a read of the birth date");
  auto options = std::make_shared<Options>();
  ages->add_option("person", options->person, kPersonHelp)->required();
  ages->add_option("--on", options->dates, "Days, YYYY-MM-DD; several with commas, or repeat")
      ->delimiter(',')
      ->required();
  ages->footer("Example: amparo person ages offices/cebu/persons/ID --on 2013-10-21,2014-12-11");
  ages->callback([options, &context] {
    Connection& connection = context.connection();
    PersonService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::ComputeAgesRequest request;
    request.set_name(options->person);
    for (const std::string& date : options->dates) *request.add_dates() = DateFrom(date, "--on");
    const auto response = connection.Call(stub, &PersonService::Stub::ComputeAges, request, "computing the ages");
    Table table({"date", "min_years", "max_years", "minority"});
    for (const v1::Age& age : response.ages()) {
      Json row{{"date", TextOf(age.date())}};
      if (age.known()) {
        row["min_years"] = age.min_years();
        row["max_years"] = age.max_years();
      }
      row["minority"] = ShortName(*v1::Minority_descriptor(), "MINORITY_", age.minority());
      table.Add(std::move(row));
    }
    context.Print(table);
  });
}

void AddPersonParties(CLI::App& persons, Context& context) {
  struct Options {
    std::string person;
    Limit limit;
  };
  auto* parties = persons.add_subcommand("parties", "What somebody is in which cases");
  auto options = std::make_shared<Options>();
  parties->add_option("person", options->person, kPersonHelp)->required();
  AddLimit(*parties, options->limit);
  parties->footer("Example: amparo person parties offices/cebu/persons/ID");
  parties->callback([options, &context] {
    Connection& connection = context.connection();
    PersonService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::ListPersonPartiesRequest request;
    request.set_parent(options->person);
    Table table({"role", "pseudonym", "minor", "name"});
    const bool more =
        EachPage(connection, stub, &PersonService::Stub::ListPersonParties, request, context.Most(options->limit),
                 "listing roles", [&table](const v1::ListPersonPartiesResponse& page) {
                   for (const auto& party : page.parties()) {
                     table.Add(Json{{"role", ShortName(*v1::PartyRole_descriptor(), "PARTY_ROLE_", party.role())},
                                    {"pseudonym", party.pseudonym()},
                                    {"minor", party.minor() ? "yes" : ""},
                                    {"name", party.name()}});
                   }
                   return page.parties_size();
                 });
    context.PrintList(table, options->limit, more);
  });
}

void AddPersonErase(CLI::App& persons, Context& context) {
  struct Options {
    std::string person, reason, request_id;
    bool sure = false;
  };
  auto* erase = persons.add_subcommand("erase", "Destroy for good what identifies somebody; counts stay");
  auto options = std::make_shared<Options>();
  erase->add_option("person", options->person, kPersonHelp)->required();
  erase->add_option("--reason", options->reason, "Why; kept in clear, so name nobody")->required();
  erase->add_flag("--for-good", options->sure, "Needed: nothing brings it back");
  AddRequestId(*erase, options->request_id);
  erase->footer("Example: amparo person erase offices/cebu/persons/ID --reason \"asked for it in writing\" --for-good");
  erase->callback([options, &context] {
    if (!options->sure) throw Failure(kUsage, "nothing brings back what is erased; say --for-good");
    Connection& connection = context.connection();
    PersonService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::ErasePersonRequest request;
    request.set_name(options->person);
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    PrintPerson(context, connection.Call(stub, &PersonService::Stub::ErasePerson, request, "erasing the person"));
  });
}

}  // namespace

void AddPersonCommands(CLI::App& app, Context& context) {
  auto* persons = app.add_subcommand("person",
                                     "People: create, get, list, search, ages, parties, erase, duplicates, "
                                     "merge, unmerge, distinguish");
  persons->require_subcommand(1);
  AddPersonCreate(*persons, context);
  AddPersonGet(*persons, context);
  AddPersonList(*persons, context);
  AddPersonSearch(*persons, context);
  AddPersonAges(*persons, context);
  AddPersonParties(*persons, context);
  AddPersonErase(*persons, context);
  AddDuplicateCommands(*persons, context);
}

}  // namespace amparo::cli
