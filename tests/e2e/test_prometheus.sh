#!/usr/bin/env bash
# A real Prometheus scrapes all three services with the configuration that the project ships.
source "$(dirname "$0")/lib.sh"
launch --empty >"$scratch/launch" || die "$(cat "$scratch/launch")"

config=$scratch/prometheus
cp -r "$root/deploy/prometheus" "$config"
for i in 1 2 3; do sed -i "s/127\.0\.0\.1:741$i/127.0.0.1:$((AMPARO_PORT_BASE + 10 + i))/" "$config/prometheus.yml"; done
sed -i -E 's/^  (scrape|evaluation)_interval: .*/  \1_interval: 1s/' "$config/prometheus.yml"
promtool check config "$config/prometheus.yml" || die "the shipped configuration is not one"

port=$((AMPARO_PORT_BASE + prometheus_offset))
prometheus --config.file="$config/prometheus.yml" --storage.tsdb.path="$scratch/tsdb" --web.listen-address="127.0.0.1:$port" \
  >"$scratch/prometheus.log" 2>&1 &
prometheus_pid=$!
ask() { curl -sf --get "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$1"; }
value() { ask "$1" | node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{for(const r of JSON.parse(t).data.result)console.log(r.value[1])})'; }
is() { [[ $(value "$2") == "$1" ]]; }

# The gauges of an office come with the first count after it was opened.
amparo call OfficeService/CreateOffice '{"office_id": "cebu", "office": {"display_name": "Cebu", "country_code": "PH",
  "currency_code": "PHP", "time_zone": "Asia/Manila", "open_date": {"year": 2006, "month": 1, "day": 9}}}' >/dev/null
amparo call CourtService/CreateCourt '{"parent": "offices/cebu", "court": {"display_name": "Family court", "city": "Cebu",
  "time_zone": "Asia/Manila"}}' >/dev/null

step "up == 1 for all three"
eventually 60 is 3 'count(up{job="amparo"} == 1)'

step "a call is counted under its method and code"
amparo office list >/dev/null
eventually 30 is 1 'sum(grpc_server_handled_total{grpc_service="amparo.cases.v1.OfficeService",grpc_method="ListOffices",grpc_code="OK"})'

step "each office has its gauges"
eventually 60 is 10 'count(amparo_cases{job="amparo", service="case-service", office="cebu"} == 0)'
eventually 60 is 0 'amparo_tasks_overdue{job="amparo", office="cebu"}'
eventually 60 is 0 'amparo_hearings_today{job="amparo", office="cebu"}'

step "every alert rule evaluates"
rules=$(grep -c 'alert:' "$config/alerts.yml")
all_evaluate() { [[ $(curl -sf "http://127.0.0.1:$port/api/v1/rules" | grep -o '"health":"ok"' | wc -l) == "$rules" ]]; }
eventually 30 all_evaluate
kill "$prometheus_pid"
wait "$prometheus_pid" || true
