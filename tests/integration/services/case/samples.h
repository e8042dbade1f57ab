// A sample request of every RPC of the case service, in the order of a story in which each is answered: the case goes
// from report to restored survivor and back, and everything in it is done once. What a new RPC has no sample of fails
// the tests that go by them.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace amparo::cases {

// One call of the story.
struct Sample {
  // "CaseService.CreateCase".
  std::string_view method;
  // In the text format, of which sample_story.h fills in what can be told from the names of fields. In its texts,
  // <key> is the name of what an earlier call kept under that key; <id:key> a new id, the same for the same key;
  // <etag:key> the last etag of what was kept; <canary> the text that must stand nowhere in clear, <canary.size> and
  // <canary.sha256> what is announced of it.
  std::string_view request = "";
  // The name in its answer is kept under this key; of an import the name of the fault that its row came to, and without
  // a key the row must be entered.
  std::string_view keep = "";
  // Who calls; one of the callers of CaseService.
  std::string_view caller = "everyone";
  // What it is answered.
  absl::StatusCode answered = absl::StatusCode::kOk;
  // Nothing sensitive is filled in: there are requests that must not have it.
  bool plain = false;
};

// The sample, plain.
inline Sample Plain(Sample sample) {
  sample.plain = true;
  return sample;
}

// The chapters of the story, in order.
std::vector<Sample> ReportSamples();
std::vector<Sample> NetworkSamples();
std::vector<Sample> DuplicateSamples();
std::vector<Sample> OperationSamples();
std::vector<Sample> PaperSamples();
std::vector<Sample> CareSamples();
std::vector<Sample> CourtSamples();
std::vector<Sample> EndSamples();

}  // namespace amparo::cases
