// Run by test_newsroom.sh: the facts of the newsroom's first report, as highlights and reports count them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const amparo = (...args) =>
  JSON.parse(execFileSync(join(process.env.AMPARO_BIN, "amparo"), [...args, "--format", "json"], { encoding: "utf8" }));
const call = (method, request) =>
  JSON.parse(execFileSync(join(process.env.AMPARO_BIN, "amparo"), ["call", method, JSON.stringify(request)], { encoding: "utf8" }));
const highlights = amparo("highlights", "--month", "2014-11");
const find = (office, kind, ...figures) => {
  const lines = highlights.filter((line) => line.office === office && line.kind === kind && figures.every((name) => name in line.figures));
  assert.ok(lines.length > 0, `no highlight "${kind}" of ${office || "all offices"} with ${figures}`);
  return lines;
};
const count = (args) => amparo("report", "convictions", ...args).reduce((sum, row) => sum + row.convictions, 0);

test("every line says its period, its definition and what was counted", () => {
  assert.ok(highlights.length > 0);
  for (const line of highlights) {
    assert.deepEqual(Object.keys(line), ["office", "kind", "text", "figures", "period", "definition", "resources"]);
    assert.match(line.period.from, /^\d{4}-\d\d-\d\d$/);
    assert.notEqual(line.definition.text, "");
    assert.ok(line.resources.length > 0, line.text);
  }
});

test("all offices: more than 140 convictions in 2014 until publication", () => {
  const [line] = find("", "convictions");
  assert.equal(line.figures.convictions, 143);
  assert.equal(count(["--from", "2014-01-01", "--to", "2014-12-11"]), 143);
  assert.equal(count([]), 294);
});

test("as known on the day of publication, which deploy/run prints", () => {
  const [line] = amparo("highlights", "--month", "2014-11", "--as-of", "2014-12-11").filter((one) => one.office === "");
  assert.equal(line.period.to, "2014-12-11");
  assert.equal(line.figures.convictions, 143);
});

test("Phnom Penh: six convicted, 7 to 10 years", () => {
  const [line] = find("phnom-penh", "convictions");
  assert.equal(line.figures.convictions, 6);
  assert.deepEqual(line.figures.shortest_imprisonment, { years: 7 });
  assert.deepEqual(line.figures.longest_imprisonment, { years: 10 });
});

test("Phnom Penh: two operations tipped off, then one at two sites at one moment, six minors freed", () => {
  const [line] = find("phnom-penh", "operation");
  assert.equal(line.figures.operations, 3);
  assert.equal(line.figures.failed, 2);
  assert.equal(line.figures.failed_tipped_off, 2);
  assert.equal(line.figures.succeeded, 1);
  assert.equal(line.figures.sites_at_one_moment, 2);
  assert.equal(line.figures.minors_freed, 6);
  assert.equal(line.figures.places_moved_to, 2);
});

test("Phnom Penh, when it happened: a try tipped off in June and in July 2013, both parlours in October", () => {
  const operations = (month) =>
    amparo("highlights", "--month", month, "--office", "phnom-penh").filter((line) => line.kind === "operation").map((line) => line.figures);
  for (const month of ["2013-06", "2013-07"]) assert.equal(operations(month)[0].failed_tipped_off, 1);
  const [october] = operations("2013-10");
  assert.equal(october.sites_at_one_moment, 2);
  assert.equal(october.minors_freed, 6);
});

test("Phnom Penh: the timeline of the case tells that the ring moved", () => {
  const moves = amparo("case", "timeline", "phnom-penh/PNH-2013-001").filter((entry) => entry.what === "link moved-to");
  assert.equal(moves.length, 6);
  for (const move of moves) {
    assert.equal(move.date, "2013-08-14");
    assert.match(move.details, /^Ring member \d moved to Massage parlour \d$/);
  }
});

test("Phnom Penh: the coffee shop was closed before the police could act again", () => {
  const [end] = call("NetworkService/ListLinks", { parent: "offices/phnom-penh", page_size: 1000 }).links.filter((link) => link.end_date);
  assert.deepEqual(end.end_date, { year: 2013, month: 8, day: 1 });
});

