// The processor time of another process, from /proc.
#pragma once

#include <sys/types.h>

#include <chrono>

namespace amparo::bench {

// User and system time that `pid` has used so far, all its threads together; in steps of the kernel's clock tick
// (10 ms).
std::chrono::duration<double> CpuTimeOf(pid_t pid);

}  // namespace amparo::bench
