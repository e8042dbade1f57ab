// Finding resources the way people name them, and walking all pages of a list.
#pragma once

#include <algorithm>
#include <string>

#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/office.pb.h"
#include "services/cli/connection.h"

namespace amparo::cli {

// The case's resource name from `offices/O/cases/ID`, or from `O/NUMBER` with its case number. A Failure when there is
// none.
std::string CaseName(Connection& connection, const std::string& given);

// A survivor's resource name from `offices/O/cases/ID/parties/ID`, or from `O/NUMBER/PSEUDONYM`. A Failure when there
// is none, or more than one of that pseudonym.
std::string SurvivorName(Connection& connection, const std::string& given);

// The resource name of a case, or of somebody or something in the network: any that begins with `offices/` as it is,
// `O/NUMBER` as a case, `O/NUMBER/PSEUDONYM` as a party of it in whatever role. A Failure when there is none, or more
// than one of that pseudonym.
std::string NodeName(Connection& connection, const std::string& given);

// The office, which has the zone and currency of what happens there.
cases::v1::Office GetOffice(Connection& connection, const std::string& name);

// Calls `method` for page after page, at most `limit` items in all (0 = no limit), and gives each page's response to
// `take`, which answers how many items it took. True when the list goes on beyond the limit.
template <class Stub, class Request, class Response, class Take>
bool EachPage(Connection& connection, Stub& stub,
              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*), Request request, int limit,
              const std::string& doing, Take take) {
  int left = limit;
  do {
    request.set_page_size(limit == 0 ? 1000 : std::min(left, 1000));
    const Response response = connection.Call(stub, method, request, doing);
    left -= take(response);
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty() && (limit == 0 || left > 0));
  return !request.page_token().empty();
}

}  // namespace amparo::cli
