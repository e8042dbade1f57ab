// What each kind of record tells of a case.
#pragma once

#include "amparo/cases/v1/aftercare.pb.h"
#include "amparo/cases/v1/appeal.pb.h"
#include "amparo/cases/v1/assessment.pb.h"
#include "amparo/cases/v1/care_plan.pb.h"
#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/case_link.pb.h"
#include "amparo/cases/v1/charge.pb.h"
#include "amparo/cases/v1/document.pb.h"
#include "amparo/cases/v1/document_copy.pb.h"
#include "amparo/cases/v1/flag.pb.h"
#include "amparo/cases/v1/goal.pb.h"
#include "amparo/cases/v1/merge.pb.h"
#include "amparo/cases/v1/network.pb.h"
#include "amparo/cases/v1/note.pb.h"
#include "amparo/cases/v1/operation.pb.h"
#include "amparo/cases/v1/party.pb.h"
#include "amparo/cases/v1/person.pb.h"
#include "amparo/cases/v1/referral.pb.h"
#include "amparo/cases/v1/service_delivery.pb.h"
#include "amparo/cases/v1/task.pb.h"
#include "services/case/convert/teller.h"

namespace amparo::cases {

// timeline_case_tellers.cc
void TellOf(const v1::Case& value, Teller& teller);
void TellOf(const v1::Party& value, Teller& teller);
void TellOf(const v1::Person& value, Teller& teller);
void TellOf(const v1::Distinction& value, Teller& teller);
void TellOf(const v1::Link& value, Teller& teller);
void TellOf(const v1::Operation& value, Teller& teller);
void TellOf(const v1::CaseLink& value, Teller& teller);
void TellOf(const v1::Document& value, Teller& teller);
void TellOf(const v1::DocumentCopy& value, Teller& teller);
void TellOf(const v1::Task& value, Teller& teller);
void TellOf(const v1::Note& value, Teller& teller);
void TellOf(const v1::Flag& value, Teller& teller);

// timeline_court_tellers.cc
void TellOf(const v1::Charge& value, Teller& teller);
void TellOf(const v1::Appeal& value, Teller& teller);

// timeline_care_tellers.cc
void TellOf(const v1::Aftercare& value, Teller& teller);
void TellOf(const v1::Assessment& value, Teller& teller);
void TellOf(const v1::CarePlan& value, Teller& teller);
void TellOf(const v1::Goal& value, Teller& teller);
void TellOf(const v1::ServiceDelivery& value, Teller& teller);
void TellOf(const v1::Referral& value, Teller& teller);

}  // namespace amparo::cases
