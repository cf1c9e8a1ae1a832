#!/bin/bash
# Joins the results of all repositories with the weeks before, which fleet.json keeps.
set -euo pipefail
repositories=$(./list.sh)
given=()
while read -r name _; do
  given+=(--repository "$name=results/$name.json")
done <<<"$repositories"
npx godwit report "${given[@]}" --past fleet.json \
  --format json=fleet.json --format html=fleet.html --format "md=${GITHUB_STEP_SUMMARY:-fleet.md}"
