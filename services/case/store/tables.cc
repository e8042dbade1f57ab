#include "services/case/store/tables.h"

#include <optional>

#include "common/base/check.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

using enum ColumnType;

// The filters that what is done for a survivor on a day has: survivor, states, staff, first and last day; then `more`.
std::vector<Filter> CareFilters(std::optional<Filter> more = std::nullopt) {
  std::vector<Filter> filters = {{"party_id = {}", kUuid},
                                 {"state = ANY ({})", kIntArray},
                                 {"staff = {}", kText},
                                 {"day_time >= {}", kTime},
                                 {"day_time <= {}", kTime}};
  if (more) filters.push_back(*more);
  return filters;
}

// What others refer to comes first: exports keep this order.
const std::vector<Table>& AllTables() {
  static const std::vector<Table> tables = {
      {.kind = Kind::kOffice, .name = "office"},
      {.kind = Kind::kCase,
       .name = "\"case\"",
       .columns = {{"case_number", kText},
                   {"stage", kInt},
                   {"crime_type", kText},
                   {"report_date", kDate},
                   {"merged_id", kUuid},
                   {"lead", kText},
                   {"flags", kIntArray},
                   {"words", kTextArray},
                   {"tokens", kTokens},
                   {"index_key", kTokenKey},
                   {"stage_date", kDate}},
       // A code's own codes follow it and stand before the code followed by the character after '9'.
       .filters = {{"stage = ANY ({})", kIntArray},
                   {"crime_type >= {} AND crime_type < {} || ':'", kText},
                   {"case_number = {}", kText},
                   // The argument is true.
                   {"(merged_id IS NULL AND {})", kBool}},
       .sealed_field = 10,
       .sealed_name = "narrative",
       .unique_keys = {{"case_number_key", "case.case_number"}}},
      {.kind = Kind::kPerson,
       .name = "person",
       .columns = {{"pseudonym", kText},
                   {"sex", kInt},
                   {"needs", kIntArray},
                   {"never_contact", kBool},
                   {"erased", kBool},
                   {"merged_id", kUuid},
                   {"tokens", kTokens},
                   {"index_key", kTokenKey}},
       // A column by itself is what its partial index is for; the argument is true.
       .filters = {{"pseudonym = {}", kText},
                   {"sex = {}", kInt},
                   {"needs @> ARRAY[{}::integer]", kInt},
                   {"(never_contact AND {})", kBool},
                   {"(erased AND {})", kBool},
                   {"(merged_id IS NULL AND {})", kBool}},
       .sealed_field = 10,
       .sealed_name = "profile"},
      {.kind = Kind::kDistinction,
       .name = "distinction",
       .columns = {{"first_id", kUuid}, {"second_id", kUuid}, {"state", kInt}, {"kind", kInt}},
       .filters = {{"(first_id = {} OR second_id = {})", kUuid}, {"state = {}", kInt}, {"kind = {}", kInt}},
       .unique_keys = {{"distinction_standing", "distinction"}}},
      {.kind = Kind::kParty,
       .name = "party",
       .columns = {{"role", kInt}, {"person_id", kUuid}, {"surviving_id", kUuid}},
       // As whom a party was entered; who it is, whatever was merged since.
       .filters = {{"role = {}", kInt}, {"person_id = {}", kUuid}, {"coalesce(surviving_id, person_id) = {}", kUuid}},
       .sealed_field = 7,
       .sealed_name = "identity",
       .subject_column = "person_id"},
      // In order of entry: an order by start would tell of starts that are withheld. `readers` holds who sees it, each
      // between two line ends; whoever lists looks for themselves in it, and asks the sealed list then.
      {.kind = Kind::kOperation,
       .name = "operation",
       .columns = {{"state", kInt}, {"readers", kText}, {"follows_id", kUuid}},
       .filters = {{"strpos(readers, {}) > 0", kText}, {"follows_id = {}", kUuid}, {"state = ANY ({})", kIntArray}},
       .sealed_field = 11,
       .sealed_name = "plan",
       .rules_read_secret = true},
      {.kind = Kind::kBreakGlass,
       .name = "break_glass",
       .columns = {{"operation_id", kUuid}, {"requester", kText}, {"state", kInt}, {"expire_time", kTime}},
       .filters = {{"state = ANY ({})", kIntArray}}},
      {.kind = Kind::kCharge,
       .name = "charge",
       .columns = {{"accused_id", kUuid}, {"verdict", kInt}, {"superseded", kBool}, {"verdict_date", kDate}},
       .filters = {{"accused_id = {}", kUuid}, {"verdict = {}", kInt}, {"superseded = {}", kBool}}},
      {.kind = Kind::kAppeal,
       .name = "appeal",
       .columns = {{"state", kInt}, {"appellant", kInt}},
       .filters = {{"state = {}", kInt}, {"appellant = {}", kInt}},
       .sealed_field = 8,
       .sealed_name = "grounds"},
      {.kind = Kind::kVenue,
       .name = "venue",
       .columns = {{"kind", kInt}, {"withdraw_time", kTime}},
       .filters = {{"(withdraw_time IS NULL AND {})", kBool}},
       .sealed_field = 6,
       .sealed_name = "address"},
      {.kind = Kind::kOrganization,
       .name = "organization",
       .columns = {{"kind", kInt}, {"withdraw_time", kTime}},
       .filters = {{"kind = {}", kInt}, {"(withdraw_time IS NULL AND {})", kBool}},
       .sealed_field = 5,
       .sealed_name = "details"},
      {.kind = Kind::kAsset,
       .name = "asset",
       .columns = {{"kind", kInt}, {"withdraw_time", kTime}, {"tokens", kTokens}, {"index_key", kTokenKey}},
       .filters = {{"kind = {}", kInt}, {"(withdraw_time IS NULL AND {})", kBool}},
       .sealed_field = 5,
       .sealed_name = "identifier",
       .unique_keys = {{"asset_identifier", "asset.identifier"}}},
      // An end is asked for by its kind and its id in one text: people share ids with their parties.
      {.kind = Kind::kLink,
       .name = "link",
       .columns = {{"kind", kInt},
                   {"from_kind", kInt},
                   {"from_id", kUuid},
                   {"to_kind", kInt},
                   {"to_id", kUuid},
                   {"withdraw_time", kTime},
                   {"end_date", kDate}},
       .filters = {{"((from_id = substr({}, 3)::uuid AND from_kind = left({}, 1)::integer) OR (to_id = substr({}, "
                    "3)::uuid AND to_kind = left({}, 1)::integer))",
                    kText},
                   {"(withdraw_time IS NULL AND {})", kBool}},
       .unique_keys = {{"link_standing", "link"}}},
      {.kind = Kind::kAftercare,
       .name = "aftercare",
       .columns = {{"state", kInt}, {"lead", kText}, {"open_time", kTime}},
       .filters = {{"id = {}", kUuid},
                   {"state = ANY ({})", kIntArray},
                   {"lead = {}", kText},
                   {"open_time >= {}", kTime},
                   {"open_time <= {}", kTime}},
       .order_column = "open_time"},
      {.kind = Kind::kAssessment,
       .name = "assessment",
       .columns = {{"subject_id", kUuid}, {"party_id", kUuid}, {"state", kInt}, {"staff", kText}, {"day_time", kTime}},
       .filters = CareFilters(),
       .order_column = "day_time",
       .sealed_field = 12,
       .sealed_name = "note",
       .subject_column = "subject_id"},
      {.kind = Kind::kCarePlan,
       .name = "care_plan",
       .columns = {{"subject_id", kUuid}, {"party_id", kUuid}, {"state", kInt}, {"staff", kText}, {"day_time", kTime}},
       .filters = CareFilters(),
       .order_column = "day_time",
       .sealed_field = 9,
       .sealed_name = "note",
       .subject_column = "subject_id"},
      {.kind = Kind::kGoal,
       .name = "goal",
       .columns = {{"subject_id", kUuid},
                   {"party_id", kUuid},
                   {"state", kInt},
                   {"staff", kText},
                   {"plan_id", kUuid},
                   {"target_date", kDate}},
       .filters = {{"party_id = {}", kUuid},
                   {"state = ANY ({})", kIntArray},
                   {"staff = {}", kText},
                   {"plan_id = {}", kUuid},
                   {"target_date <= {}", kDate}},
       .sealed_field = 12,
       .sealed_name = "note",
       .subject_column = "subject_id"},
      {.kind = Kind::kServiceDelivery,
       .name = "service_delivery",
       .columns = {{"subject_id", kUuid},
                   {"party_id", kUuid},
                   {"state", kInt},
                   {"staff", kText},
                   {"kind", kText},
                   {"day_time", kTime}},
       .filters = CareFilters(Filter{"kind = {}", kText}),
       .order_column = "day_time",
       .sealed_field = 12,
       .sealed_name = "note",
       .subject_column = "subject_id"},
      {.kind = Kind::kReferral,
       .name = "referral",
       .columns = {{"subject_id", kUuid},
                   {"party_id", kUuid},
                   {"state", kInt},
                   {"staff", kText},
                   {"to_office", kText},
                   {"day_time", kTime}},
       .filters = CareFilters(),
       .order_column = "day_time",
       .sealed_field = 13,
       .sealed_name = "note",
       .subject_column = "subject_id",
       .receiver_column = "to_office"},
      {.kind = Kind::kDocument,
       .name = "document",
       .columns = {{"state", kInt},
                   {"party_id", kUuid},
                   {"subject_id", kUuid},
                   {"pending_due_date", kDate},
                   {"asked_source", kInt},
                   {"asked_institution", kText}},
       .filters = {{"state = ANY ({})", kIntArray},
                   {"party_id = {}", kUuid},
                   {"pending_due_date < {}", kDate},
                   // What is said besides of the columns is what their partial indexes are for.
                   {"(asked_source = {} AND asked_source <> 0)", kInt},
                   {"(asked_institution = {} AND asked_institution <> '')", kText}},
       .sealed_field = 12,
       .sealed_name = "contact",
       .subject_column = "subject_id"},
      {.kind = Kind::kDocumentCopy,
       .name = "document_copy",
       .columns = {{"document_id", kUuid}, {"recipient", kInt}, {"outstanding", kBool}},
       // The column by itself is what the index of outstanding copies is for; the argument is true.
       .filters = {{"document_id = {}", kUuid}, {"recipient = {}", kInt}, {"(outstanding AND {})", kBool}},
       .sealed_field = 11,
       .sealed_name = "received_by"},
      {.kind = Kind::kCaseLink,
       .name = "case_link",
       .columns = {{"kind", kInt}, {"state", kInt}, {"other_office", kText}, {"other_id", kUuid}},
       // A link is found from both of its cases, if they are of one office, and from the case that stands for either.
       .filters = {{"(case_id = ANY (ARRAY(SELECT id FROM \"case\" WHERE office = $1 AND merged_id = {}) || {}::uuid) "
                    "OR (other_id = ANY (ARRAY(SELECT id FROM \"case\" WHERE office = $1 AND merged_id = {}) || "
                    "{}::uuid) AND other_office = office))",
                    kUuid},
                   {"kind = ANY ({})", kIntArray},
                   {"state = {}", kInt}},
       .unique_keys = {{"case_link_active", "link"}}},
      {.kind = Kind::kTask,
       .name = "task",
       .columns = {{"state", kInt}, {"assignee", kText}, {"role", kInt}, {"due_date", kDate}},
       .filters = {{"state = ANY ({})", kIntArray},
                   {"assignee = {}", kText},
                   {"role = {}", kInt},
                   {"due_date >= {}", kDate},
                   {"due_date <= {}", kDate}}},
      {.kind = Kind::kNote,
       .name = "note",
       .columns =
           {{"confidentiality", kInt}, {"author", kText}, {"state", kInt}, {"party_id", kUuid}, {"subject_id", kUuid}},
       // What its reader may read: levels by their numbers, and the reader, who is no number.
       .filters = {{"(confidentiality::text = ANY ({}) OR author = ANY ({}))", kTextArray},
                   {"state = {}", kInt},
                   {"party_id = {}", kUuid}},
       .sealed_field = 7,
       .sealed_name = "text",
       .subject_column = "subject_id"},
      {.kind = Kind::kFlag,
       .name = "flag",
       .columns = {{"kind", kInt}, {"state", kInt}, {"party_id", kUuid}, {"subject_id", kUuid}},
       .filters = {{"kind = ANY ({})", kIntArray}, {"state = {}", kInt}, {"party_id = {}", kUuid}},
       .sealed_field = 5,
       .sealed_name = "reason",
       .subject_column = "subject_id"},
      {.kind = Kind::kSavedQuery,
       .name = "saved_query",
       .columns = {{"owner", kText}, {"title", kText}, {"shared", kBool}, {"deleted", kBool}},
       // What is deleted is in no list, whatever is asked for: its index leaves it out.
       .filters = {{"NOT deleted AND (owner = {} OR shared)", kText}, {"title = {}", kText}},
       .unique_keys = {{"saved_query_title", "saved_query.title"}}},
      // `owner` holds who alone may see it, of faults whose rows tell of operations. The rows of an import are looked
      // for among the open ones.
      {.kind = Kind::kImportFault,
       .name = "import_fault",
       .columns = {{"state", kInt}, {"source", kText}, {"row_key", kText}, {"owner", kText}},
       .filters = {{"(owner IS NULL OR owner = {})", kText},
                   {"state = {}", kInt},
                   {"source = {}", kText},
                   {"(state = 1 AND row_key = ANY ({}))", kTextArray}},
       .sealed_field = 8,
       .sealed_name = "content"},
      // A grant that is over stands no more at the time that is asked about. The unique key is the last line: what
      // overlaps otherwise is found by the act, which has locked the office (api/grant_api.cc).
      {.kind = Kind::kGrant,
       .name = "role_grant",
       .columns =
           {{"principal", kText}, {"role", kInt}, {"start_time", kTime}, {"end_time", kTime}, {"revoke_time", kTime}},
       .filters = {{"principal = {}", kText},
                   {"(revoke_time IS NULL AND (end_time IS NULL OR end_time > {}))", kTime},
                   {"role = {}", kInt}},
       .unique_keys = {{"role_grant_standing", "grant.role"}}},
  };
  return tables;
}

}  // namespace

const Table& TableOf(Kind kind) {
  for (const Table& table : AllTables()) {
    if (table.kind == kind) return table;
  }
  AMPARO_CHECK(false, "every kind has a table");
}

std::span<const Table> Tables() {
  return AllTables();
}

std::string NewValueSql(const Column& column, std::string_view argument) {
  if (!IsKept(column.type)) return std::string(argument);
  return StrCat("coalesce(", argument, ", ", column.name, ")");
}

}  // namespace amparo::cases
