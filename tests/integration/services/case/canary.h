// Looks for a text that must stand nowhere in clear, in every place that keeps or tells anything.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "tests/integration/services/case/case_service.h"

namespace amparo::cases {

// The files below `folder` that hold `text` as it is, or have it in their names.
inline std::vector<std::string> FilesHolding(const std::filesystem::path& folder, const std::string& text) {
  std::vector<std::string> found;
  std::error_code ignored;
  const auto options = std::filesystem::directory_options::skip_permission_denied;
  // A file may go while others are read.
  for (std::filesystem::recursive_directory_iterator at(folder, options, ignored), end; at != end;
       at.increment(ignored)) {
    const std::filesystem::directory_entry& entry = *at;
    if (!entry.is_regular_file(ignored)) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    if (!file) continue;
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const bool named = entry.path().string().find(text) != std::string::npos;
    if (named || bytes.find(text) != std::string::npos) found.push_back(entry.path().string());
  }
  return found;
}

// Fails the test if a table, the log or a metric of `service` holds `canary` (letters, digits and hyphens). Tables are
// read as text: bytea in its escape form, which shows plain bytes as they are.
inline void ExpectNowhereInClear(CaseService& service, const std::string& canary) {
  service.Sql(absl::StrReplaceAll(R"(
      SET bytea_output = escape;
      CREATE TEMP TABLE found (place text);
      DO $$
      DECLARE t regclass; hits bigint;
      BEGIN
        FOR t IN SELECT oid FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'cases'::regnamespace LOOP
          EXECUTE format('SELECT count(*) FROM %s AS row WHERE row::text LIKE ''%%CANARY%%''', t) INTO hits;
          IF hits > 0 THEN INSERT INTO found VALUES (t::text); END IF;
        END LOOP;
        IF EXISTS (SELECT FROM found) THEN
          RAISE EXCEPTION 'in clear: %', (SELECT string_agg(place, ', ') FROM found);
        END IF;
      END $$;)",
                                  {{"CANARY", canary}}));
  EXPECT_EQ(service.server().LogText().find(canary), std::string::npos);
  EXPECT_EQ(service.server().registry().Text().find(canary), std::string::npos);
}

}  // namespace amparo::cases
