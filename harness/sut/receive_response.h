#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/eui64.h"
#include "net/http_message.h"

namespace enocheck::sut {

/// The users' Receive Response service: takes documents on the server's threads and keeps them until they are
/// asked for. It judges nothing: the DSP gets its 204 at once (DUIS brief, gotcha 21).
class ReceiveResponse {
 public:
  /// Where documents wait for one of those that ask; it closes when that one lets go of it.
  class Box {
   public:
    [[nodiscard]] std::vector<std::string> take();
    /// Waits until something has come.
    void await(Duration patience);

   private:
    friend class ReceiveResponse;
    void put(std::string_view document);
    [[nodiscard]] bool is_about(std::string_view document) const;

    std::vector<std::string> devices_;  ///< EUIs as they stand in documents
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<std::string> documents_;
  };

  /// A box for what names one of these devices, and what names none that has a box; without devices for
  /// everything.
  [[nodiscard]] std::shared_ptr<Box> open(const std::vector<Eui64>& devices = {});
  [[nodiscard]] net::HttpResponse take_in(const net::HttpRequest& request);

 private:
  std::mutex mutex_;
  std::vector<std::weak_ptr<Box>> boxes_;
};

}  // namespace enocheck::sut
