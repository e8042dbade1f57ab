// Coroutines that read straight down while no thread waits: a Task is work that starts when it is awaited.
//
// Rules that GCC 12 and common sense ask for: coroutines take parameters by value (or references to what outlives
// them), a lambda that captures is never a coroutine, and no co_await stands inside a conditional expression or an
// initializer list. A Task that was started must be let run to its end.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <semaphore>
#include <type_traits>
#include <utility>
#include <variant>

namespace amparo {

template <typename T>
class Task;

namespace task_internal {

// At its end a task goes straight to whoever awaited it, without growing the stack.
struct FinalAwaiter {
  bool await_ready() const noexcept { return false; }
  template <typename Promise>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> handle) const noexcept {
    return handle.promise().continuation;
  }
  void await_resume() const noexcept {}
};

struct PromiseBase {
  std::suspend_always initial_suspend() const noexcept { return {}; }
  FinalAwaiter final_suspend() const noexcept { return {}; }

  std::coroutine_handle<> continuation = std::noop_coroutine();
};

template <typename T>
struct Promise : PromiseBase {
  Task<T> get_return_object() noexcept;
  template <typename U>
  void return_value(U&& value) {
    outcome.template emplace<1>(std::forward<U>(value));
  }
  void unhandled_exception() noexcept { outcome.template emplace<2>(std::current_exception()); }
  T Take() {
    if (outcome.index() == 2) std::rethrow_exception(std::get<2>(outcome));
    return std::move(std::get<1>(outcome));
  }

  std::variant<std::monostate, T, std::exception_ptr> outcome;
};

template <>
struct Promise<void> : PromiseBase {
  Task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
  void unhandled_exception() noexcept { failure = std::current_exception(); }
  void Take() const {
    if (failure) std::rethrow_exception(failure);
  }

  std::exception_ptr failure;
};

}  // namespace task_internal

// Work that will yield a T. Lazily started: nothing runs until it is awaited (or given to Start or SyncWait). An
// exception that leaves the coroutine is thrown again where it is awaited. Moves only; awaited at most once.
template <typename T>
class [[nodiscard]] Task {
 public:
  using promise_type = task_internal::Promise<T>;

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  // What `co_await std::move(task)` and `co_await Function()` do.
  auto operator co_await() && noexcept {
    struct Awaiter {
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) const noexcept {
        handle.promise().continuation = awaiting;
        return handle;
      }
      T await_resume() const { return handle.promise().Take(); }

      std::coroutine_handle<promise_type> handle;
    };
    return Awaiter{handle_};
  }

 private:
  friend promise_type;
  explicit Task(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}

  std::coroutine_handle<promise_type> handle_;
};

namespace task_internal {

template <typename T>
Task<T> Promise<T>::get_return_object() noexcept {
  return Task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}

inline Task<void> Promise<void>::get_return_object() noexcept {
  return Task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

// A coroutine nobody holds: it starts at once and frees itself at its end.
struct Detached {
  struct promise_type {
    Detached get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
  };
};

template <typename T, typename Done>
Detached RunDetached(Task<T> task, Done done) {
  if constexpr (std::is_void_v<T>) {
    co_await std::move(task);
    done();
  } else {
    T value = co_await std::move(task);
    done(std::move(value));
  }
}

}  // namespace task_internal

// Starts `task` on this thread and returns when it first waits; `done(T)` (or `done()`) is called once, on the thread
// that finishes it. An exception that leaves the task ends the process: catch inside the task.
template <typename T, typename Done>
void Start(Task<T> task, Done done) {
  task_internal::RunDetached(std::move(task), std::move(done));
}

namespace task_internal {

// Turns what a task yields or throws into a value, so that SyncWait can throw it on the waiting thread.
template <typename T>
struct Caught {
  std::optional<std::conditional_t<std::is_void_v<T>, std::monostate, T>> value;
  std::exception_ptr failure;
};

template <typename T>
Task<void> CatchInto(Task<T> task, Caught<T>* caught) {
  try {
    if constexpr (std::is_void_v<T>) {
      co_await std::move(task);
      caught->value.emplace();
    } else {
      T value = co_await std::move(task);
      caught->value.emplace(std::move(value));
    }
  } catch (...) {
    caught->failure = std::current_exception();
  }
}

}  // namespace task_internal

// Runs `task` and blocks this thread until it has ended: for main functions and tests, never inside a coroutine.
template <typename T>
T SyncWait(Task<T> task) {
  task_internal::Caught<T> caught;
  std::binary_semaphore finished(0);
  Start(task_internal::CatchInto(std::move(task), &caught), [&finished] { finished.release(); });
  finished.acquire();
  if (caught.failure) std::rethrow_exception(caught.failure);
  if constexpr (!std::is_void_v<T>) return std::move(*caught.value);
}

// A task that only yields `value`: for a function that answers a task and finds nothing to wait for.
template <typename T>
Task<T> Ended(T value) {
  co_return value;
}

// A task that awaits one awaitable of ours (a database run, a call): lets SyncWait and Start take it.
template <typename Awaitable>
auto AsTask(Awaitable awaitable) -> Task<decltype(awaitable.await_resume())> {
  co_return co_await std::move(awaitable);
}

}  // namespace amparo
