#!/bin/bash
# Joins the results of all repositories with the weeks before, which fleet.json keeps.
set -euo pipefail
given=()
while read -r name _; do
  given+=(--repository "$name=results/$name.json")
done < <(grep -v '^#' repositories.txt | awk 'NF == 2')
if [ -f fleet.json ]; then given+=(--past fleet.json); fi
npx godwit report "${given[@]}" --format json=fleet.json --format html=fleet.html --format "md=${GITHUB_STEP_SUMMARY:-fleet.md}"
