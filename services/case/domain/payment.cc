#include "services/case/domain/payment.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace amparo::cases {
namespace {

// The entry of the same kind, survivor and currency, made if need be; the entries stay in order.
Due& DueFor(PaymentKind kind, const Uuid& survivor, const std::string& currency, std::vector<Due>& dues) {
  const auto key = std::tie(kind, survivor, currency);
  const auto at = std::lower_bound(dues.begin(), dues.end(), key, [](const Due& due, const auto& wanted) {
    return std::tie(due.kind, due.survivor, due.currency) < wanted;
  });
  if (at != dues.end() && std::tie(at->kind, at->survivor, at->currency) == key) return *at;
  return *dues.insert(at, Due{.kind = kind, .survivor = survivor, .currency = currency});
}

void AddOrdered(const Standing& standing, std::vector<Due>& dues) {
  if (!standing.sentence) return;
  const Sentence& sentence = *standing.sentence;
  const auto add = [&dues](PaymentKind kind, const Uuid& survivor, const Money& amount) {
    DueFor(kind, survivor, amount.currency, dues).ordered += amount.minor_units;
  };
  if (sentence.fine && standing.runs()) add(PaymentKind::kFine, Uuid(), *sentence.fine);
  for (const Restitution& one : sentence.restitutions) add(PaymentKind::kRestitution, one.survivor, one.amount);
  if (sentence.restitution && sentence.restitutions.empty()) {
    add(PaymentKind::kRestitution, Uuid(), *sentence.restitution);
  }
}

}  // namespace

std::vector<Due> DuesOf(const Standing& standing, std::span<const Payment> payments, absl::CivilDay day) {
  std::vector<Due> dues;
  AddOrdered(standing, dues);
  for (const Payment& payment : payments) {
    if (payment.strike || payment.date > day) continue;
    DueFor(payment.kind, payment.survivor, payment.amount.currency, dues).paid += payment.amount.minor_units;
  }
  return dues;
}

void AddDues(std::vector<Due> more, std::vector<Due>& dues) {
  for (const Due& one : more) {
    Due& sum = DueFor(one.kind, one.survivor, one.currency, dues);
    sum.ordered += one.ordered;
    sum.paid += one.paid;
  }
}

void CheckPayment(const Payment& payment, absl::CivilDay today, Violations& violations) {
  violations.Require(payment.kind != PaymentKind::kUnspecified, "payment.kind", "must be given");
  violations.Require(payment.amount.minor_units > 0, "payment.amount", "must be positive");
  violations.Require(payment.date <= today, "payment.date", "must not be in the future");
}

void CheckPaymentOf(const Payment& payment, const Standing& owed_by, std::span<const Ruling> rulings,
                    std::span<const Payment> payments, absl::CivilDay today, Violations& violations) {
  CheckPayment(payment, today, violations);
  // Not the day of the sentence that stands now: what was paid before it was varied or commuted may be entered after.
  violations.Require(StandingOn(rulings, payment.date).sentence.has_value(), "payment.date",
                     "must be a day on which a sentence stood");
  violations.Require(payments.size() < kMostPayments, "payment", "a charge has at most 1000");
  std::vector<Due> dues = DuesOf(owed_by, payments, absl::CivilDay::max());
  const Due& due = DueFor(payment.kind, payment.survivor, payment.amount.currency, dues);
  violations.Require(due.ordered > 0, "payment.amount",
                     "nothing of the kind is ordered in this currency to this survivor");
  violations.Require(payment.amount.minor_units <= due.outstanding(), "payment.amount", "is more than is still owed");
}

}  // namespace amparo::cases
