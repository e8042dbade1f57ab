// Run by test_foreign_client.sh: a case from its first report to a restored survivor, as protos/README.md tells a foreign client.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { call, office, stubOf, uuid } from "./client.mjs";

const on = (text) => Object.fromEntries(text.split("-").map((part, i) => [["year", "month", "day"][i], Number(part)]));
const act = (service, method, request) => call(stubOf(service), method, { request_id: uuid(), ...request });
const parent = "offices/walk";

before(() => act("OfficeService", "CreateOffice", { office_id: "walk", office }));

test("from the first report to a restored survivor", async () => {
  const { name } = await act("CaseService", "CreateCase",
    { parent, case: { title: "Report from a shelter", crime_type: "02041", report_date: on("2014-04-28") } });
  const enter = (role, pseudonym) => act("PartyService", "CreateParty", { parent: name, party: { role, pseudonym } });
  const accused = await enter("PARTY_ROLE_ACCUSED", "A1");
  const maria = await enter("PARTY_ROLE_SURVIVOR", "Maria");

  const move = (verb, day) => act("CaseService", verb, { name, effective_date: on(day) });
  await move("ScreenCase", "2014-04-30");
  await move("StartInvestigation", "2014-05-03");
  await move("StartProsecution", "2014-05-20");
  const charge = await act("ChargeService", "CreateCharge",
    { parent: name, charge: { accused: accused.name, law_article: "RA 9208 sec. 4(a)", charge_date: on("2014-06-02") } });
  await act("ChargeService", "RecordVerdict", { name: charge.name, verdict: { outcome: "VERDICT_OUTCOME_CONVICTED", date: on("2014-08-04") } });
  const sentenced = await act("ChargeService", "ImposeSentence",
    { name: charge.name, sentence: { date: on("2014-08-11"), imprisonment: { min: { years: 15 } } } });
  assert.equal(sentenced.sentence.imprisonment.min.years, 15);
  assert.equal((await move("DisposeCase", "2014-08-11")).stage, "CASE_STAGE_DISPOSED");

  const track = await act("AftercareService", "CreateAftercare",
    { parent: name, aftercare: { party: maria.name, open_date: on("2014-05-14") }, start: true });
  const { instruments: [instrument] } = await act("InstrumentService", "ListInstruments", {});
  const assess = (day, score) => act("AssessmentService", "CreateAssessment", { parent: name, finalize: true, assessment: {
    party: maria.name, date: on(day), scores: instrument.sub_domains.map(({ code }) => ({ sub_domain: code, score })) } });
  await assess("2014-05-15", 1);
  const plan = await act("CarePlanService", "CreateCarePlan", { parent: name, care_plan: { party: maria.name, date: on("2014-05-16") } });
  const goal = await act("GoalService", "CreateGoal", { parent: name, goal: { care_plan: plan.name, date: on("2014-05-16"),
    domain: "CARE_DOMAIN_ECONOMIC_EMPOWERMENT", title: "Back at school", target_date: on("2014-12-01") } });
  await act("ServiceDeliveryService", "CreateServiceDelivery", { parent: name,
    service_delivery: { party: maria.name, kind: "trauma-therapy", date: on("2014-05-20"), duration_minutes: 50, goal: goal.name } });
  await assess("2014-09-01", 3);
  await assess("2014-12-01", 4);
  await act("GoalService", "AchieveGoal", { name: goal.name, effective_date: on("2014-12-01") });
  const judged = await act("AftercareService", "CheckRestoration", { name: track.name, date: on("2014-12-08") });
  assert.deepEqual(judged.criteria.filter(({ met }) => !met), []);
  const restored = await act("AftercareService", "RecordRestoration", { name: track.name, effective_date: on("2014-12-08") });
  assert.equal(restored.state, "AFTERCARE_STATE_RESTORED");
});
