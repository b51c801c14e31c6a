#include "core/result.h"

namespace enocheck {

const char* name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::Truncated: return "truncated";
    case ErrorCode::TrailingBytes: return "trailing-bytes";
    case ErrorCode::BadTag: return "bad-tag";
    case ErrorCode::BadValue: return "bad-value";
    case ErrorCode::BadMac: return "bad-mac";
    case ErrorCode::BadSignature: return "bad-signature";
    case ErrorCode::MissingKey: return "missing-key";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::Schema: return "schema";
    case ErrorCode::Hostile: return "hostile";
    case ErrorCode::Crypto: return "crypto";
    case ErrorCode::Io: return "io";
    case ErrorCode::Timeout: return "timeout";
    case ErrorCode::Internal: return "internal";
  }
  return "unknown";
}

}  // namespace enocheck
