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

// What is ordered of that for which `payment` is.
int64_t OrderedOf(const Payment& payment, const Standing& standing) {
  std::vector<Due> dues;
  AddOrdered(standing, dues);
  return DueFor(payment.kind, payment.survivor, payment.amount.currency, dues).ordered;
}

// What was paid of the same up to a day.
int64_t PaidOf(const Payment& payment, std::span<const Payment> payments, absl::CivilDay day) {
  std::vector<Due> dues = DuesOf(Standing(), payments, day);
  return DueFor(payment.kind, payment.survivor, payment.amount.currency, dues).paid;
}

// True when a payment fits: with what was paid by its day it is no more than was ordered then, and with what was paid
// since no more than was ordered at the most since, for what was paid first may be entered last.
bool IsOwed(const Payment& payment, std::span<const Ruling> rulings, std::span<const Payment> payments) {
  const int64_t ordered = OrderedOf(payment, StandingOn(rulings, payment.date));
  int64_t most = ordered;
  for (const Standing& later : StandingsOf(rulings)) {
    if (later.date > payment.date) most = std::max(most, OrderedOf(payment, later));
  }
  const int64_t amount = payment.amount.minor_units;
  return amount <= ordered - PaidOf(payment, payments, payment.date) &&
         amount <= most - PaidOf(payment, payments, absl::CivilDay::max());
}

}  // namespace

std::vector<Due> DuesOf(const Standing& standing, std::span<const Payment> payments, absl::CivilDay day) {
  std::vector<Due> dues;
  AddOrdered(standing, dues);
  for (const Payment& payment : payments) {
    if (payment.strike || payment.date > day) continue;
    DueFor(payment.kind, payment.survivor, payment.amount.currency, dues).paid += payment.amount.minor_units;
  }
  // What was paid of a fine that is remitted stays paid.
  if (standing.sentence && standing.sentence->fine && !standing.runs()) {
    const Money& fine = *standing.sentence->fine;
    for (Due& due : dues) {
      if (due.kind == PaymentKind::kFine && due.currency == fine.currency) {
        due.ordered = std::min(due.paid, fine.minor_units);
      }
    }
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
  CheckAmount(payment.amount, "payment.amount", violations);
  violations.Require(payment.date <= today, "payment.date", "must not be in the future");
}

void CheckPaymentOf(const Payment& payment, std::span<const Ruling> rulings, std::span<const Payment> payments,
                    absl::CivilDay today, Violations& violations) {
  CheckPayment(payment, today, violations);
  violations.Require(payments.size() < kMostPayments, "payment", "a charge has at most 1000");
  const Standing standing = StandingOn(rulings, payment.date);
  if (!violations.Require(standing.sentence.has_value(), "payment.date", "must be a day on which a sentence stood")) {
    return;
  }
  violations.Require(OrderedOf(payment, standing) > 0, "payment.amount",
                     "nothing of the kind was ordered in this currency to this survivor on that day");
  violations.Require(IsOwed(payment, rulings, payments), "payment.amount", "is more than was still owed on that day");
}

}  // namespace amparo::cases
