// What LeakSanitizer is told about libraries. libpqxx 6 loses the result of a statement that finds its connection
// broken (pqxx::transaction_base::direct_exec under Begin), which the test that cuts all connections provokes. Without
// the sanitizer nobody calls this.
extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions() {
  return "leak:libpqxx-6\n";
}
