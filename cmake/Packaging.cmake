# `cmake --install build/release --prefix DIR` and, in the build folder, `cpack -G DEB`. An installed enocheck finds
# its data by its own place (harness/catalogue/data_folder.h): the prefix is free, and the tree can be moved.
include(GNUInstallDirs)
set(data_dir "${CMAKE_INSTALL_DATADIR}/enocheck")
set(doc_dir "${CMAKE_INSTALL_DATADIR}/doc/enocheck")

install(TARGETS enocheck enocheck_loopback_adapter RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
foreach(program enocheck enocheck_loopback_adapter)
  # The libraries are the system's: no path of the build machine.
  set_target_properties(${program} PROPERTIES INSTALL_RPATH "" SKIP_BUILD_RPATH TRUE)
endforeach()

# What is asked, with which bytes, in which grammar. Of schemas/published only what says how to get them.
install(DIRECTORY testcases vectors DESTINATION "${data_dir}")
install(DIRECTORY schemas/enocheck DESTINATION "${data_dir}/schemas")
install(FILES schemas/published/README.md DESTINATION "${data_dir}/schemas/published")
install(DIRECTORY runners/adapters/example_python DESTINATION "${data_dir}/runners/adapters"
        PATTERN __pycache__ EXCLUDE)

# Targets of the registry that are built with enocheck lie in PATH once installed.
file(GLOB suts CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/runners/suts/*.xml")
foreach(sut IN LISTS suts)
  get_filename_component(name "${sut}" NAME)
  file(READ "${sut}" text)
  string(REPLACE "build/release/bin/" "" text "${text}")
  string(REPLACE "cmake --build --preset release" "nothing to do: installed with enocheck" text "${text}")
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/package/suts/${name}" CONTENT "${text}" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/package/suts/${name}" DESTINATION "${data_dir}/runners/suts")
endforeach()

set(ENOCHECK_MAINTAINER "The enocheck authors <enocheck@example.org>" CACHE STRING
    "Who answers for a package: Name <address>")
string(TIMESTAMP today "%a, %d %b %Y %H:%M:%S +0000" UTC)  # SOURCE_DATE_EPOCH, where that is set
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/package/changelog" @ONLY CONTENT
"enocheck (@PROJECT_VERSION@) bookworm; urgency=medium

  * What is new stands in CHANGELOG.md beside this file.

 -- @ENOCHECK_MAINTAINER@  @today@
")

# Completion and man pages are made by the program itself: they cannot go stale.
set(pages "${PROJECT_BINARY_DIR}/package/pages")
add_custom_command(
  OUTPUT "${pages}/done"
  COMMAND "${CMAKE_COMMAND}" -E rm -rf "${pages}"
  COMMAND "${CMAKE_COMMAND}" -E make_directory "${pages}/man1"
  COMMAND enocheck man "${pages}/man1"
  COMMAND "${CMAKE_COMMAND}" -E copy "${PROJECT_SOURCE_DIR}/cmake/enocheck_loopback_adapter.1" "${pages}/man1"
  COMMAND gzip -9nr "${pages}/man1"
  COMMAND enocheck completion bash > "${pages}/enocheck"
  COMMAND enocheck completion zsh > "${pages}/_enocheck"
  COMMAND gzip -9nc "${PROJECT_BINARY_DIR}/package/changelog" > "${pages}/changelog.gz"
  COMMAND "${CMAKE_COMMAND}" -E touch "${pages}/done"
  DEPENDS enocheck "${PROJECT_SOURCE_DIR}/cmake/enocheck_loopback_adapter.1" "${PROJECT_BINARY_DIR}/package/changelog" VERBATIM
  COMMENT "Man pages and completion")
add_custom_target(package_pages ALL DEPENDS "${pages}/done")
install(DIRECTORY "${pages}/man1" DESTINATION "${CMAKE_INSTALL_MANDIR}")
install(FILES "${pages}/enocheck" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${pages}/_enocheck" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions")

install(FILES README.md CHANGELOG.md DESTINATION "${doc_dir}")
install(DIRECTORY docs/ DESTINATION "${doc_dir}" FILES_MATCHING PATTERN "*.md")
install(FILES "${pages}/changelog.gz" DESTINATION "${doc_dir}")
install(FILES cmake/copyright DESTINATION "${doc_dir}")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME enocheck)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_CONTACT "${ENOCHECK_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "conformance harness for GB smart metering (SECMP0046)")
set(CPACK_PACKAGE_DESCRIPTION
"enocheck judges whether a release of a DSP, of the firmware of a meter or of a
Parse and Correlate program may go live with SECMP0046, the change that lets
an Electricity Distributor curtail EV charging through a HAN Connected
Auxiliary Load Control Switch. It sends real DUIS requests and GBCS messages,
follows each hop by hop, and names the hop at fault with the message as
proof.")
set(CPACK_PACKAGING_INSTALL_PREFIX "/usr")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion, python3, wireshark")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
include(CPack)
