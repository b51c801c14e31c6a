#pragma once

// For tests only: three documents that the DCC Boxed signing tool signed, with their canonical forms and
// digests. Source: DUIS brief 4.5 to 4.7 (public ZAZ1 test PKI; the keys protect nothing).

#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/hex.h"
#include "crypto/keys.h"

namespace enocheck::duis::published {

struct SignedDocument {
  std::string_view name;
  std::string_view canonical;  ///< without the signature
  std::size_t canonical_octets;
  std::string_view root_on_wire;  ///< the root's start tag as it was sent: other order of declarations
  bool declares_ds_on_root;
  std::string_view digest_hex;
  std::string_view digest;  ///< DigestValue
  std::string_view
      exclusive_digest;  ///< what a wrong canonicalisation gives: empty if the same, `differs` if not printed
  std::string_view signed_info_hex;  ///< SHA-256 of the canonical SignedInfo
  std::string_view value;            ///< SignatureValue
  std::string_view serial;
  std::string_view x;
  std::string_view y;

  [[nodiscard]] crypto::PublicKey key() const {
    return crypto::PublicKey::from_point(decode_hex("04" + std::string(x) + std::string(y)).value()).value();
  }

  /// The document as it was sent, signature included.
  [[nodiscard]] std::string on_wire() const {
    const auto end_of_root = canonical.find('>') + 1;
    const auto end_tag = canonical.rfind("</");
    std::string text(root_on_wire);
    text += canonical.substr(end_of_root, end_tag - end_of_root);
    text += declares_ds_on_root ? "<ds:Signature>"
                                : "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">";
    text +=
        "<ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>"
        "<ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\"/>"
        "<ds:Reference URI=\"\"><ds:Transforms><ds:Transform "
        "Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/></ds:Transforms>"
        "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue>";
    text += digest;
    text += "</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue>";
    text += value;
    text +=
        "</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>CN=Z1,OU=07"
        "</ds:X509IssuerName><ds:X509SerialNumber>";
    text += serial;
    text += "</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data></ds:KeyInfo></ds:Signature>";
    text += canonical.substr(end_tag);
    return text;
  }
};

/// 7.6 from the ENO, one namespace: either canonicalisation gives the same.
inline constexpr SignedDocument kEnoRequest{
    "A",
    "<sr:Request xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\" schemaVersion=\"5.4\">"
    "<sr:Header><sr:RequestID>90-B3-D5-1F-30-02-00-00:00-DB-12-34-56-78-90-A0:1001</sr:RequestID>"
    "<sr:CommandVariant>4</sr:CommandVariant><sr:ServiceReference>7.6</sr:ServiceReference>"
    "<sr:ServiceReferenceVariant>7.6</sr:ServiceReferenceVariant></sr:Header><sr:Body>"
    "<sr:DeactivateAuxiliaryLoad><sr:DeactivateALCSHCALCS index=\"3\"><sr:Duration>60</sr:Duration>"
    "</sr:DeactivateALCSHCALCS></sr:DeactivateAuxiliaryLoad></sr:Body></sr:Request>",
    521,
    "<sr:Request xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\" schemaVersion=\"5.4\">",
    false,
    "19AE9941F70FDAB1AF01B1AA479AA093F5B632291C48BA7FBDBF5A2930CB6F3D",
    "Ga6ZQfcP2rGvAbGqR5qgk/W2MikcSLp/vb9aKTDLbz0=",
    "",
    "D08BC8EB2B8E1766FE480E4F462E2C637F3F114CE07F2B68BD05C4383A175254",
    "WuSE0X06NCWKm1QMGwiSLCKv4rQ8/pHQlGuhuNbiYLush0VpMeY937YYgiOVJaidmu9LNqLV6XkadaAlpPFZ3g==",
    "40938316298935008147424226388667426413",
    "102312C806ADC3F8A481968D4094C0FD334808DE6A3CB6E39BFDE5BFBE0A6866",
    "475AE62B7777769A3022DEF800E8CADC77F5755C9D60DC977B4F8247CAC0382D"};

/// 7.6 from the supplier, `ds` and `xsi` declared on the root and not used there.
inline constexpr SignedDocument kSupplierRequest{
    "B",
    "<sr:Request xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" "
    "xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" schemaVersion=\"5.4\">"
    "<sr:Header><sr:RequestID>90-B3-D5-1F-30-01-00-00:00-DB-12-34-56-78-90-A0:1001</sr:RequestID>"
    "<sr:CommandVariant>4</sr:CommandVariant><sr:ServiceReference>7.6</sr:ServiceReference>"
    "<sr:ServiceReferenceVariant>7.6</sr:ServiceReferenceVariant></sr:Header><sr:Body>"
    "<sr:DeactivateAuxiliaryLoad><sr:DeactivateALCSHCALCS index=\"3\"><sr:Duration>60</sr:Duration>"
    "</sr:DeactivateALCSHCALCS></sr:DeactivateAuxiliaryLoad></sr:Body></sr:Request>",
    621,
    "<sr:Request xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\" "
    "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" schemaVersion=\"5.4\">",
    true,
    "68687F3C9D2AC0231F2FB9E743ABF3EADDA28CAD7D6AB1EB2C87CDDC5C36B22F",
    "aGh/PJ0qwCMfL7nnQ6vz6t2ijK19arHrLIfN3Fw2si8=",
    "differs",
    "4384640A17017AA1135ABB21BCE3273E388CE86D9E509E7ACB2EF3B1A9E767EF",
    "cg3fb9AExfoqOaEn2ehtuRZWa03JFJIydbqLhxooUgCLgqZErvr4LcNWYSHgLWMus3NsrHN+b8lcBav5+hr9lw==",
    "27572613927499351639968579586655397031",
    "9F88ABD2205C4415E1E11B32D61220657E2D38E7143F9B884BFACD7E48A9637B",
    "455BFFF2D1CC655A5286E86C025A54DE5C45DE376628A80D8FB47134F0BD472E"};

/// A Service Response of the DSP, `ns3` and `ra` declared on the root and not used.
inline constexpr SignedDocument kDspResponse{
    "C",
    "<sr:Response xmlns:ns3=\"http://www.w3.org/2000/09/xmldsig#\" "
    "xmlns:ra=\"http://www.dccinterface.co.uk/ResponseAndAlert\" "
    "xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\" schemaVersion=\"5.4\"><sr:Header>"
    "<sr:RequestID>90-B3-D5-1F-30-01-00-00:00-DB-12-34-56-78-90-A0:1001</sr:RequestID>"
    "<sr:ResponseID>00-DB-12-34-56-78-90-A0:90-B3-D5-1F-30-01-00-00:1001</sr:ResponseID>"
    "<sr:ResponseCode>I0</sr:ResponseCode><sr:ResponseDateTime>2026-01-01T00:00:00.000Z</sr:ResponseDateTime>"
    "</sr:Header><sr:Body><sr:ResponseMessage><sr:ServiceReference>7.6</sr:ServiceReference>"
    "<sr:ServiceReferenceVariant>7.6</sr:ServiceReferenceVariant><sr:GBCSPayload>"
    "3wkCAAAAAAAAA+"
    "kIANsSNFZ4kKAIkLPVHzABAAAAAgBVD9ogAAPpAAACAAACAgADAEAB53K54hHs6bifHDxAfNnP1t5kYu0Ar5KUDXUqm"
    "lP/9VBmqik4o29jjMG4hAp7JKRqirFBxfDPY+Pe+nl1R0v1</sr:GBCSPayload></sr:ResponseMessage></sr:Body>"
    "</sr:Response>",
    854,
    "<sr:Response xmlns:sr=\"http://www.dccinterface.co.uk/ServiceUserGateway\" "
    "xmlns:ns3=\"http://www.w3.org/2000/09/xmldsig#\" "
    "xmlns:ra=\"http://www.dccinterface.co.uk/ResponseAndAlert\" schemaVersion=\"5.4\">",
    false,
    "8C970C1F16095C199BE66FA02C07E4F1D3B8EE396C4E73062752B72483CE24BA",
    "jJcMHxYJXBmb5m+gLAfk8dO47jlsTnMGJ1K3JIPOJLo=",
    "FuDHsQTzHrzDuPmSLan9CZ3Akju6ygMq9kmEgPo1NHk=",
    "67E1F0BDEE9096D4F69CA58F29B9F2A79D8DBD764947C5706A4C6CDF586770DD",
    "6JTWhpN6VRoiUnECN15rGNLI1k85sXTjOEBGgIWUdbR0qV7yZUwN6gDq02STQwwoFEOmJkB5PrDsGKQn5qKfLA==",
    "167048897159233642262001557408276884033",
    "752DB1541D82ADC4438C5F887E6D8F21A70584CC8E858ED140685D67B9C17594",
    "A444CE5312621DCA1351D987CD656B02A4BD95F2C14FA7E0062D24722532ADF5"};

/// The private key of A's signer. Source: DUIS brief 4.5.
[[nodiscard]] inline crypto::PrivateKey eno_xml_signing_key() {
  return crypto::PrivateKey::from_scalar(
             decode_hex("BD51F4449AB4024C55B1FBDE9840C46DA7F1DC30D1A6AD4F82128835DFFF4AB2").value())
      .value();
}

/// A's certificate, base64 DER. Source: DUIS brief 4.5.
inline constexpr std::string_view kEnoXmlSigningCertificate =
    "MIIBfzCCASWgAwIBAgIQHsxu1A+"
    "SqCg121gXS0pmbTAKBggqhkjOPQQDAjAaMQswCQYDVQQLDAIwNzELMAkGA1UEAwwCWjEwIBcNMTgwMTAx"
    "MDAwMDAwWhgPMjExODAxMDEwMDAwMDBaMCExCzAJBgNVBAsMAjg3MRIwEAYDVQQtAwkAkLPVHzACAAAwWTATBgcqhkjOPQIBBggqhkjO"
    "PQMB"
    "BwNCAAQQIxLIBq3D+KSBlo1AlMD9M0gI3mo8tuOb/eW/"
    "vgpoZkda5it3d3aaMCLe+ADoytx39XVcnWDcl3tPgkfKwDgto0QwQjAdBgNVHSAB"
    "Af8EEzARMA8GDSqGOgABhI+5DwECAQQwEQYDVR0OBAoECEzP3ZIyFCn+MA4GA1UdDwEB/"
    "wQEAwIHgDAKBggqhkjOPQQDAgNIADBFAiB5vsaj"
    "LifbwUibaV9Sa44MB/4Uy+KhyNLivrF+vrTprgIhAOjALNdx/XCVd5VQE+eoYOd+HPRM9J28Nj0P2X02YAps";

}  // namespace enocheck::duis::published
