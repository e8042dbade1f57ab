// The whole program, so that main and tests run the same.
#pragma once

#include <ostream>

namespace amparo::cli {

// Does what the command line asks for: answers go to `out`, messages and notes to `err`. The result is an ExitCode.
int Run(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

}  // namespace amparo::cli
