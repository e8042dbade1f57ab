// What the suspects' network uses: phones, vehicles, accounts; and what each is found again by.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/case/domain/names.h"
#include "services/case/domain/network.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// What an asset is. The numbers are those of the protos and of the database.
enum class AssetKind { kUnspecified = 0, kPhone = 1, kVehicle = 2, kOnlineAccount = 3, kBankAccount = 4 };

// An asset. Its identifier is kept sealed and not here.
struct Asset {
  AssetName name = {};
  AssetKind kind = AssetKind::kUnspecified;
  std::string pseudonym = {};
  std::optional<Withdrawal> withdrawal = std::nullopt;
};

// What an identifier says however it is written: of a phone the last nine digits (with and without the prefix of the
// country a number is one), at least six; of plates and bank accounts letters and digits; of accounts on line all but
// blanks; letters in lower case. It is kept as a keyed token only. nullopt for what says nothing.
std::optional<std::string> AssetTerm(AssetKind kind, std::string_view identifier);

// Notes what is wrong with an asset; `identifier` is what will be sealed.
void CheckAsset(const Asset& value, std::string_view identifier, Violations& violations);

// The same of what it is called; its kind and identifier stay as they are.
void CheckDescription(const Asset& value, Violations& violations);

// The same of an identifier by itself.
void CheckIdentifier(AssetKind kind, std::string_view identifier, Violations& violations);

}  // namespace amparo::cases
