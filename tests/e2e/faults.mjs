// Run by test_faults.sh. Writers never stop while processes are killed under them; then everything is counted again.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { call, grpc, newCase, office, root, stubs, uuid } from "./client.mjs";

const clients = stubs();
const parent = "offices/cebu";
const kWriters = 16;
const court = `${parent}/courts/${uuid()}`;
let openCase;
const acknowledged = { cases: new Map(), hearings: new Map() };

// What says nothing about whether the effect took place: the same request is sent again until it is answered.
const inDoubt = new Set([grpc.status.UNAVAILABLE, grpc.status.DEADLINE_EXCEEDED, grpc.status.CANCELLED, grpc.status.RESOURCE_EXHAUSTED]);

// Calls that came to nothing, and whether there is still a hope of an answer.
let unanswered = 0;
let hopeless = false;

// Well over what a restart takes.
const kPatience = 45_000;

async function persist(stub, method, request) {
  const deadline = Date.now() + kPatience;
  for (;;) {
    try {
      return await call(stub, method, request, 2000);
    } catch (error) {
      if (!inDoubt.has(error.code) || hopeless || Date.now() >= deadline) throw error;
      ++unanswered;
      await pause(10);
    }
  }
}

// Until `holds()`, or the deadline has passed.
async function eventually(what, holds, milliseconds = kPatience) {
  const deadline = Date.now() + milliseconds;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `not within ${milliseconds / 1000} s: ${what}`);
    await pause(5);
  }
}

const writeCase = async () => {
  const request_id = uuid();
  const created = await persist(clients.cases, "CreateCase", { parent, case: newCase(`Case ${request_id}`), request_id });
  assert.equal(created.title, `Case ${request_id}`);
  acknowledged.cases.set(request_id, created.name);
};

const writeHearing = async () => {
  const request_id = uuid();
  const hearing = { case: openCase, court, purpose: "HEARING_PURPOSE_TRIAL", start_time: { seconds: 1_420_000_000 }, duration: { seconds: 3600 } };
  acknowledged.hearings.set(request_id, (await persist(clients.hearings, "ScheduleHearing", { parent, hearing, request_id })).name);
};

// One or the other, so that both feeds move.
const writeEither = () => (Math.random() < 0.5 ? writeCase() : writeHearing());

const size = () => acknowledged.cases.size + acknowledged.hearings.size;
const grownBy = (count) => {
  const wanted = size() + count;
  return eventually(`${count} more acknowledged writes`, () => size() >= wanted);
};

// Writes from many hands while `harm` is done, and for a while after it. `harm` gets what awaits that a call came to nothing.
async function under(write, harm) {
  let stop = false;
  hopeless = false;
  const writers = Array.from({ length: kWriters }, async () => {
    while (!stop) await write();
  });
  const disturb = async () => {
    await grownBy(200);
    const earlier = unanswered;
    await harm(() => eventually("a call comes to nothing", () => unanswered > earlier));
    await grownBy(200);
  };
  try {
    // The writers end first only when one of them has failed.
    await Promise.race([disturb(), Promise.all(writers)]);
  } catch (error) {
    hopeless = true;
    throw error;
  } finally {
    stop = true;
    await Promise.allSettled(writers);
  }
  await Promise.all(writers);
}

const pidOf = (name) => Number(readFileSync(join(process.env.AMPARO_HOME, "run", `${name}.pid`), "utf8").split(" ")[0]);
const isRunning = (pid) => {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").startsWith("Z");
  } catch {
    return false;
  }
};
const launch = () => promisify(execFile)(join(root, "deploy/run"), ["--empty"]);
// Ends the process and starts it again, once the writers have felt it if they must. Answers how many milliseconds it took to end.
const endAndRestart = async (name, signal, felt = async () => {}) => {
  const pid = pidOf(name);
  const began = Date.now();
  process.kill(pid, signal);
  await eventually(`${name} ends`, () => !isRunning(pid));
  const took = Date.now() - began;
  await felt();
  await launch();
  return took;
};
const killAndRestart = (name, felt) => endAndRestart(name, "SIGKILL", felt);
// Asks it to end, which it does in the time that it promises, and starts it again.
const stopAndRestart = async (name, felt) => {
  const took = await endAndRestart(name, "SIGTERM", felt);
  assert.ok(took < 10_000, `${name} took ${took} ms to end`);
};

