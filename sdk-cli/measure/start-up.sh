#!/usr/bin/env bash
# Measures new processes of the executable jar: "--help" until it exits, and "listen" until it accepts
# connections. Prints the medians of wall-clock and CPU time in milliseconds. Usage: start-up.sh [RUNS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=${1:-10}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jar=target/keyhook.jar
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkfifo "$folder/never"
exec 4<> "$folder/never" # a read with a timeout waits without starting a process

median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) }'; }

report() { # NAME
  printf '%-32s wall %5.0f ms   CPU %5.0f ms   (%s runs)\n' "$1" \
    "$(awk '{ print $1 }' "$folder/times" | median)" "$(awk '{ print $2 }' "$folder/times" | median)" "$runs"
}

help() {
  TIMEFORMAT='%R %U %S'
  { time "$java" -jar "$jar" --help > /dev/null; } 2>&1 | awk '{ print $1 * 1000, ($2 + $3) * 1000 }'
}

listen() { # OPTION...
  local ready="$folder/ready" start end pid fields port
  rm -f "$ready"
  start=${EPOCHREALTIME/./}
  "$java" -jar "$jar" listen --port 0 --ready-file "$ready" "$@" > "$folder/output" 2>&1 &
  pid=$!
  until [[ -s $ready ]]; do
    kill -0 "$pid" || { cat "$folder/output" >&2; exit 1; }
    read -rt 0.002 <&4 || true
  done
  port=$(< "$ready") && port=${port##*:}
  exec 3<> "/dev/tcp/127.0.0.1/$port" && exec 3>&-
  end=${EPOCHREALTIME/./}
  read -ra fields < "/proc/$pid/stat"
  kill "$pid" && wait "$pid" || true
  echo "$(((end - start) / 1000)) $(((fields[13] + fields[14]) * 10))"
}

measure() { # NAME COMMAND...
  local name=$1
  shift
  "$@" > /dev/null # fills the file cache
  : > "$folder/times"
  for ((i = 0; i < runs; i++)); do "$@" >> "$folder/times"; done
  report "$name"
}

"$java" -version 2>&1 | head -1
measure 'keyhook --help' help
measure 'keyhook listen' listen
measure 'keyhook listen --inbox FILE' listen --inbox "$folder/keyhook.db"
