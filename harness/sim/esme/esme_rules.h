#pragma once

#include "sim/esme/authentication.h"
#include "sim/esme/controller_rules.h"
#include "sim/esme/firmware_rules.h"
#include "sim/esme/join_rules.h"
#include "sim/esme/response_rules.h"
#include "sim/esme/switch_rules.h"

namespace enocheck::sim {

/// All that an ESME decides by.
class EsmeRules : public AuthenticationRules,
                  public SwitchRules,
                  public ControllerRules,
                  public FirmwareRules,
                  public JoinRules,
                  public ResponseRules {
 public:
  explicit EsmeRules(const Policy& policy)
      : AuthenticationRules(policy), SwitchRules(policy), JoinRules(policy) {}
};

}  // namespace enocheck::sim
