#include "common/access/strict_json.h"

#include <cstddef>
#include <set>
#include <vector>

namespace amparo::access {
namespace {

constexpr std::size_t kMostNested = 16;

// Goes over a text without keeping it, and stops at what is refused.
class JsonRules final : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return Enter(); }
  bool key(string_t& name) override { return names_.back().insert(name).second; }
  bool end_object() override { return Leave(); }
  bool start_array(std::size_t) override { return Enter(); }
  bool end_array() override { return Leave(); }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override { return false; }

 private:
  bool Enter() {
    names_.emplace_back();
    return names_.size() <= kMostNested;
  }
  bool Leave() {
    names_.pop_back();
    return true;
  }

  // Those of the members met so far, of each object that is open; an array has none.
  std::vector<std::set<std::string>> names_;
};

}  // namespace

Json ParseObject(std::string_view text) {
  // The library takes it for the end of the text.
  if (text.find('\0') != std::string_view::npos) return Json();
  JsonRules rules;
  if (!Json::sax_parse(text.begin(), text.end(), &rules)) return Json();
  Json parsed = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) return Json();
  return parsed;
}

const std::string* StringIn(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return nullptr;
  return found->get_ptr<const std::string*>();
}

bool Says(const Json& object, const char* name, std::string_view value) {
  const std::string* said = StringIn(object, name);
  return said != nullptr && *said == value;
}

}  // namespace amparo::access
