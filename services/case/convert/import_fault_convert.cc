#include "services/case/convert/import_fault_convert.h"

#include "services/case/convert/case_members.h"

namespace amparo::cases {

static_assert(static_cast<int>(ImportFaultState::kResolved) == v1::IMPORT_FAULT_STATE_RESOLVED);

ImportFault ImportFaultFromStored(const v1::ImportFault& stored) {
  ImportFault value;
  value.name = StoredName<ImportFaultName>(stored);
  value.source = stored.source();
  value.row = stored.row();
  value.state = static_cast<ImportFaultState>(stored.state());
  value.reason = stored.reason();
  for (const v1::ImportViolation& one : stored.violations()) value.violations.push_back({one.field(), one.rule()});
  value.content_omitted = stored.content_omitted();
  value.importer = stored.importer();
  value.importer_only = stored.importer_only();
  value.resolver = stored.resolver();
  value.resolution = stored.resolution();
  value.the_case = ParseName<CaseName>(stored.case_());
  return value;
}

void ToProto(const ImportFault& value, v1::ImportFault& out) {
  out.set_name(ToString(value.name));
  out.set_source(value.source);
  out.set_row(value.row);
  out.set_state(static_cast<v1::ImportFaultState>(value.state));
  out.set_reason(value.reason);
  out.clear_violations();
  for (const Violation& one : value.violations) {
    v1::ImportViolation& violation = *out.add_violations();
    violation.set_field(one.field);
    violation.set_rule(one.rule);
  }
  out.set_content_omitted(value.content_omitted);
  out.set_importer(value.importer);
  out.set_importer_only(value.importer_only);
  out.set_resolver(value.resolver);
  out.set_resolution(value.resolution);
  out.set_case_(value.the_case ? ToString(*value.the_case) : "");
}

std::vector<Value> ColumnsOf(const ImportFault& value) {
  return {static_cast<int64_t>(value.state), value.source, ImportRowKey(value.source, value.row),
          value.importer_only ? Value(value.importer) : Value()};
}

}  // namespace amparo::cases
