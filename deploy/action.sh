#!/usr/bin/env bash
# What action.yml runs: one audit, by the variables SNAPSHOT, REGION, CLUSTER, REPLACEMENTS, POLICY and FAIL_ON. The result goes to
# the job's summary, and its file and exit code to the outputs of the step, which succeeds so that a comment is written first.
set -euo pipefail

# Shows a text beside the job: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
error() {
  local text=${1//%/%25}
  text=${text//$'\r'/%0D}
  printf '::error::%s\n' "${text//$'\n'/%0A}"
}

arguments=(audit --format markdown)
[ -z "$REGION" ] || arguments+=(--region "$REGION")
[ -z "$CLUSTER" ] || arguments+=(--cluster "$CLUSTER")
[ -z "$POLICY" ] || arguments+=(--policy "$POLICY")
[ -z "$FAIL_ON" ] || arguments+=(--fail-on "$FAIL_ON")
while IFS= read -r file; do
  [ -z "$file" ] || arguments+=(--with "$file")
done <<<"$REPLACEMENTS"
[ -z "$SNAPSHOT" ] || arguments+=(-- "$SNAPSHOT")
if [ -z "$SNAPSHOT$REGION" ]; then
  error 'Slash80 needs a snapshot or a region: set one of the two inputs.'
  echo "exit-code=2" >>"$GITHUB_OUTPUT"
  exit
fi

report=${RUNNER_TEMP:-/tmp}/slash80.md
messages=${RUNNER_TEMP:-/tmp}/slash80.log
code=0
# The messages name files, and the runner must not take a name for a command to itself.
stop=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$stop"
"$(dirname "${BASH_SOURCE[0]}")/../slash80" "${arguments[@]}" 2>&1 >"$report" | tee "$messages" || code=$?
echo "::$stop::"
[ "$code" -le 1 ] || error "$(tail -n 5 "$messages")"
if [ -s "$report" ]; then
  cat "$report" >>"$GITHUB_STEP_SUMMARY"
  echo "report=$report" >>"$GITHUB_OUTPUT"
fi
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
