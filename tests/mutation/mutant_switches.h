// What the sources of a program with all mutants in it call (all_mutants.py writes the calls). A mutant has a
// number; the environment's ENOCHECK_MUTANT says which one is on, none if it is not set. Where the mutant and
// the original are written by operators, an object with operators of the same precedence stands between the
// operands: `a < b` becomes `a < enocheck_mutant::Less(7, 8) < b`.
//
// ENOCHECK_MUTANT_SEEN=FILE has the marks of the mutants written there at the end, an octet each.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <type_traits>
#include <utility>

namespace enocheck_mutant {

using Number = unsigned;

inline constexpr Number kNone = 0;            ///< no mutant stands here
inline constexpr Number kEnd = 1U << 18U;     ///< above all numbers
inline constexpr int kDoesNotCompile = 77;    ///< exit code
inline constexpr unsigned char kReached = 1;  ///< the run came here
inline constexpr unsigned char kDiffers = 2;  ///< and the mutant's value was another one than the original's
inline constexpr unsigned char kImpossible = 4;  ///< and the mutant's expression does not compile

inline unsigned char marks[kEnd];

inline void write_marks() {
  if (std::FILE* file = std::fopen(std::getenv("ENOCHECK_MUTANT_SEEN"), "wb")) {
    std::fwrite(marks, 1, kEnd, file);
    std::fclose(file);
  }
}

inline Number number_from_environment() {
  if (std::getenv("ENOCHECK_MUTANT_SEEN") != nullptr) { std::atexit(write_marks); }
  const char* text = std::getenv("ENOCHECK_MUTANT");
  return text == nullptr || *text == '\0' ? kEnd : static_cast<Number>(std::strtoul(text, nullptr, 10));
}

inline const Number active = number_from_environment();

/// For a mutant that differs wherever it is.
inline bool on(Number number) {
  marks[number] |= kReached | kDiffers;
  return number == active;
}

inline void mark_impossible(Number number) {
  marks[number] |= kImpossible;
  if (number == active) { std::_Exit(kDoesNotCompile); }
}

// && and ||. A mutant changes one operator of a chain; which operands belong together follows from all of
// them.

struct Link {
  bool is_and;
  Number number;
};
constexpr Link And(Number number) { return {true, number}; }
constexpr Link Or(Number number) { return {false, number}; }

/// Value of `operand link operand link operand …`; evaluates no operand more than the operators would.
template <class... Operands>
bool chain(std::initializer_list<Link> links, const Operands&... operands) {
  bool value = false;
  bool is_settled = false;
  const Link* link = nullptr;
  const auto take = [&](const auto& operand) {
    if (link == nullptr) {
      value = operand();
      link = links.begin();
      return;
    }
    const bool is_and = link->is_and != on(link->number);
    ++link;
    if (!is_and && value) { is_settled = true; }  // all before it is true, and || binds least
    if (is_and == value && !is_settled) { value = operand(); }
  };
  ((is_settled ? void() : take(operands)), ...);
  return value;
}

// Comparisons.

struct IsEqual {
  template <class A, class B>
  static auto of(A& a, B& b) -> decltype(static_cast<bool>(a == b)) {
    return static_cast<bool>(a == b);
  }
};
struct IsNotEqual {
  template <class A, class B>
  static auto of(A& a, B& b) -> decltype(static_cast<bool>(a != b)) {
    return static_cast<bool>(a != b);
  }
};
struct IsLess {
  template <class A, class B>
  static auto of(A& a, B& b) -> decltype(static_cast<bool>(a < b)) {
    return static_cast<bool>(a < b);
  }
};
struct IsLessEqual {
  template <class A, class B>
  static auto of(A& a, B& b) -> decltype(static_cast<bool>(a <= b)) {
    return static_cast<bool>(a <= b);
  }
};
struct IsGreater {
  template <class A, class B>
  static auto of(A& a, B& b) -> decltype(static_cast<bool>(a > b)) {
    return static_cast<bool>(a > b);
  }
};
struct IsGreaterEqual {
  template <class A, class B>
  static auto of(A& a, B& b) -> decltype(static_cast<bool>(a >= b)) {
    return static_cast<bool>(a >= b);
  }
};

/// `value` unless the mutant is on.
template <class Mutated, class A, class B>
bool unless_mutated(Number number, bool value, A& a, B& b) {
  if (number == kNone) { return value; }
  if constexpr (requires { Mutated::of(a, b); }) {
    const bool mutated = Mutated::of(a, b);
    marks[number] |= mutated == value ? kReached : kReached | kDiffers;
    return number == active ? mutated : value;
  } else {
    mark_impossible(number);
    return value;
  }
}

/// The left operand on its way to the right one. Lives as long as the expression.
template <class Operator, class A>
struct Left {
  A& value;
  Operator by;
};

template <class Original, class First, class Second, class Left, class B>
bool compared(Left& a, B& b) {
  const bool value = Original::of(a.value, b);
  const bool first = unless_mutated<First>(a.by.first, value, a.value, b);
  const bool second = unless_mutated<Second>(a.by.second, value, a.value, b);
  return a.by.second == active ? second : first;
}

// Comparisons with a std::optional have an overload of their own: std has one for anything with an optional.
#define ENOCHECK_COMPARISON(Name, symbol, First, Second)                         \
  struct Name {                                                                  \
    Number first, second;                                                        \
    explicit constexpr Name(Number a, Number b = kNone) : first(a), second(b) {} \
  };                                                                             \
  template <class A>                                                             \
  Left<Name, std::remove_reference_t<A>> operator symbol(A&& a, Name by) {       \
    return {a, by};                                                              \
  }                                                                              \
  template <class A, class B>                                                    \
  bool operator symbol(Left<Name, A> a, B&& b) {                                 \
    return compared<Is##Name, First, Second>(a, b);                              \
  }                                                                              \
  template <class A, class T>                                                    \
  bool operator symbol(Left<Name, A> a, const std::optional<T>& b) {             \
    return compared<Is##Name, First, Second>(a, b);                              \
  }

ENOCHECK_COMPARISON(Equal, ==, IsNotEqual, IsNotEqual)
ENOCHECK_COMPARISON(NotEqual, !=, IsEqual, IsEqual)
ENOCHECK_COMPARISON(Less, <, IsLessEqual, IsGreaterEqual)
ENOCHECK_COMPARISON(LessEqual, <=, IsLess, IsGreater)
ENOCHECK_COMPARISON(Greater, >, IsGreaterEqual, IsLessEqual)
ENOCHECK_COMPARISON(GreaterEqual, >=, IsGreater, IsLess)

// Sums.

#define ENOCHECK_SUM(Name, symbol, mutated)                                  \
  struct Name {                                                              \
    Number number;                                                           \
    explicit constexpr Name(Number n) : number(n) {}                         \
  };                                                                         \
  template <class A>                                                         \
  Left<Name, std::remove_reference_t<A>> operator symbol(A&& a, Name by) {   \
    return {a, by};                                                          \
  }                                                                          \
  template <class A, class B>                                                \
  auto operator symbol(Left<Name, A> a, B&& b) {                             \
    using Value = std::decay_t<decltype(a.value symbol b)>;                  \
    if constexpr (requires { static_cast<Value>(a.value mutated b); }) {     \
      if (on(a.by.number)) { return static_cast<Value>(a.value mutated b); } \
    } else {                                                                 \
      mark_impossible(a.by.number);                                          \
    }                                                                        \
    return static_cast<Value>(a.value symbol b);                             \
  }

ENOCHECK_SUM(Plus, +, -)
ENOCHECK_SUM(Minus, -, +)

}  // namespace enocheck_mutant
