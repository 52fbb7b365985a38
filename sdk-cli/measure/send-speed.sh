#!/usr/bin/env bash
# Compares "keyhook send" with wrk (apt-get install wrk). Both send the same unsigned body to the same server, which
# only responds, over the same number of connections, in turn. Prints requests per second.
# Usage: send-speed.sh [ROUNDS [SECONDS]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
rounds=${1:-3}
seconds=${2:-10}
connections=16
body=../../examples/samples/03-key-added.json
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
"$java" IdleServer.java "$folder/port" &
server=$!
trap 'kill $server; rm -rf "$folder"' EXIT
until [[ -s $folder/port ]]; do sleep 0.1; done
url="http://127.0.0.1:$(< "$folder/port")/hooks/smartphonekey"

cat > "$folder/post.lua" << LUA
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json; charset=utf-8"
local file = io.open("$body", "rb")
wrk.body = file:read("*a")
file:close()
LUA

TIMEFORMAT='      CPU of the sender: %U s user, %S s system'
for ((i = 1; i <= rounds; i++)); do
  time wrk -t2 -c"$connections" -d"${seconds}s" -s "$folder/post.lua" "$url" |
    awk '/Requests\/sec/ { printf "wrk   %7.0f requests/s\n", $2 }'
  time "$java" -jar ../target/keyhook.jar send --to "$url" --body "$body" --for "${seconds}s" \
    --concurrency "$connections" --json |
    sed -E 's/.*"requestsPerSecond":([0-9]+).*/send  \1 requests\/s/'
done
