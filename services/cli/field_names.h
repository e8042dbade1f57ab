// What a person at a terminal is told of fields: the contract's names mean nothing to whoever gave options.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace amparo::cli {

// `text`, which tells how `command` failed, with the command's options in the place of the fields that they give: a
// line "case.crime_type: must be ..." begins with "--crime-type: ", and in a sentence "closure_reason" becomes
// "--code". What no option of the command gives keeps its name.
std::string CalledByOptions(std::string_view text, const CLI::App& command);

// The command that was given last: that of `amparo case close` is "close".
const CLI::App& CommandOf(const CLI::App& app);

}  // namespace amparo::cli
