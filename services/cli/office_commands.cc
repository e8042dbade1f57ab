// amparo office list
#include "amparo/cases/v1/office.grpc.pb.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {

void AddOfficeCommands(CLI::App& app, Context& context) {
  auto* office = app.add_subcommand("office", "Offices: list")->require_subcommand(1);
  auto* list = office->add_subcommand("list", "List the offices");
  list->footer("Example: amparo office list --format csv");
  list->callback([&context] {
    cases::v1::OfficeService::Stub stub(context.connection().ChannelTo(Service::kCase));
    Table table({"office", "display_name", "country", "city", "currency", "time_zone", "open_date"});
    EachPage(context.connection(), stub, &cases::v1::OfficeService::Stub::ListOffices, cases::v1::ListOfficesRequest(),
             0, "listing offices", [&table](const cases::v1::ListOfficesResponse& page) {
               for (const auto& record : page.offices()) {
                 table.Add(Json{{"office", OfficeId(record.name())},
                                {"display_name", record.display_name()},
                                {"country", record.country_code()},
                                {"city", record.city()},
                                {"currency", record.currency_code()},
                                {"time_zone", record.time_zone()},
                                {"open_date", TextOf(record.open_date())}});
               }
               return page.offices_size();
             });
    context.Print(table);
  });
}

}  // namespace amparo::cli
