// What is asked of a database that holds a population (population.h).
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "tests/bench/load.h"
#include "tests/bench/population.h"

namespace amparo::bench {

// Reads any case.
Workload GetAnyCase(const Population& population);

// The first page of an office's cases in one stage.
Workload ListFirstPages();

// A later page of such a list; the pages are walked to beforehand, since only their answers have the tokens.
Workload ListNextPages(const std::shared_ptr<grpc::Channel>& channel);

// The first page of an office's cases that a clerk looks for: by the words of their title, by the rest of the year of
// their report and their crime type, or by who leads them and their stage.
Workload ListByFilters(const Population& population);

// Counts what such lists have.
Workload CountByFilters(const Population& population);

// Looks for people who are there: by their name as it is, with a letter wrong, or with its words the other way round.
Workload SearchByName(const Population& population);

// Looks for them by one word of their name alone, as it is or with a letter wrong: what hundreds of thousands may have.
Workload SearchByWord(const Population& population);

// Looks for the duplicates of people who are there, and of somebody about to be entered who bears the name of one.
Workload FindDuplicates(const Population& population);

// Looks for the duplicates of cases that are there.
Workload FindDuplicateCases(const Population& population);

}  // namespace amparo::bench
