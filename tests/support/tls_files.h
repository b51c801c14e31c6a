#pragma once

// For tests with TLS: certificates made by the openssl program.

#include <string>
#include <vector>

#include "support/run_program.h"

namespace enocheck {

/// Test certificates in the test's folder: `test-server` and `test-client` of authority `test-ca`, `expired`
/// of the same, `foreign` of another. NAME.pem and NAME.key.
class TlsFiles {
 public:
  explicit TlsFiles(const Workplace& place) : place_(place) {}

  [[nodiscard]] bool make() const {
    return authority("test-ca") && authority("test-other-ca") && certificate("test-server", "test-ca", "") &&
           certificate("test-client", "test-ca", "") && certificate("foreign", "test-other-ca", "") &&
           certificate("expired", "test-ca", "expired");
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (place_.folder() / name).string(); }
  /// Who shows this certificate and trusts `test-ca`.
  [[nodiscard]] std::vector<std::string> options(const std::string& own) const {
    return {"--tls-certificate", path(own + ".pem"), "--tls-key",
            path(own + ".key"),  "--tls-trusted",    path("test-ca.pem")};
  }

 private:
  [[nodiscard]] bool openssl(const std::string& command) const {
    return place_.run("/bin/sh", {"-c", "cd \"" + place_.folder().string() + "\" && openssl " + command})
               .exit_code == 0;
  }
  [[nodiscard]] bool authority(const std::string& name) const {
    return openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=" + name +
                   " -addext basicConstraints=critical,CA:TRUE -keyout " + name + ".key -out " + name +
                   ".pem");
  }
  /// `until`: empty, or "expired".
  [[nodiscard]] bool certificate(const std::string& name, const std::string& issuer,
                                 const std::string& until) const {
    place_.write("ca.conf",
                 "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\n"
                 "default_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n[ext]\n"
                 "subjectAltName=IP:127.0.0.1\n");
    place_.write("index.txt", "");
    const auto dates =
        until.empty() ? std::string("-days 20") : "-startdate 20190101000000Z -enddate 20200101000000Z";
    return openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + name + " -keyout " +
                   name + ".key -out " + name + ".csr") &&
           openssl("ca -batch -notext -config ca.conf -extensions ext " + dates + " -cert " + issuer +
                   ".pem -keyfile " + issuer + ".key -in " + name + ".csr -out " + name + ".pem");
  }

  const Workplace& place_;
};

}  // namespace enocheck
