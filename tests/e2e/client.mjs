// A foreign client: the services as Node's grpc-js sees them, over mutual TLS, from the proto files alone.
import * as grpc from "@grpc/grpc-js";
import * as loader from "@grpc/proto-loader";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const home = process.env.AMPARO_HOME;
const portBase = Number(process.env.AMPARO_PORT_BASE);

const includeDirs = [join(root, "protos"), join(root, "build/release/proto_imports")];
const definition = loader.loadSync(
  ["cases/v1/case_service", "cases/v1/office", "cases/v1/feed_service", "cases/v1/import", "scheduling/v1/hearing", "scheduling/v1/court",
   "scheduling/v1/feed_service", "statistics/v1/report"].map((file) => `amparo/${file}.proto`),
  { includeDirs, keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true });
const packages = grpc.loadPackageDefinition(definition);
const { cases: { v1: cases }, scheduling: { v1: scheduling }, statistics: { v1: statistics } } = packages.amparo;

const details = new protobuf.Root();
details.resolvePath = (_, target) => includeDirs.map((folder) => join(folder, target)).find(existsSync) ?? target;
details.loadSync(["google/rpc/error_details.proto", "google/rpc/error_info.proto", "google/rpc/status.proto"], { keepCase: true });

const pem = (name) => readFileSync(join(home, "tls", name));
// The credentials of an identity that the launcher made a certificate for.
export const credentialsOf = (name) => grpc.credentials.createSsl(pem("ca.pem"), pem(`${name}.key`), pem(`${name}.pem`));
export const noCertificate = () => grpc.credentials.createSsl(pem("ca.pem"));
export const otherCertificate = (folder) =>
  grpc.credentials.createSsl(pem("ca.pem"), readFileSync(join(folder, "other.key")), readFileSync(join(folder, "other.pem")));

export const address = { case: `127.0.0.1:${portBase + 1}`, scheduling: `127.0.0.1:${portBase + 2}`, statistics: `127.0.0.1:${portBase + 3}` };

export const metrics = { case: `http://127.0.0.1:${portBase + 11}/metrics` };

// All stubs over one kind of credentials. Connections come back soon after a service was killed.
export function stubs(credentials = credentialsOf("cli")) {
  const options = { "grpc.initial_reconnect_backoff_ms": 50, "grpc.max_reconnect_backoff_ms": 200 };
  return {
    offices: new cases.OfficeService(address.case, credentials, options),
    cases: new cases.CaseService(address.case, credentials, options),
    caseFeed: new cases.FeedService(address.case, credentials, options),
    courts: new scheduling.CourtService(address.scheduling, credentials, options),
    hearings: new scheduling.HearingService(address.scheduling, credentials, options),
    hearingFeed: new scheduling.FeedService(address.scheduling, credentials, options),
    reports: new statistics.ReportService(address.statistics, credentials, options),
  };
}

// One unary call as a promise; rejects with grpc-js's error (code, details, metadata).
export function call(stub, method, request, milliseconds = 10_000) {
  return new Promise((resolve, reject) => {
    stub[method](request, { deadline: Date.now() + milliseconds }, (error, response) => (error ? reject(error) : resolve(response)));
  });
}

// The google.rpc details of an error: {reason, violations}.
export function detailsOf(error) {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  const found = {};
  for (const detail of bytes ? details.lookupType("google.rpc.Status").decode(bytes).details : []) {
    const type = detail.type_url.split("/").pop();
    const message = details.lookupType(type).decode(detail.value);
    if (type === "google.rpc.ErrorInfo") found.reason = message.reason;
    if (type === "google.rpc.BadRequest") found.violations = message.field_violations;
  }
  return found;
}

export const office = {
  display_name: "Cebu", country_code: "PH", city: "Cebu City", currency_code: "PHP", time_zone: "Asia/Manila",
  open_date: { year: 2007, month: 1, day: 15 },
};

export const newCase = (title) => ({ title, crime_type: "02041", report_date: { year: 2014, month: 5, day: 13 } });
export const uuid = () => randomUUID();
export { grpc };
