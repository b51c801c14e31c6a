#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/testcase.h"
#include "engine/case_result.h"
#include "engine/surroundings.h"
#include "transform/correlate.h"
#include "user/service_user.h"

namespace enocheck::engine {

/// A document as it was posted.
struct Posted {
  std::string stage;  ///< "transform" or "send"
  WebService service = WebService::Send;
  std::string document;
};

/// What is known of a message that a case sent.
struct SentMessage {
  std::string id;
  std::string user;
  duis::ServiceRequest request;  ///< as it was built, before any damage to the document
  std::vector<Posted> posted;
  Bytes pre_command;
  Bytes signed_pre_command;  ///< as it was sent, damage included
  Instant sent_at;
  std::size_t first_exchange = 0;  ///< index of the first exchange after sending
  bool is_critical = false;
  /// The DSP said that it would send a command.
  bool accepted = false;
  /// How many of the device's responses an expectation has been about: those of a replay come after them.
  std::size_t responses_taken = 0;

  [[nodiscard]] const duis::RequestId& request_id() const { return request.header.request_id; }
  [[nodiscard]] const Eui64& target() const { return request_id().target; }
};

/// A document that came through Receive Response.
struct Delivery {
  Instant seen_at;
  user::Received received;
  bool taken = false;  ///< an expectation has been about it
};

/// What a case has done and seen so far; the steps work on it.
class CaseContext {
 public:
  /// The users begin with these originator counters; one that is not in them with the surroundings' first.
  using FirstCounters = std::map<std::string, std::uint64_t, std::less<>>;
  CaseContext(const Surroundings& surroundings, const catalogue::World& world,
              const FirstCounters& first_counters = {});

  [[nodiscard]] Sut& sut() const { return *surroundings_->sut; }
  [[nodiscard]] const Surroundings& surroundings() const { return *surroundings_; }
  [[nodiscard]] const catalogue::World& world() const { return *world_; }
  [[nodiscard]] const catalogue::Profile& profile() const { return *surroundings_->profile; }
  [[nodiscard]] const crypto::KeyStore& keys() const { return *surroundings_->keys; }
  [[nodiscard]] const std::vector<Exchange>& exchanges() const { return sut().exchanges(); }

  /// Errors: BadValue for a name that the world or the case does not have.
  [[nodiscard]] Result<user::ServiceUser*> find_user(std::string_view name);
  [[nodiscard]] Result<const catalogue::WorldMeter*> find_meter(std::string_view name) const;
  [[nodiscard]] Result<SentMessage*> find_message(std::string_view id);
  /// The message that was sent last to this device and accepted; null if there is none.
  [[nodiscard]] const SentMessage* last_accepted_to(const Eui64& device) const;
  /// Keeps a message; one without an id can still be the last one. The reference stays valid.
  SentMessage& keep(SentMessage message);
  [[nodiscard]] const std::vector<std::unique_ptr<SentMessage>>& messages() const { return messages_; }

  /// The text, or what the profile has where it is `profile:KEY`. Errors: BadValue for an unknown key.
  [[nodiscard]] Result<std::string> resolve(std::string_view text) const;
  /// The codes that a message of this service reference variant may have besides today's.
  [[nodiscard]] transform::CorrelationOptions correlation_options(std::string_view srv) const;

  /// Takes in what has come through Receive Response. A document that does not fit schema or signature is a
  /// fail of the DSP.
  [[nodiscard]] std::optional<Stop> collect_deliveries();
  [[nodiscard]] std::vector<Delivery>& deliveries() { return deliveries_; }

  /// An expectation is being judged.
  void count_check() { ++checks_; }
  [[nodiscard]] std::size_t checks() const { return checks_; }
  /// Something that people are to know and that no verdict tells; the same is told once.
  void observe(std::string observation);
  [[nodiscard]] const std::vector<std::string>& observations() const { return observations_; }
  /// The case disturbs a link itself, or the world has a network in trouble: what is lost there is nobody's
  /// fault.
  void set_disturbed() { disturbed_ = true; }
  [[nodiscard]] bool is_disturbed() const { return disturbed_; }
  /// Hands octets to a device as if they came over the HAN, and remembers that the case did.
  [[nodiscard]] Status inject(const Eui64& device, ByteView octets);
  [[nodiscard]] bool is_injected(std::size_t exchange) const { return injected_.contains(exchange); }
  /// Where the last `send` began.
  [[nodiscard]] std::size_t last_send_exchange() const { return last_send_exchange_; }
  void mark_send() { last_send_exchange_ = exchanges().size(); }

 private:
  const Surroundings* surroundings_;
  const catalogue::World* world_;
  std::map<std::string, user::ServiceUser, std::less<>> users_;
  std::vector<std::unique_ptr<SentMessage>> messages_;
  std::vector<Delivery> deliveries_;
  std::set<std::size_t> injected_;
  std::vector<std::string> observations_;
  std::size_t checks_ = 0;
  std::size_t last_send_exchange_ = 0;
  bool disturbed_ = false;
};

/// Where the target remembers, each user goes on with counters that nobody has used. Errors: those of
/// reserving them.
[[nodiscard]] Result<CaseContext::FirstCounters> first_counters(const Surroundings& surroundings,
                                                                const catalogue::World& world);

/// The stop that an error of a target's call means: an endpoint that is lost cannot be judged, what a target
/// cannot do is left out with that reason, anything else is ours.
[[nodiscard]] Stop stop_of(const Error& error);

}  // namespace enocheck::engine