// All events of a feed up to its head, which are all there and in order.
async function readFeed(stub) {
  const events = await new Promise((resolve, reject) => {
    const read = [];
    const stream = stub.Watch({ start_token: "" });
    stream.on("data", (response) => {
      read.push(...response.events);
      if ((read.at(-1)?.seq ?? 0) >= response.head_seq) {
        stream.cancel();
        resolve(read);
      }
    });
    stream.on("error", reject);
  });
  events.forEach((event, i) => assert.equal(event.seq, i + 1, "the feed has a gap or is out of order"));
  return events;
}

async function listAll(stub, method, field, of = parent) {
  const records = [];
  let page_token = "";
  do {
    const page = await persist(stub, method, { parent: of, page_size: 1000, page_token });
    records.push(...page[field]);
    page_token = page.next_page_token;
  } while (page_token !== "");
  return records;
}

async function recount(acknowledgedNames, stub, method, field, feedStub, kind) {
  const names = (await listAll(stub, method, field)).map((record) => record.name);
  const wanted = [...acknowledgedNames];
  assert.equal(new Set(wanted).size, wanted.length, "two requests were answered with one resource");
  assert.deepEqual([...names].sort(), [...wanted].sort(), "what is there is not what was acknowledged");
  const events = await readFeed(feedStub);
  const created = events.filter((event) => event.kind === kind && event.version === 1).map((event) => event.name);
  assert.deepEqual(created.sort(), names.sort(), "the feed does not tell what is there");
  return events.length;
}

const recountCases = () =>
  recount(acknowledged.cases.values(), clients.cases, "ListCases", "cases", clients.caseFeed, "case");
const recountHearings = () =>
  recount(acknowledged.hearings.values(), clients.hearings, "ListHearings", "hearings", clients.hearingFeed, "hearing");

// How far the statistics have come in each feed.
const appliedOf = (status) => Object.fromEntries(status.feeds.map((feed) => [feed.feed, feed.applied_seq]));
const status = () => persist(clients.reports, "GetStatus", {});

// Both followers of the statistics take in what is new.
async function statisticsFollow() {
  const earlier = appliedOf(await status());
  await eventually("the statistics follow both feeds", async () => {
    const applied = appliedOf(await status());
    return applied.case > earlier.case && applied.scheduling > earlier.scheduling;
  });
}

// The statistics come to hold exactly what the feeds told.
async function statisticsCatchUp(caseHead, hearingHead) {
  let facts;
  await eventually(`the statistics stand where the feeds do, at ${caseHead} and ${hearingHead}`, async () => {
    const now = await status();
    facts = Object.fromEntries(now.facts.map((fact) => [fact.kind, fact.count]));
    const applied = appliedOf(now);
    return applied.case === caseHead && applied.scheduling === hearingHead;
  });
  assert.equal(facts.case, acknowledged.cases.size);
  assert.equal(facts.hearing, acknowledged.hearings.size);
}

const everythingAddsUp = async () => statisticsCatchUp(await recountCases(), await recountHearings());

// --- A register that is imported by a mapping ---

const kRows = 3000;
const register = "offices/register";
const scratch = dirname(process.env.AMPARO_HOME);
const mappingFile = join(scratch, "mapping.json");
const reported = { $column: "reported", $date: "dd/mm/yyyy" };
const stages = ["REPORTED", "SCREENED", "INVESTIGATION", "PROSECUTION"];
const mapping = {
  amparo_mapping: 1, name: "faults", office: "register", key: ["number"], columns: ["number", "reported", "accused"],
  bundle: {
    case: {
      case_number: { $column: "number" }, title: "Of the register", crime_type: "0301", report_date: { ...reported, $required: true },
      stage_changes: stages.map((stage) => ({ stage: `CASE_STAGE_${stage}`, effective_date: reported })),
    },
    parties: [{
      name: { $name: "parties/accused" }, role: "PARTY_ROLE_ACCUSED", pseudonym: "A", identity: { full_name: { $column: "accused" } },
    }],
    charges: [{
      name: { $name: "charges/charge" }, accused: { $name: "parties/accused" }, law_article: "Penal code, art. 1", charge_date: reported,
    }],
  },
};
// Every row brings one of each.
const kinds = ["case", "party", "person", "charge"];
// Rows of all registers so far.
let imported = 0;

