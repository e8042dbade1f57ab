// The AuditService of an owning service: lists its trail and verifies it. The same class serves
// "amparo.cases.v1.AuditService" and "amparo.scheduling.v1.AuditService": their messages are shared.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "amparo/audit/v1/audit.pb.h"
#include "common/audit/audit.h"
#include "common/audit/audit_list.h"
#include "common/audit/head_keeper.h"
#include "common/audit/pg_evidence.h"
#include "common/audit/verify.h"
#include "common/pg/reader.h"
#include "common/pg/workers.h"
#include "common/pg/writer.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "common/rpc/streams.h"

namespace amparo::audit {

// What the API works with; all of it must outlive the API.
struct AuditApiParts {
  // For reads that must see what is committed.
  pg::Reader* reader = nullptr;
  pg::Writer* writer = nullptr;
  pg::Workers* workers = nullptr;
  std::shared_ptr<HeadKeeper> keeper;
};

// Implements both RPCs; each call is itself a row of the trail, committed before anything is read.
class AuditApi {
 public:
  // Whether the caller, who may see the office of this id, may be told of it (it exists) and of the compartment (empty
  // = none): OK, or the NOT_FOUND of what does not exist.
  using Gate =
      std::function<rpc::Task<absl::Status>(rpc::CallContext* context, std::string office, std::string compartment)>;

  // `service` is the full name of the service to serve. Without a gate every office exists and nobody sees a
  // compartment.
  AuditApi(std::string service, AuditApiParts parts, Gate gate = {});

  // Both RPCs, to be given to the server.
  rpc::ServiceBinding Binding();

  rpc::Task<absl::StatusOr<v1::ListAuditEntriesResponse>> ListAuditEntries(rpc::CallContext& context,
                                                                           v1::ListAuditEntriesRequest request);
  rpc::Task<absl::Status> VerifyAudit(rpc::CallContext& context, v1::VerifyAuditRequest request,
                                      rpc::ServerStream<v1::VerifyAuditResponse>& out);

 private:
  // Some steps of a verification.
  struct Piece {
    Verification verification;
    std::vector<Fault> faults;
  };

  // The office's id, seen by the caller.
  rpc::Task<absl::StatusOr<std::string>> OpenOffice(rpc::CallContext* context, std::string name,
                                                    std::string_view field);
  rpc::Task<absl::Status> Record(rpc::CallContext* context, std::string office, std::string compartment,
                                 std::string reason);
  rpc::Task<absl::StatusOr<Piece>> RunPiece(Verification verification, EvidenceScope scope, Limits limits);
  // Adds the faults to the answer, without what the caller may not know.
  rpc::Task<absl::Status> AddFaults(rpc::CallContext* context, std::string office, std::vector<Fault> faults,
                                    v1::VerifyAuditResponse* response);

  const std::string service_;
  const AuditApiParts parts_;
  const Gate gate_;
};

}  // namespace amparo::audit
