# One static library a layer of harness/. A layer has a level and may depend on lower levels only (style rule S22);
# tests/architecture checks the same on every #include.
function(enocheck_layer name)
  cmake_parse_arguments(ARG "" "LEVEL" "SOURCES;DEPS;PRIVATE_LIBS;PUBLIC_LIBS;TESTS" ${ARGN})
  if(NOT ARG_SOURCES)
    message(FATAL_ERROR "layer ${name} has no SOURCES")
  endif()
  add_library(enocheck_${name} STATIC ${ARG_SOURCES})
  set_target_properties(enocheck_${name} PROPERTIES ENOCHECK_LEVEL ${ARG_LEVEL})
  target_include_directories(enocheck_${name} PUBLIC "${PROJECT_SOURCE_DIR}/harness")
  target_link_libraries(enocheck_${name} PUBLIC fmt::fmt tl::expected ${ARG_PUBLIC_LIBS}
                                         PRIVATE enocheck::warnings ${ARG_PRIVATE_LIBS})
  foreach(dep IN LISTS ARG_DEPS)
    get_target_property(below enocheck_${dep} ENOCHECK_LEVEL)
    if(NOT below LESS ARG_LEVEL)
      message(FATAL_ERROR "${name} (level ${ARG_LEVEL}) may not depend on ${dep} (level ${below})")
    endif()
    target_link_libraries(enocheck_${name} PUBLIC enocheck_${dep})
  endforeach()
  target_precompile_headers(enocheck_${name} PRIVATE <algorithm> <array> <cstdint> <map> <memory> <optional> <span>
                            <string> <string_view> <utility> <variant> <vector> <fmt/format.h> <tl/expected.hpp>)
  if(ENOCHECK_BUILD_TESTS AND ARG_TESTS)
    enocheck_test(${name}_test SOURCES ${ARG_TESTS} DEPS ${name} LABELS unit)
  endif()
endfunction()

# One GoogleTest program, run by ctest as one test. The data folders reach it through the environment.
function(enocheck_test name)
  cmake_parse_arguments(ARG "OWN_MAIN" "" "SOURCES;DEPS;LIBS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  list(TRANSFORM ARG_DEPS PREPEND enocheck_)
  set(main GTest::gtest_main)
  if(ARG_OWN_MAIN)
    set(main GTest::gtest)
  endif()
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} ${ARG_LIBS} ${main} enocheck::warnings)
  target_compile_options(${name} PRIVATE -O1)  # a test is built often and run once
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 takes inlined vector code for accesses out of bounds (GCC bugs 104475, 105651).
    target_compile_options(${name} PRIVATE -Wno-array-bounds -Wno-stringop-overread)
  endif()
  target_precompile_headers(${name} PRIVATE <gtest/gtest.h> <fmt/format.h> <string> <vector>)
  add_test(NAME ${name} COMMAND ${name})
  if("unit" IN_LIST ARG_LABELS)
    add_dependencies(unit_tests ${name})
  endif()
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "ENOCHECK_SOURCE_DIR=${PROJECT_SOURCE_DIR}"
                                          LABELS "${ARG_LABELS}")
endfunction()
