#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/logger.h"
#include "engine/sut.h"
#include "net/endpoint.h"
#include "net/tls.h"

namespace enocheck::sut {

/// How to reach a DSP, and how it reaches the harness.
struct DspEndpoints {
  net::Url duis;  ///< base URL of its web services
  std::string send = "/api/v1/serviceS";
  std::string transform = "/api/v1/serviceT";
  std::string non_device = "/api/v1/serviceD";
  net::Endpoint listen;                ///< of the harness's Receive Response service
  std::optional<net::Url> respond_to;  ///< how the DSP sees that service, where that is not `listen`
  std::optional<net::Url> control;     ///< where the DSP is a simulator of ours
  std::optional<net::TlsFiles> tls;    ///< own certificate and whom to trust, both as client and as server
  /// Folder with foreign.pem and expired.pem, and the .key beside each: certificates that a DSP has to
  /// refuse.
  std::filesystem::path refused_certificates;
  Duration patience = std::chrono::seconds(30);  ///< for the answer of one call
};

/// What a run over HTTP chooses besides.
struct DspRunOptions {
  bool virtual_time = false;  ///< needs `control`
  bool waits = false;         ///< cases may let real time pass
  std::string world;          ///< that the DSP is in; without `control` no other can be played
  std::string defect;         ///< for the simulator; needs `control`
  std::string profile;        ///< that the simulator has to have, by name
  std::string suite;          ///< digest of the worlds that it has to have
  unsigned rate = 0;          ///< requests a second at most; 0: no limit
};

/// A DSP over DUIS HTTP(S): the harness plays the service users.
class DspHttpSut final : public engine::Sut {
 public:
  /// Listens for Receive Response; calls nobody yet. `clock` tells real time; it and `log` outlive the
  /// target. Errors: those of net::HttpServer::start and net::HttpClient::create.
  [[nodiscard]] static Result<std::unique_ptr<DspHttpSut>> create(DspEndpoints endpoints,
                                                                  DspRunOptions options, const Clock& clock,
                                                                  Logger& log);
  ~DspHttpSut() override;

  [[nodiscard]] std::string name() const override;
  [[nodiscard]] engine::Observes observes() const override;
  /// Errors: Timeout or Io naming the endpoint that does not answer; BadValue where a simulator plays another
  /// profile or other worlds.
  [[nodiscard]] Status reach() override;
  /// Errors: Unsupported where the DSP is in another world and there is no control interface.
  [[nodiscard]] Status load(const catalogue::World& world) override;
  [[nodiscard]] Result<engine::Answer> post(engine::WebService service, std::string_view document) override;
  [[nodiscard]] std::vector<std::string> take_deliveries() override;
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] Status advance(Duration by) override;
  [[nodiscard]] Status await_delivery(Duration patience) override;
  [[nodiscard]] Result<bool> switch_is_closed(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Result<unsigned> load_watts(const Eui64& esme, unsigned index) override;
  [[nodiscard]] Result<engine::FeederState> feeder(std::string_view name) override;
  [[nodiscard]] Status press_boost(const Eui64& esme) override;
  [[nodiscard]] Status set_power(const Eui64& device, bool on) override;
  [[nodiscard]] Status deliver(const Eui64& device, ByteView octets) override;
  [[nodiscard]] Status intercept(std::string_view link, const std::vector<std::size_t>& flipped_bits,
                                 bool drop) override;
  [[nodiscard]] Result<bool> lets_in(std::string_view certificate) override;
  /// Errors: Unsupported with a control interface, which plays one world for one case.
  [[nodiscard]] Result<std::unique_ptr<engine::Sut>> beside(const std::vector<Eui64>& devices) override;
  [[nodiscard]] const std::vector<engine::Exchange>& exchanges() const override;

 private:
  struct Connection;  ///< the way there and back, which all views of the DSP use
  struct Connected;
  explicit DspHttpSut(std::unique_ptr<Connected> connected);
  std::unique_ptr<Connected> connected_;
};

}  // namespace enocheck::sut
