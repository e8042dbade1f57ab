// The readers of each kind of record that is imported (api/record_entry.h): they note what is wrong with a record by
// itself, and say what it rests on and what becomes of it. Its form was checked before (convert/record_form.h).
#pragma once

#include "amparo/cases/v1/aftercare.pb.h"
#include "amparo/cases/v1/appeal.pb.h"
#include "amparo/cases/v1/assessment.pb.h"
#include "amparo/cases/v1/asset.pb.h"
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
#include "amparo/cases/v1/organization.pb.h"
#include "amparo/cases/v1/party.pb.h"
#include "amparo/cases/v1/person.pb.h"
#include "amparo/cases/v1/referral.pb.h"
#include "amparo/cases/v1/service_delivery.pb.h"
#include "amparo/cases/v1/task.pb.h"
#include "services/case/api/record_entry.h"

namespace amparo::cases {

// The reader of a kind whose messages are `Message` and whose names are `Name`.
template <typename Message, typename Name>
using RecordReader = void(const EntryFrame& frame, const Message& message, const Name& name, RecordEntry& entry,
                          Violations& found);

// Cases and what is judged in them (record_readers_court.cc).
RecordReader<v1::Case, CaseName> ReadCaseRecord;
RecordReader<v1::Charge, ChargeName> ReadChargeRecord;
RecordReader<v1::Appeal, AppealName> ReadAppealRecord;
RecordReader<v1::CaseLink, CaseLinkName> ReadCaseLinkRecord;

// People (record_readers_people.cc).
RecordReader<v1::Person, PersonName> ReadPersonRecord;
RecordReader<v1::Distinction, DistinctionName> ReadDistinctionRecord;
RecordReader<v1::Party, PartyName> ReadPartyRecord;

// The suspects' network, and operations (record_readers_network.cc).
RecordReader<v1::Venue, VenueName> ReadVenueRecord;
RecordReader<v1::Organization, OrganizationName> ReadOrganizationRecord;
RecordReader<v1::Asset, AssetName> ReadAssetRecord;
RecordReader<v1::Link, LinkName> ReadLinkRecord;
RecordReader<v1::Operation, OperationName> ReadOperationRecord;

// Aftercare (record_readers_care.cc).
RecordReader<v1::Aftercare, AftercareName> ReadAftercareRecord;
RecordReader<v1::Assessment, AssessmentName> ReadAssessmentRecord;
RecordReader<v1::CarePlan, CarePlanName> ReadCarePlanRecord;
RecordReader<v1::Goal, GoalName> ReadGoalRecord;
RecordReader<v1::ServiceDelivery, ServiceDeliveryName> ReadServiceRecord;
RecordReader<v1::Referral, ReferralName> ReadReferralRecord;

// Papers, tasks, notes and flags (record_readers_papers.cc).
RecordReader<v1::Document, DocumentName> ReadDocumentRecord;
RecordReader<v1::DocumentCopy, DocumentCopyName> ReadCopyRecord;
RecordReader<v1::Task, TaskName> ReadTaskRecord;
RecordReader<v1::Note, NoteName> ReadNoteRecord;
RecordReader<v1::Flag, FlagName> ReadFlagRecord;

}  // namespace amparo::cases
