// The whole program, so that main and tests run the same.
#pragma once

#include <ostream>

namespace CLI {
class App;
}

namespace amparo::cli {

class Context;

// Adds all commands, and what the program's own help says. `context`, which was made for `app`, must outlive it.
void AddCommands(CLI::App& app, Context& context);

// Does what the command line asks for: answers go to `out`, messages and notes to `err`. The result is an ExitCode.
int Run(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

}  // namespace amparo::cli
