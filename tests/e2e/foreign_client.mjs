// Run by test_foreign_client.sh against services that hold no data.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { address, call, credentialsOf, detailsOf, grpc, metrics, newCase, noCertificate, office, otherCertificate, stubs, uuid } from "./client.mjs";

const good = stubs();
const parent = "offices/cebu";

const failure = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: "the call succeeded, but should not have" });
};

before(async () => {
  await call(good.offices, "CreateOffice", { office_id: "cebu", office, request_id: uuid() });
});

test("create and get", async () => {
  const created = await call(good.cases, "CreateCase", { parent, case: newCase("Report from a shelter"), request_id: uuid() });
  assert.match(created.name, /^offices\/cebu\/cases\/[0-9a-f-]{36}$/);
  assert.equal(created.stage, "CASE_STAGE_REPORTED");
  assert.notEqual(created.case_number, "");
  assert.deepEqual(await call(good.cases, "GetCase", { name: created.name }), created);
});

test("get of what does not exist", async () => {
  const error = await failure(call(good.cases, "GetCase", { name: `${parent}/cases/${uuid()}` }));
  assert.equal(error.code, grpc.status.NOT_FOUND);
  assert.equal(detailsOf(error).reason, "RESOURCE_NOT_FOUND");
});

test("list with pages: each case once, in one order", async () => {
  for (let i = 0; i < 7; ++i) {
    await call(good.cases, "CreateCase", { parent, case: newCase(`Page ${i}`), request_id: uuid() });
  }
  const whole = (await call(good.cases, "ListCases", { parent, page_size: 1000 })).cases.map((record) => record.name);
  const paged = [];
  let page_token = "";
  do {
    const page = await call(good.cases, "ListCases", { parent, page_size: 3, page_token });
    assert.ok(page.cases.length <= 3);
    paged.push(...page.cases.map((record) => record.name));
    page_token = page.next_page_token;
  } while (page_token !== "");
  assert.deepEqual(paged, whole);
  assert.equal(new Set(paged).size, paged.length);
});

test("a page token with other arguments", async () => {
  const { next_page_token } = await call(good.cases, "ListCases", { parent, page_size: 1 });
  const error = await failure(call(good.cases, "ListCases", { parent, page_size: 1, page_token: next_page_token, crime_type: "0301" }));
  assert.equal(error.code, grpc.status.INVALID_ARGUMENT);
  assert.equal(detailsOf(error).violations[0].field, "page_token");
});

test("a stale etag", async () => {
  const created = await call(good.cases, "CreateCase", { parent, case: newCase("Before"), request_id: uuid() });
  const change = (title) => ({ case: { name: created.name, etag: created.etag, title }, update_mask: { paths: ["title"] }, request_id: uuid() });
  const changed = await call(good.cases, "UpdateCase", change("After"));
  assert.equal(changed.title, "After");
  assert.notEqual(changed.etag, created.etag);
  const error = await failure(call(good.cases, "UpdateCase", change("Too late")));
  assert.equal(error.code, grpc.status.ABORTED);
  assert.equal(detailsOf(error).reason, "ETAG_MISMATCH");
  assert.equal((await call(good.cases, "GetCase", { name: created.name })).title, "After");
});

test("a repeated request_id gives the first answer, a changed body is refused", async () => {
  const request = { parent, case: newCase("Once"), request_id: uuid() };
  const first = await call(good.cases, "CreateCase", request);
  assert.deepEqual(await call(good.cases, "CreateCase", request), first);
  const error = await failure(call(good.cases, "CreateCase", { ...request, case: newCase("Twice") }));
  assert.equal(error.code, grpc.status.INVALID_ARGUMENT);
  assert.equal(detailsOf(error).reason, "REQUEST_ID_REUSED");
});

test("a bad request names every field and its rule", async () => {
  const error = await failure(
    call(good.cases, "CreateCase", { parent, case: { title: "", crime_type: "9", report_date: { year: 2014, month: 2, day: 30 } } }));
  assert.equal(error.code, grpc.status.INVALID_ARGUMENT);
  const fields = detailsOf(error).violations.map((violation) => violation.field).sort();
  assert.deepEqual(fields, ["case.crime_type", "case.report_date", "case.title"]);
});

// How many calls of a method of the case service ended with the code, as its metrics tell.
async function handled(service, method, code) {
  const labels = [`grpc_service="amparo.cases.v1.${service}"`, `grpc_method="${method}"`, `grpc_code="${code}"`];
  const lines = (await (await fetch(metrics.case)).text()).split("\n");
  const line = lines.find((text) => text.startsWith("grpc_server_handled_total{") && labels.every((label) => text.includes(label)));
  return Number(line?.split(" ").pop() ?? 0);
}

test("a deadline that passes while the server is at work: it ends the call", async () => {
  const count = () => handled("FeedService", "Watch", "DeadlineExceeded");
  const earlier = await count();
  const error = await failure(
    new Promise((resolve, reject) => {
      const stream = good.caseFeed.Watch({ start_token: "" }, { deadline: Date.now() + 300 });
      stream.on("data", () => {}).on("end", resolve).on("error", reject);
    }));
  assert.equal(error.code, grpc.status.DEADLINE_EXCEEDED);
  for (const limit = Date.now() + 10_000; (await count()) !== earlier + 1; await pause(50)) {
    assert.ok(Date.now() < limit, "the server counts no call that its deadline has ended");
  }
});

test("a certificate whose roles do not allow the call", async () => {
  const service = stubs(credentialsOf("scheduling-service"));
  const error = await failure(call(service.cases, "CreateCase", { parent, case: newCase("Not its to enter"), request_id: uuid() }));
  assert.equal(error.code, grpc.status.PERMISSION_DENIED);
});

test("reflection: these binaries describe the contract to nobody", async () => {
  const bytes = (buffer) => buffer;
  for (const target of Object.values(address)) {
    const client = new grpc.Client(target, credentialsOf("cli"));
    for (const version of ["v1", "v1alpha"]) {
      const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
      const error = await failure(
        new Promise((resolve, reject) => {
          const stream = client.makeBidiStreamRequest(path, bytes, bytes, { deadline: Date.now() + 10_000 });
          stream.on("data", resolve).on("end", resolve).on("error", reject);
          stream.end(Buffer.from([0x3a, 0]));  // list_services: ""
        }));
      assert.equal(error.code, grpc.status.UNIMPLEMENTED, `${target}${path}`);
    }
    client.close();
  }
});

test("a certificate of another authority, and none at all", async () => {
  for (const credentials of [otherCertificate(process.env.SCRATCH), noCertificate()]) {
    const error = await failure(call(stubs(credentials).cases, "GetCase", { name: `${parent}/cases/${uuid()}` }, 3000));
    assert.ok([grpc.status.UNAVAILABLE, grpc.status.UNAUTHENTICATED].includes(error.code), `${error.code}: ${error.details}`);
  }
});