// What became of an import: whether it ended well, and what it printed.
const importRegister = (file) =>
  new Promise((resolve) => {
    execFile(join(process.env.AMPARO_BIN, "amparo"), ["import", file, "--mapping", mappingFile, "--format", "json"],
      (error, stdout, stderr) => resolve({ ok: error === null, stdout, stderr }));
  });

// Imports a register, of numbers of its own, while the process is killed; then every row is in, once.
async function importUnder(prefix, name) {
  hopeless = false;
  const numbers = Array.from({ length: kRows }, (_, i) => `${prefix}-${i + 1}`);
  const file = join(scratch, `${prefix}.csv`);
  writeFileSync(file, ["number,reported,accused", ...numbers.map((number) => `${number},13/05/2014,Accused of ${number}`), ""].join("\n"));
  const broken = importRegister(file);
  let entered = 0;
  await eventually("a part of the register is in", async () => {
    entered = (await persist(clients.cases, "CountCases", { parent: register })).count - imported;
    return entered > kRows / 10;
  });
  assert.ok(entered < kRows, "all of it was in before anything was killed");
  await killAndRestart(name);
  // It has gone on by itself if that did not take too long; to start it again is right either way.
  const first = await broken;
  const again = await importRegister(file);
  assert.ok(again.ok, `${first.stderr}\n${again.stderr}`);
  const [{ rows, created, unchanged, rejected }] = JSON.parse(again.stdout);
  assert.deepEqual({ rows, in: created + unchanged, rejected }, { rows: kRows, in: kRows, rejected: 0 });
  assert.ok(unchanged >= (first.ok ? kRows : entered), `of the rows that were in only ${unchanged} were found again`);

  imported += kRows;
  const cases = await listAll(clients.cases, "ListCases", "cases", register);
  assert.equal(cases.length, imported);
  assert.deepEqual(cases.map((one) => one.case_number).filter((number) => number.startsWith(`${prefix}-`)).sort(), numbers.sort());
  const told = (await readFeed(clients.caseFeed)).filter((event) => event.office === "register" && kinds.includes(event.kind));
  assert.equal(new Set(told.map((event) => event.name)).size, told.length, "the feed tells of a record twice");
  for (const kind of kinds) assert.equal(told.filter((event) => event.kind === kind).length, imported, `of each row one ${kind} is told`);
}

before(async () => {
  writeFileSync(mappingFile, JSON.stringify(mapping));
  for (const office_id of ["cebu", "register"]) await call(clients.offices, "CreateOffice", { office_id, office, request_id: uuid() });
  await call(clients.courts, "CreateCourt", {
    parent, court_id: court.split("/").pop(), request_id: uuid(),
    court: { display_name: "Regional Trial Court", city: "Cebu City", time_zone: "Asia/Manila" },
  });
  await writeCase();
  [openCase] = acknowledged.cases.values();
});

test("kill -9 of the case service", async () => {
  await under(writeCase, (felt) => killAndRestart("case-service", felt));
  await recountCases();
});

test("kill -9 of PostgreSQL", async () => {
  await under(writeCase, (felt) => killAndRestart("postgres", felt));
  await recountCases();
});

test("kill -9 of the scheduling service", async () => {
  await under(writeHearing, (felt) => killAndRestart("scheduling-service", felt));
  await recountHearings();
});

test("kill -9 of the statistics service: its facts equal a recount", async () => {
  await under(writeCase, () => killAndRestart("statistics-service"));
  await everythingAddsUp();
});

test("SIGTERM of the case service under load: ends within 10 s, nothing is lost or doubled", async () => {
  await under(writeCase, (felt) => stopAndRestart("case-service", felt));
  await everythingAddsUp();
});

test("SIGTERM of the scheduling service under load: ends within 10 s, nothing is lost or doubled", async () => {
  await under(writeHearing, (felt) => stopAndRestart("scheduling-service", felt));
  await everythingAddsUp();
});

test("SIGTERM of the statistics service at work: ends within 10 s, its facts equal a recount", async () => {
  await under(writeEither, async () => {
    await statisticsFollow();
    await stopAndRestart("statistics-service");
  });
  await everythingAddsUp();
});

// Last: what they enter was acknowledged to nobody above.
test("kill -9 of the case service under an import: every row is in, once", () => importUnder("C", "case-service"));

test("kill -9 of PostgreSQL under an import: every row is in, once", () => importUnder("P", "postgres"));
