// The one field of each kind of resource that holds what was sealed: it travels in records, feeds and exports, and
// never in an answer.
#pragma once

#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/charge.pb.h"
#include "amparo/cases/v1/network.pb.h"
#include "amparo/cases/v1/office.pb.h"
#include "amparo/cases/v1/operation.pb.h"
#include "amparo/cases/v1/party.pb.h"

namespace amparo::cases {

// Takes the sealed field out of a resource.
inline void ClearSealed(v1::Case& message) {
  message.clear_sealed_narrative();
}
inline void ClearSealed(v1::Party& message) {
  message.clear_sealed_identity();
}
inline void ClearSealed(v1::Operation& message) {
  message.clear_sealed_plan();
}
inline void ClearSealed(v1::Venue& message) {
  message.clear_sealed_address();
}
// Nothing of these is sealed.
inline void ClearSealed(v1::Office&) {}
inline void ClearSealed(v1::Charge&) {}
inline void ClearSealed(v1::Link&) {}

}  // namespace amparo::cases
