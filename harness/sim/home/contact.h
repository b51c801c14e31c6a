#pragma once

#include "sim/link.h"

namespace enocheck::sim {

/// The contacts of one switch: hardware, which stays as it is while its device has no power. The load gets
/// power while they are closed and the device's supply is on; each change of that goes out as one octet.
class Contact {
 public:
  Contact(const Eui64& device, bool closed, OctetSink& load)
      : device_(device), closed_(closed), load_(&load) {}

  [[nodiscard]] bool is_closed() const { return closed_; }
  void set_closed(bool closed) { change(closed, supplied_); }
  void set_supplied(bool supplied) { change(closed_, supplied); }

 private:
  void change(bool closed, bool supplied) {
    const bool before = closed_ && supplied_;
    closed_ = closed;
    supplied_ = supplied;
    const bool after = closed_ && supplied_;
    if (after == before) { return; }
    const auto octet = static_cast<std::uint8_t>(after);
    load_->receive(device_, ByteView(&octet, 1));
  }

  Eui64 device_;
  bool closed_;
  bool supplied_ = true;
  OctetSink* load_;
};

}  // namespace enocheck::sim
