// What protos/README.md tells whoever verifies from outside, with nothing of ours: SQL and openssl.
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "tests/integration/common/audit/sealed_notes.h"

namespace amparo::audit {
namespace {

std::string ReadAll(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// The fenced block of the guide that holds `word`.
std::string BlockWith(const std::string& word) {
  const std::vector<std::string> parts = absl::StrSplit(ReadAll(AMPARO_GUIDE), "```");
  for (size_t i = 1; i < parts.size(); i += 2) {
    if (parts[i].find(word) != std::string::npos) return parts[i].substr(parts[i].find('\n') + 1);
  }
  ADD_FAILURE() << "the guide has no block with " << word;
  return "";
}

TEST(OutsideTest, TheGuidesSqlFindsNothingInAWholeTrailAndEveryEditedRow) {
  SealedNotes notes;
  notes.WriteSome(12);
  notes.SealNow();
  std::string sql = BlockWith("sha256(");
  sql.resize(sql.rfind(';'));
  const std::string count = "SELECT count(*) FROM (" + sql + ") AS faults";
  EXPECT_EQ(notes.Sql(count), "0");
  notes.Sql("UPDATE audit SET reason = 'another' WHERE seq = 4");
  notes.Sql("DELETE FROM audit WHERE seq = 2");
  EXPECT_EQ(notes.Sql(count), "2");
}

TEST(OutsideTest, TheGuidesCommandsVerifyALineOfHeads) {
  SealedNotes notes;
  notes.WriteSome(2);
  notes.SealNow();
  std::ofstream(notes.folder().File("public.pem")) << notes.key().verifying().Pem();
  const std::string script = StrCat("set -e; cd '", notes.folder().File(""), "'\n", BlockWith("openssl pkeyutl"));
  std::ofstream(notes.folder().File("verify.sh")) << script;
  const std::string command = StrCat("bash '", notes.folder().File("verify.sh"), "' >/dev/null 2>&1");
  EXPECT_EQ(std::system(command.c_str()), 0) << script;
  std::string lines = ReadAll(notes.folder().File("heads.tsv"));
  lines[6] = 'x';
  std::ofstream(notes.folder().File("heads.tsv")) << lines;
  EXPECT_NE(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace amparo::audit
