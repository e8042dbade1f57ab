#include "services/cli/field_names.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"

namespace amparo::cli {
namespace {

// A field, and the option that gives it where the option has another name.
struct OtherName {
  std::string_view field;
  std::string_view option;
};

constexpr OtherName kOtherNames[] = {
    {"as_of", "on"},
    {"birth_date", "birth"},
    {"case_number", "number"},
    {"closure_reason", "code"},
    {"countries", "country"},
    {"due_date", "due"},
    {"effective_date", "date"},
    {"end_date", "until"},
    {"group_by", "by"},
    {"observed_date", "since"},
    {"other_case", "to"},
    {"parent", "office"},
    {"report_from", "from"},
    {"report_to", "to"},
    {"from_date", "from"},
    {"to_date", "to"},
    {"due_from", "from"},
    {"due_to", "to"},
    {"reopen_reason", "further-accused"},
    {"year", "month"},
};

// "--name" when the command has such an option.
std::optional<std::string> OptionCalled(std::string_view name, const CLI::App& command) {
  std::string option = StrCat("--", name);
  std::replace(option.begin(), option.end(), '_', '-');
  if (command.get_option_no_throw(option) == nullptr) return std::nullopt;
  return option;
}

// The option of the command that gives the field.
std::optional<std::string> OptionGiving(std::string_view field, const CLI::App& command) {
  if (field.empty()) return std::nullopt;
  if (auto option = OptionCalled(field, command)) return option;
  for (const OtherName& other : kOtherNames) {
    if (other.field != field) continue;
    if (auto option = OptionCalled(other.option, command)) return option;
  }
  // Of several values each is given by an option of its own.
  if (field.ends_with('s')) return OptionCalled(field.substr(0, field.size() - 1), command);
  return std::nullopt;
}

// Of what paths of fields and names of resources consist.
bool IsOfPath(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("_.[]-/*@").find(c) != std::string::npos;
}

// What stands in the place of `word`, which is a field's path where it begins a line.
std::string InPlaceOf(std::string_view word, bool begins_line, const CLI::App& command) {
  std::string_view field = word;
  if (begins_line) {
    field = field.substr(field.rfind('.') + 1);
    field = field.substr(0, field.find('['));
  } else {
    if (field.ends_with('.')) field.remove_suffix(1);
    // Any other word is one of the language.
    if (field.find('_') == std::string_view::npos) return std::string(word);
  }
  const std::optional<std::string> option = OptionGiving(field, command);
  if (!option) return std::string(word);
  return begins_line ? *option : StrCat(*option, word.substr(field.size()));
}

}  // namespace

std::string CalledByOptions(std::string_view text, const CLI::App& command) {
  std::string called;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && IsOfPath(text[end])) ++end;
    if (end == at) {
      called += text[at++];
      continue;
    }
    const bool begins_line = called.ends_with("\n  ") && text.substr(end).starts_with(": ");
    called += InPlaceOf(text.substr(at, end - at), begins_line, command);
    at = end;
  }
  return called;
}

const CLI::App& CommandOf(const CLI::App& app) {
  const std::vector<CLI::App*> given = app.get_subcommands();
  return given.empty() ? app : CommandOf(*given.back());
}

}  // namespace amparo::cli
