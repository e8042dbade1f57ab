// Money that sentences order, and what was paid of it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/money.h"
#include "common/base/uuid.h"
#include "services/case/domain/standing.h"
#include "services/case/domain/strike.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// What money is paid for. The numbers are those of the protos.
enum class PaymentKind { kUnspecified = 0, kFine = 1, kRestitution = 2 };

// The most payments on one charge.
inline constexpr int kMostPayments = 1000;

// What was paid.
struct Payment {
  PaymentKind kind = PaymentKind::kUnspecified;
  // Restitution to a named survivor; nil for the rest.
  Uuid survivor = {};
  absl::CivilDay date = {};
  Money amount = {};
  absl::Time record_time = absl::InfinitePast();
  // Set: it was entered in error, and counts for nothing.
  std::optional<Strike> strike = std::nullopt;

  friend bool operator==(const Payment&, const Payment&) = default;
};

// What is owed in one currency, in minor units: to whom, how much was ordered, how much was paid.
struct Due {
  PaymentKind kind = PaymentKind::kUnspecified;
  Uuid survivor = {};
  std::string currency = {};
  int64_t ordered = 0;
  int64_t paid = 0;

  // Negative when more was paid than is ordered now.
  int64_t outstanding() const { return ordered - paid; }
  friend bool operator==(const Due&, const Due&) = default;
};

// What is owed by `standing` after the payments up to `day`, by kind, survivor and currency. A pardon and death remit
// what was not paid of a fine; what is owed to survivors stays owed.
std::vector<Due> DuesOf(const Standing& standing, std::span<const Payment> payments, absl::CivilDay day);

// Adds what is owed on one charge to what is owed on others.
void AddDues(std::vector<Due> more, std::vector<Due>& dues);

// Notes what is wrong with a payment by itself; paths begin with "payment.".
void CheckPayment(const Payment& payment, absl::CivilDay today, Violations& violations);

// Notes what is wrong with a payment on a charge with this ledger and these payments already: all of CheckPayment, a
// day on which no sentence stood, and more than was still owed of the kind on that day, whatever became of the sentence
// since. With the payments since it must not be more than was ordered at the most since.
void CheckPaymentOf(const Payment& payment, std::span<const Ruling> rulings, std::span<const Payment> payments,
                    absl::CivilDay today, Violations& violations);

}  // namespace amparo::cases
