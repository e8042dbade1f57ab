// What LeakSanitizer is told about libraries, in every test program. libpqxx 6.4 loses the result of a statement when
// it finds, on wrapping it, that the connection is gone: what tests of faults do to it all the time. Without the
// sanitizer nobody calls this.
extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions() {
  return "leak:libpqxx-6\n";
}
