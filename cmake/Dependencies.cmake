# Everything the harness is built with comes from Debian 12. A missing package ends the configuration with the
# command that installs it; nothing is downloaded.
function(enocheck_require package debian)
  find_package(${package} ${ARGN} QUIET)
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "${package} is missing. Install it with: apt-get install ${debian}\n"
                        "(runners/selftest and runners/conformance install all that is needed)")
  endif()
endfunction()

enocheck_require(OpenSSL libssl-dev 3.0)
enocheck_require(LibXml2 libxml2-dev)
enocheck_require(pugixml libpugixml-dev)
enocheck_require(fmt libfmt-dev)
enocheck_require(tl-expected libexpected-dev)
enocheck_require(SQLite3 libsqlite3-dev 3.26)
enocheck_require(nlohmann_json nlohmann-json3-dev)
enocheck_require(CLI11 libcli11-dev)
enocheck_require(Threads libc6-dev)
enocheck_require(Boost "libboost1.81-dev libboost-filesystem1.81-dev" 1.81)
enocheck_require(GTest "libgtest-dev libgmock-dev")

find_package(PkgConfig REQUIRED)
pkg_check_modules(xmlsec1 QUIET IMPORTED_TARGET xmlsec1-openssl)
if(NOT xmlsec1_FOUND)
  message(FATAL_ERROR "xmlsec1 with OpenSSL is missing. Install it with: apt-get install libxmlsec1-dev")
endif()
