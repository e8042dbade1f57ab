#include "common/audit/sealer.h"

#include <atomic>
#include <cstdio>
#include <fstream>
#include <pqxx/pqxx>
#include <sstream>
#include <thread>

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/feed/append.h"
#include "gmock/gmock.h"
#include "tests/integration/common/audit/sealed_notes.h"

namespace amparo::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Every chain counts 1, 2, 3 ... and has each row of its own once, in the order of commits.
constexpr char kChainsAreInOrder[] =
    "SELECT count(*) FROM (SELECT number, seq, row_number() OVER w AS place, lag(seq) OVER w AS before FROM "
    "audit_chain "
    "WINDOW w AS (PARTITION BY office, compartment ORDER BY number)) AS link WHERE number <> place OR seq <= before";

std::string TextOfFile(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(SealerTest, EveryColumnOfTheTrailIsSealed) {
  SealedNotes notes;
  // Whoever adds a column adds it to the canonical bytes too (common/audit/chain.h), or it can be edited unnoticed.
  EXPECT_EQ(
      notes.Sql("SELECT string_agg(column_name, ' ' ORDER BY column_name) FROM information_schema.columns "
                "WHERE table_schema = 'cases' AND table_name = 'audit'"),
      "action audit_time caller compartment fields id method name office plan_version reason seq trace_id version");
}

TEST(SealerTest, RowsAreNumberedWithoutGapsAndSealedInTheirOrder) {
  SealedNotes notes;
  notes.WriteSome(20);
  EXPECT_EQ(notes.Sql("SELECT count(*) = max(seq) AND max(seq) = (SELECT audited FROM feed_head) FROM audit"), "t");
  const auto sealer = notes.StartSealer(notes.keeper());
  ASSERT_TRUE(notes.AwaitSealed());
  EXPECT_EQ(notes.Sql(kChainsAreInOrder), "0");
  EXPECT_EQ(notes.Sql("SELECT string_agg(DISTINCT office || ':' || compartment, ' ') FROM audit_chain"),
            "cebu: cebu:offices/cebu/operations/1 manila:");
  EXPECT_THAT(notes.Verify(), IsEmpty());
  EXPECT_THAT(notes.Verify("manila"), IsEmpty());
}

TEST(SealerTest, TheServiceOnlyAddsToTheTrailAndItsChains) {
  SealedNotes notes;
  notes.Write();
  notes.SealNow();
  for (const char* table : {"audit", "audit_chain"}) {
    for (const char* act : {"UPDATE cases.%s SET office = office", "DELETE FROM cases.%s", "TRUNCATE cases.%s"}) {
      pqxx::connection connection(notes.notes().conninfo());
      pqxx::work work(connection);
      const std::string sql = std::string(act).replace(std::string(act).find("%s"), 2, table);
      EXPECT_THROW(work.exec(sql), pqxx::insufficient_privilege) << sql;
    }
  }
}

TEST(SealerTest, HeadsAreWrittenAtTheStartAndAtTheEnd) {
  SealedNotes notes;
  notes.WriteSome(5);
  notes.SealNow();
  const std::string first = TextOfFile(notes.folder().File("heads.tsv"));
  EXPECT_THAT(first, HasSubstr("head\tcebu\t\t"));
  EXPECT_THAT(first, HasSubstr("head\tmanila\t\t1\t"));
  // Another process goes on where the file ends: what has not grown is not written again.
  notes.Write("cebu");
  { const auto sealer = notes.StartSealer(notes.MakeKeeper()); }
  const std::string more = TextOfFile(notes.folder().File("heads.tsv")).substr(first.size());
  EXPECT_THAT(more, HasSubstr("head\tcebu\t\t"));
  EXPECT_THAT(more, ::testing::Not(HasSubstr("manila")));
}

TEST(SealerTest, AnInstanceThatDidNotSealWritesHeadsAllTheSame) {
  SealedNotes notes;
  notes.WriteSome(5);
  notes.SealNow();
  const auto other = notes.MakeKeeper("other.tsv");
  { const auto sealer = notes.StartSealer(other); }
  EXPECT_THAT(TextOfFile(notes.folder().File("other.tsv")), HasSubstr("head\tmanila\t\t1\t"));
  notes.Sql("DELETE FROM audit_chain WHERE office = 'manila'; DELETE FROM audit WHERE office = 'manila'");
  EXPECT_THAT(notes.Verify("manila", other), ElementsAre(Field(&Fault::kind, FaultKind::kCut)));
}

TEST(SealerTest, AFileThatIsBegunAnewHasTheHeadsOfAllChains) {
  SealedNotes notes;
  notes.WriteSome(5);
  notes.SealNow();
  ASSERT_EQ(std::rename(notes.folder().File("heads.tsv").c_str(), notes.folder().File("old.tsv").c_str()), 0);
  EXPECT_THAT(notes.Verify("manila"), IsEmpty());
  EXPECT_THAT(TextOfFile(notes.folder().File("heads.tsv")),
              ::testing::AllOf(HasSubstr("head\tcebu\t\t"), HasSubstr("head\tmanila\t\t1\t"), HasSubstr("sealed\t")));
}

TEST(SealerTest, ANameThatNoLineHoldsKeepsNoOtherHeadInside) {
  SealedNotes notes;
  notes.Write();
  notes.Read("cebu", "offices/cebu/operations/1\tforged");
  notes.SealNow();
  EXPECT_THAT(TextOfFile(notes.folder().File("heads.tsv")),
              ::testing::AllOf(HasSubstr("head\tcebu\t\t1\t"), HasSubstr("sealed\t3\t")));
  EXPECT_THAT(notes.Verify(), IsEmpty());
}

TEST(SealerTest, WithoutTheDatabaseHeadsThatAreKnownAreWritten) {
  SealedNotes notes;
  const ChainName cebu{"cebu", ""};
  const auto keeper = notes.MakeKeeper("kept.tsv");
  keeper->Keep({}, {{cebu, Head{cebu, 4, std::string(32, 'h')}}});
  ASSERT_TRUE(keeper->WriteKept(notes.notes().clock().Now()).ok());
  const std::string text = TextOfFile(notes.folder().File("kept.tsv"));
  EXPECT_THAT(text, HasSubstr("head\tcebu\t\t4\t"));
  // What was told is told once.
  ASSERT_TRUE(keeper->WriteKept(notes.notes().clock().Now()).ok());
  EXPECT_EQ(TextOfFile(notes.folder().File("kept.tsv")), text);
}

TEST(SealerTest, ADatabaseThatHangsKeepsNoProcessFromEnding) {
  SealedNotes notes;
  notes.Write();
  pqxx::connection connection(notes.notes().database().owner("cases"));
  pqxx::work work(connection);
  work.exec("LOCK TABLE audit_seal IN ACCESS EXCLUSIVE MODE");
  const auto sealer = notes.StartSealer(notes.keeper());
  const absl::Time begun = absl::Now();
  sealer->Stop(begun + absl::Seconds(3));
  // Slow machines have their slack; without an end it would be half a minute.
  EXPECT_LT(absl::Now() - begun, absl::Seconds(10));
}

TEST(SealerTest, HeadsThatWereNotWrittenYetAreKnownToWhoSealed) {
  SealedNotes notes;
  notes.Write();
  obs::Registry registry;
  const auto sealer = notes.StartSealer(notes.keeper());
  sealer->ExportMetrics(registry);
  ASSERT_TRUE(Eventually([&] { return notes.keeper()->heads_written() == 1; }));
  notes.Write();
  // What is counted is kept.
  ASSERT_TRUE(Eventually([&] { return registry.Text().find("amparo_audit_sealed_total 2") != std::string::npos; }));
  // Cut off before the minute is over, by somebody who also puts back the numbers.
  notes.Sql(
      "DELETE FROM audit_chain WHERE seq = 2; DELETE FROM audit WHERE seq = 2; "
      "UPDATE audit_seal SET seq = 1; UPDATE feed_head SET audited = 1");
  ASSERT_EQ(notes.keeper()->heads_written(), 1);
  EXPECT_THAT(notes.Verify(), ElementsAre(Field(&Fault::kind, FaultKind::kCut)));
}

TEST(SealerTest, HeadsThatWereNotWrittenYetOutliveWhatIsSealedInTheirPlace) {
  SealedNotes notes;
  notes.Write();
  obs::Registry registry;
  const auto sealer = notes.StartSealer(notes.keeper());
  sealer->ExportMetrics(registry);
  const auto sealed = [&](const std::string& rows) {
    return Eventually([&] { return registry.Text().find("amparo_audit_sealed_total " + rows) != std::string::npos; });
  };
  ASSERT_TRUE(Eventually([&] { return notes.keeper()->heads_written() == 1; }));
  notes.Write();
  ASSERT_TRUE(sealed("2"));
  // Cut off, and the service itself goes on from there, so that the chain is whole again.
  notes.Sql(
      "DELETE FROM audit_chain WHERE seq = 2; DELETE FROM audit WHERE seq = 2; "
      "UPDATE audit_seal SET seq = 1; UPDATE feed_head SET audited = 1");
  notes.Write();
  ASSERT_TRUE(sealed("3"));
  ASSERT_EQ(notes.keeper()->heads_written(), 1);
  EXPECT_THAT(notes.Verify(), ElementsAre(Field(&Fault::kind, FaultKind::kRewritten)));
}

TEST(SealerTest, ATransactionThatCommitsLateIsSealedInItsTurn) {
  SealedNotes notes;
  notes.Write();
  pqxx::connection connection(notes.notes().conninfo());
  pg::Transaction late(connection);
  const std::vector<feed::Act> acts = {notes.notes().MakeAct(notes.notes().NewNote("late"))};
  feed::Append(late, acts);
  const auto sealer = notes.StartSealer(notes.keeper());
  ASSERT_TRUE(notes.AwaitSealed());
  late.commit();
  ASSERT_TRUE(notes.AwaitSealed());
  EXPECT_EQ(notes.Sql("SELECT max(number) FROM audit_chain"), "2");
  EXPECT_THAT(notes.Verify(), IsEmpty());
}

TEST(SealerTest, ARowThatIsGoneBeforeItIsSealedIsMissed) {
  SealedNotes notes;
  for (int i = 0; i < 3; ++i) notes.Write();
  notes.Sql("DELETE FROM audit WHERE seq = 2");
  SealerOptions options;
  options.gap_patience = absl::ZeroDuration();
  {
    const auto sealer = notes.StartSealer(notes.keeper(), options);
    ASSERT_TRUE(notes.AwaitSealed());
  }
  EXPECT_EQ(notes.Sql("SELECT string_agg(seq::text, ' ' ORDER BY number) FROM audit_chain"), "1 3");
  EXPECT_THAT(TextOfFile(notes.folder().File("heads.tsv")), HasSubstr("missing\t2\t2\t"));
  EXPECT_EQ(notes.keeper()->rows_missing(), 1);
  EXPECT_THAT(notes.Verify(), ElementsAre(Field(&Fault::kind, FaultKind::kNeverSealed)));
}

TEST(SealerTest, AGapIsWaitedFor) {
  SealedNotes notes;
  for (int i = 0; i < 3; ++i) notes.Write();
  notes.Sql("CREATE TABLE aside AS SELECT * FROM audit WHERE seq = 2; DELETE FROM audit WHERE seq = 2");
  const auto sealer = notes.StartSealer(notes.keeper());
  ASSERT_TRUE(Eventually([&] { return notes.Sql("SELECT count(*) FROM audit_chain") == "1"; }));
  notes.Sql("INSERT INTO audit SELECT * FROM aside");
  ASSERT_TRUE(notes.AwaitSealed());
  EXPECT_EQ(notes.Sql("SELECT string_agg(seq::text, ' ' ORDER BY number) FROM audit_chain"), "1 2 3");
  EXPECT_THAT(notes.Verify(), IsEmpty());
}

// Two sealers, both kinds of writers and readers at once, while the sealers' connections are killed in the middle.
TEST(SealerTest, TwoSealersNeverForkAChainHoweverOftenTheyAreKilled) {
  constexpr int kWriters = 4;
  constexpr int kRounds = 60;
  SealedNotes notes;
  const auto other = notes.MakeKeeper("other.tsv");
  SealerOptions small;
  small.batch = 7;
  auto first = notes.StartSealer(notes.keeper(), small);
  auto second = notes.StartSealer(other, small);
  std::atomic<int> running = kWriters;
  std::vector<std::jthread> threads;
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&, writer] {
      for (int i = 0; i < kRounds; ++i) {
        if (writer % 2 == 0) {
          notes.Write(writer == 0 ? "cebu" : "manila");
          notes.Read("cebu", i % 2 == 0 ? "" : "offices/cebu/operations/1");
        } else {
          testing::NoteService& service = notes.notes();
          EXPECT_TRUE(service.CreateTogether({service.NewNote("a"), service.NewNote("b", "manila")}).ok());
        }
      }
      --running;
    });
  }
  int killed = 0;
  for (int i = 1; running > 0; ++i) {
    killed += std::stoi(notes.Sql(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'note sealer'"));
    if (i % 5 == 0) second = notes.StartSealer(other, small);
  }
  threads.clear();
  ASSERT_TRUE(notes.AwaitSealed());
  EXPECT_GT(killed, 0);
  EXPECT_EQ(notes.Sql(kChainsAreInOrder), "0");
  EXPECT_EQ(notes.Sql("SELECT count(*) FROM audit"), std::to_string(kRounds * (2 * 3 + 2 * 2)));
  for (const char* office : {"cebu", "manila"}) {
    EXPECT_THAT(notes.Verify(office), IsEmpty()) << office;
    EXPECT_THAT(notes.Verify(office, other), IsEmpty()) << office;
  }
}

TEST(SealerTest, TellsOfItselfInMetrics) {
  SealedNotes notes;
  notes.Write();
  obs::Registry registry;
  const auto sealer = notes.StartSealer(notes.keeper());
  sealer->ExportMetrics(registry);
  ASSERT_TRUE(notes.AwaitSealed());
  EXPECT_TRUE(Eventually([&] { return registry.Text().find("amparo_audit_sealed_total 1") != std::string::npos; }));
  EXPECT_THAT(registry.Text(), HasSubstr("amparo_audit_unsealed 0"));
}

}  // namespace
}  // namespace amparo::audit
