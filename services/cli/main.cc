// `amparo`: the client that people and batch jobs use.
#include <iostream>

#include "services/cli/program.h"

int main(int argc, char** argv) {
  return amparo::cli::Run(argc, argv, std::cout, std::cerr);
}
