#include "server/smki_server.h"

#include <algorithm>
#include <cctype>
#include <sstream>

#include <fmt/format.h>

#include <pugixml.hpp>

#include "core/hex.h"

namespace enocheck::server {
namespace {

using crypto::KeyStore;
using crypto::KeyUsage;

constexpr int kNothingFound = 402;
constexpr int kBadSearch = 401;

net::HttpResponse refuse(int status) {
  return {.status = status, .media_type = {}, .body = {}, .headers = {}};
}

/// Serial numbers are numbers: case and leading zeros do not tell them apart.
std::string serial_key(std::string_view hex) {
  std::string key;
  for (const char digit : hex) {
    if (key.empty() && digit == '0') { continue; }
    key += static_cast<char>(std::toupper(static_cast<unsigned char>(digit)));
  }
  return key;
}

void add(pugi::xml_node parent, const char* name, const std::string& text) {
  parent.append_child(name).text().set(text.c_str());
}

/// A device has no subject name, and no role.
void add_subject(pugi::xml_node parent, const crypto::Certificate& certificate) {
  const auto* const element = certificate.role() ? "CertificateSubjectName" : "CertificateSubjectAltName";
  add(parent, element, to_string(*certificate.subject()));
}

void add_kind(pugi::xml_node parent, const crypto::Certificate& certificate) {
  if (certificate.role()) {
    add(parent, "CertificateRole", fmt::format("{}", static_cast<unsigned>(*certificate.role())));
  }
  add(parent, "CertificateUsage", certificate.usage() == KeyUsage::KeyAgreement ? "KA" : "DS");
  add(parent, "ManufacturingFlag", "false");
}

pugi::xml_node begin_answer(pugi::xml_document& document, const char* root_name) {
  auto declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  declaration.append_attribute("standalone") = "yes";
  auto root = document.append_child(root_name);
  add(root, "ResponseCode", "200");
  add(root, "ResponseMessage", "Success");
  add(root, "AuditReference", "enocheck-simulated");
  return root;
}

net::HttpResponse answer_with(const pugi::xml_document& document) {
  std::ostringstream text;
  document.save(text, "  ");
  return {.status = 200, .media_type = "application/xml", .body = text.str(), .headers = {}};
}

/// All of them: which usage, role and status it wants is the client's business.
net::HttpResponse search(const KeyStore& keys, pugi::xml_node request) {
  const auto device = request.child("CertificateSubjectAltName");
  const auto organisation = request.child("CertificateSubjectName");
  if (static_cast<bool>(device) == static_cast<bool>(organisation)) { return refuse(kBadSearch); }
  const auto eui = Eui64::parse((device ? device : organisation).text().get());
  if (!eui) { return refuse(kBadSearch); }
  pugi::xml_document document;
  auto root = begin_answer(document, "CertificateSearchResponse");
  for (const auto& entry : keys.entries()) {
    const auto& certificate = entry.certificate;
    if (certificate.subject() != *eui || certificate.role().has_value() == static_cast<bool>(device)) {
      continue;
    }
    auto result = root.append_child("Result");
    add(result, "CertificateSerial", certificate.serial_hex());
    add_subject(result, certificate);
    add(result, "CertificateStatus", "I");
    add_kind(result, certificate);
  }
  return root.child("Result") ? answer_with(document) : refuse(kNothingFound);
}

net::HttpResponse retrieve(const KeyStore& keys, pugi::xml_node request) {
  const std::string_view serial = request.child("CertificateSerial").text().get();
  const bool is_hex = std::all_of(serial.begin(), serial.end(),
                                  [](unsigned char digit) { return std::isxdigit(digit) != 0; });
  if (serial.empty() || !is_hex) { return refuse(kBadSearch); }
  const auto found =
      std::find_if(keys.entries().begin(), keys.entries().end(), [&](const KeyStore::Entry& entry) {
        return entry.certificate.subject() &&
               serial_key(entry.certificate.serial_hex()) == serial_key(serial);
      });
  if (found == keys.entries().end()) { return refuse(kNothingFound); }
  const auto& certificate = found->certificate;
  pugi::xml_document document;
  auto answer = begin_answer(document, "CertificateDataResponse").append_child("CertificateResponse");
  add_subject(answer, certificate);
  add(answer, "CertificateSerial", certificate.serial_hex());
  add(answer, "CertificateStatus", "I");
  add(answer, "CertificateBody", encode_base64(certificate.der()));
  add_kind(answer, certificate);
  return answer_with(document);
}

}  // namespace

net::HttpResponse answer_smki(const KeyStore& keys, const net::HttpRequest& request) {
  const bool searches = request.path == "/services/certificatesearch";
  if (!searches && request.path != "/services/retrievecertificate") { return refuse(404); }
  if (request.method != "POST") {
    return {.status = 405, .media_type = {}, .body = {}, .headers = {{"Allow", "POST"}}};
  }
  if (request.media_type != "application/xml") { return refuse(415); }
  pugi::xml_document document;
  const auto parsed = document.load_buffer(request.body.data(), request.body.size(), pugi::parse_default);
  if (!parsed) { return refuse(kBadSearch); }
  const auto root = document.document_element();
  const std::string_view name = root.name();
  if (searches && name == "CertificateSearchRequest") { return search(keys, root); }
  if (!searches && name == "CertificateDataRequest") { return retrieve(keys, root); }
  return refuse(kBadSearch);
}

}  // namespace enocheck::server
