add_library(enocheck_warnings INTERFACE)
add_library(enocheck::warnings ALIAS enocheck_warnings)
target_compile_options(enocheck_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these inside its own headers at -O2 and -O3 (GCC bugs 105329 and 105562).
  target_compile_options(enocheck_warnings INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow)
endif()
