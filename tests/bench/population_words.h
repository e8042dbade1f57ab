// The words that made-up people and cases consist of. Internal to the population.
#pragma once

#include <array>
#include <string_view>

namespace amparo::bench::words {

inline constexpr std::array<std::string_view, 64> kGivenNames = {
    "Maria",   "Juan",    "Sokha",  "Lakshmi", "Jose",     "Ana",    "Dara",   "Priya", "Rosa",    "Pedro",   "Sophea",
    "Ravi",    "Luz",     "Carlos", "Vanna",   "Anita",    "Elena",  "Miguel", "Bopha", "Suresh",  "Rosario", "Diego",
    "Chanda",  "Meena",   "Lucia",  "Mateo",   "Rith",     "Arjun",  "Clara",  "Tomas", "Samnang", "Deepa",   "Teresa",
    "Andres",  "Kunthea", "Rajesh", "Carmen",  "Felipe",   "Pisey",  "Kavita", "Ines",  "Rafael",  "Makara",  "Sunita",
    "Marisol", "Gabriel", "Chenda", "Vijay",   "Isabel",   "Daniel", "Veasna", "Mohan", "Beatriz", "Paolo",   "Sreymom",
    "Rekha",   "Esther",  "Julio",  "Asha",    "Cristina", "Nila",   "Alma",   "Tara",  "Corazon"};

// A family name is a beginning and an end.
inline constexpr std::array<std::string_view, 32> kFamilyBeginnings = {
    "Sala", "Mana",  "Bala", "Villa", "Rama", "Tala", "Maca", "Chan", "Dima", "Kala", "Santi",
    "Pala", "Que",   "Nara", "Fer",   "Gala", "Lina", "Es",   "Cala", "Uma",  "Vala", "Pangi",
    "Hila", "Tolen", "Jura", "Sara",  "Obi",  "Zama", "Ba",   "De",   "Yba",  "Ib"};
inline constexpr std::array<std::string_view, 32> kFamilyEnds = {
    "santos", "reyes", "cruz", "tan",  "rith", "nan",  "lan",  "mora", "mez", "dong", "nez",
    "puri",   "raya",  "vera", "lino", "gao",  "hara", "jan",  "mar",  "bag", "guez", "nita",
    "non",    "pal",   "ran",  "rosa", "sena", "tino", "vida", "yan",  "zar", "zuela"};

inline constexpr std::array<std::string_view, 16> kPlaces = {
    "the port",        "the bus terminal", "a karaoke bar",  "a brick kiln", "a rice mill",  "a guest house",
    "a fishing fleet", "the border gate",  "a massage shop", "a quarry",     "a cane field", "the old market",
    "a coffee shop",   "a beach resort",   "a flat in town", "a carpet loom"};

inline constexpr std::array<std::string_view, 8> kReports = {
    "A girl held at",   "Sisters sent to work at",   "Families in bonded labour at", "A child seen at",
    "A woman who fled", "Recruitment of minors for", "Online abuse traced to",       "A neighbour's report about"};

inline constexpr std::array<std::string_view, 8> kCrimeTypes = {"02041", "02042", "0203",   "03011",
                                                                "03022", "03012", "020222", "030222"};

inline constexpr std::array<std::string_view, 8> kSentences = {
    "She was promised work in another province and was not allowed to leave.",
    "The owner keeps the papers of everybody who works there.",
    "Two men come for the money each evening; one of them wears a uniform.",
    "The family owes an advance that grows with every month.",
    "A cousin brought her there and went away with an envelope.",
    "The rooms are behind the kitchen and are locked from the outside.",
    "Nobody was paid since the harvest, and who asks is beaten.",
    "The reporter can be reached in the morning only, and is afraid."};

}  // namespace amparo::bench::words
