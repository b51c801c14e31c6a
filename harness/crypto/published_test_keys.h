#pragma once

// For tests only: keys of the public ZAZ1-style test PKI beside RTDS 4.5.0 (repository
// SmartDCCInnovation/gbcs-parser). They are published facts and protect nothing.

#include <array>
#include <string_view>

#include "core/bytes.h"
#include "core/hex.h"

namespace enocheck::crypto::published {

struct KeyPair {
  std::string_view name;
  std::string_view scalar;
  std::string_view point;
};

inline constexpr KeyPair kBrokerSigning{"access control broker, digital signature",
                                        "A28179FD825FBD76CE2C66D26713E169FCAFC0BF337B2D6DBBE85A61348C30A8",
                                        "0485E3460DC38A905F725582E4465128C40C897AC7B65F64DE870C5F099A65FD9EA2"
                                        "28BB5E0C4F0B5EDE2B4128EA39C96EFD175CA"
                                        "759A39D214659BD66D302DA34"};
inline constexpr KeyPair kBrokerAgreement{"access control broker, key agreement",
                                          "AD35C8E1DF832839B6937908E0C8229FF97EB5349DA007B51A1079F56FC1DF68",
                                          "04AB296A236330EC5B8B4E6BC245A4B72D660FF3B79F9259A4D239D02DCA48652A"
                                          "3C2DAD3C44E4624DCFB5EB99E76000AEAE3396D"
                                          "9F588F08160CE1DD1BEFBFE03"};
inline constexpr KeyPair kSupplierSigning{"supplier, digital signature",
                                          "39E04543C766E70B18399403C72490C5019C19FB3AB1FD6999AC2C4137797A7A",
                                          "0430C2AB5A0D131726FFBDA80E79294CC37534432A3E424405B97A3ABA0FFC79DC"
                                          "E729B2517563CB7D95827E4C50B48CBA3D87D58"
                                          "93C51B96D87C345E3717F8C1E"};
inline constexpr KeyPair kSupplierAgreement{
    "supplier, key agreement", "40883990DA5B372DC4EC96C76B576BF5D4206E3BFD34CBF60B62448F1F9BA544",
    "049274FFF8A3AF56D6B016D3A8FA60DA3E579551EB295819C80EB7A43F30722B225504285E4A5176B96334DBB72EA0CFC0C9C6E4"
    "0"
    "A0AE3C28937C34258F0E840BA"};
inline constexpr KeyPair kNetworkOperatorSigning{
    "network operator, digital signature", "E78B3E5294797D815A54E168CDADAA2A4FEA8B6D9F1BAF8A24B9C19A1748F91B",
    "04794C581BE8FC2901B3B42644293455E87E2D9EEFB37E625ACD1FE066286D33BB1253BC4470FAA1FD57AEF93B3268E038C8FE6E"
    "0"
    "C5E2327B45C5A36867DB9F1A7"};
inline constexpr KeyPair kNetworkOperatorAgreement{
    "network operator, key agreement", "39617CD162ACA32AE9382A5CAEA1858139A456A0A9220A724558416E961240F9",
    "04BDAA07A43B50006A43F76C9A04043DA26E8C6EBE4DE7CED34D1835C03EFC690DB82C158DCA3225E71E78A194A51AF387032D04"
    "F"
    "D53C6EB9DBBE3CF1BFB75D38D"};
inline constexpr KeyPair kNetworkOperatorXml{
    "network operator, XML signing (serial 40938316298935008147424226388667426413)",
    "BD51F4449AB4024C55B1FBDE9840C46DA7F1DC30D1A6AD4F82128835DFFF4AB2",
    "04102312C806ADC3F8A481968D4094C0FD334808DE6A3CB6E39BFDE5BFBE0A6866475AE62B7777769A3022DEF800E8CADC77F575"
    "5"
    "C9D60DC977B4F8247CAC0382D"};

// Devices: only the points are published.
inline constexpr std::string_view kEsmeAgreement =
    "048F2052985D2DB939A9371C8FEF58ACB6814B35D5BF2AA25F97F8D198B26DFE601ADD893FC4A1D98291F68E8429B715852367DC"
    "0"
    "F2C4902E6FF8A736DDC29C134";
inline constexpr std::string_view kHubAgreement =
    "04B85A2FA2AF4D54C519A3A05F40841E56A8FB3358C111581ABA9805BEBA5502B23985C261B941CB73AEEE4B7810D0C3574CEC8F"
    "4"
    "1393E4FF55741AD23FA3BD1DC";

/// The octets of a constant that is known to be hex.
inline Bytes octets(std::string_view hex) { return decode_hex(hex).value(); }

}  // namespace enocheck::crypto::published
