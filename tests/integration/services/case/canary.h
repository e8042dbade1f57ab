// Looks for a text that must stand nowhere in clear, in every place that keeps or tells anything.
#pragma once

#include <string>

#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "tests/integration/services/case/case_service.h"

namespace amparo::cases {

// Fails the test if a table, the log or a metric of `service` holds `canary` (letters and digits). Tables are read as
// text: bytea in its escape form, which shows plain bytes as they are.
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