test("Cebu: eight convicted in six cases, more than in the first five years", () => {
  const [line] = find("cebu", "convictions");
  assert.equal(line.figures.convictions, 8);
  assert.equal(line.figures.cases, 6);
  const [record] = find("cebu", "record", "convictions_in_first_years");
  assert.equal(record.figures.years, 5);
  assert.equal(record.figures.convictions_in_first_years, 6);
  assert.equal(count(["--office", "cebu", "--from", "2007-01-15", "--to", "2012-01-14"]), 6);
});

test("Cebu: a plea to attempted trafficking six months after eight girls and one adult were freed", () => {
  const [line] = find("cebu", "plea");
  assert.equal(line.figures.months_from_operation, 6);
  assert.equal(line.figures.minors_freed, 8);
  assert.equal(line.figures.adults_freed, 1);
  assert.deepEqual(line.figures.imprisonment, { years: 15 });
  assert.deepEqual(line.figures.fine, { currency: "PHP", amount: "500000.00" });
  assert.match(line.text, /attempted/);
});

test("La Paz: more than 50 since 2008, 4 in the second year of operation, 16 in 2014", () => {
  const [line] = find("la-paz", "total");
  assert.equal(line.figures.convictions, 53);
  assert.equal(line.figures.convictions_in_2014, 16);
  assert.equal(line.figures.convictions_in_year_of_operation_2, 4);
  assert.equal(count(["--office", "la-paz", "--from", "2009-03-03", "--to", "2010-03-02"]), 4);
  assert.equal(find("la-paz", "milestone")[0].figures.convictions, 50);
});

test("La Paz: attorneys go back and forth between hearings in two cities, 30 to 45 minutes by bus", () => {
  const parent = "offices/la-paz";
  const times = call("CourtService/ListTravelTimes", { parent }).travel_times;
  assert.deepEqual(
    times.map((time) => [time.from_city, time.to_city, time.min_minutes, time.max_minutes]).sort(),
    [["El Alto", "La Paz", 30, 45], ["La Paz", "El Alto", 30, 45]],
  );
  const cities = new Map(call("CourtService/ListCourts", { parent }).courts.map((court) => [court.name, court.city]));
  const days = new Map();
  for (const hearing of call("HearingService/ListHearings", { parent, page_size: 1000 }).hearings) {
    const key = `${hearing.start_time.slice(0, 10)} ${hearing.required_staff}`;
    days.set(key, [...(days.get(key) ?? []), cities.get(hearing.court)]);
  }
  const both = [...days.values()].filter((visited) => new Set(visited).size === 2);
  assert.equal(both.length, 4);
});

test("La Paz: most cases take three to seven years", () => {
  const [line] = find("la-paz", "duration");
  assert.ok(line.figures.three_to_seven_years / line.figures.decided > 0.5);
  const [row] = amparo("report", "time-to-verdict", "--office", "la-paz");
  assert.equal(row.three_to_seven_years, line.figures.three_to_seven_years);
  assert.equal(row.decided, line.figures.decided);
});

test("La Paz: three of four hearings adjourned, and what that cost the parents who came", () => {
  for (const line of find("la-paz", "adjournments")) {
    assert.equal(line.figures.adjournment_rate, 0.75);
    assert.ok(line.figures.wage_half_days_lost > 0);
    assert.equal(line.figures.wages_lost.currency, "BOB");
  }
  const [row] = amparo("report", "adjournments", "--office", "la-paz", "--by", "office");
  assert.equal(row.office, "la-paz");
  assert.equal(row.adjourned, 78);
  assert.equal(row.held, 26);
  assert.equal(Number(row.family_wages_lost[0].amount), row.family_wage_days_lost * 66);
});

test("a report is one object a row, keyed by dimension and measure", () => {
  const rows = amparo("report", "convictions", "--by", "office,year", "--office", "cebu", "--from", "2014-11-01", "--to", "2014-11-30");
  assert.deepEqual(rows, [{ office: "cebu", year: 2014, convictions: 8, cases: 6 }]);
});

test("the examples of the help find something", () => {
  for (const example of [
    "case list --office cebu --stage disposed --text girls",
    "case timeline phnom-penh/PNH-2013-001",
    "hearing list --office la-paz --state adjourned",
    "task list --office la-paz --role paralegal --state done",
    "operation list phnom-penh/PNH-2013-001",
    "network show phnom-penh/PNH-2013-001 --depth 3",
  ])
    assert.ok(amparo(...example.split(" ")).length > 0, example);
});

test("a list that programs read is whole", () => {
  assert.equal(amparo("hearing", "list", "--office", "la-paz", "--state", "adjourned").length, 78);
});
