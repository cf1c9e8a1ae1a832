#!/bin/bash
# check.sh JOB JOBS: checks every JOBS-th repository of repositories.txt, and leaves the result of each in results/.
set -euo pipefail
repositories=$(./list.sh)
mkdir -p results clones
here=$PWD

check() { # NAME ADDRESS
  # A result of the run before would hide that there is none of this one.
  rm -rf "clones/$1" "results/$1.json"
  git clone --quiet --depth 1 "$2" "clones/$1" && cd "clones/$1" || return
  npm ci --ignore-scripts --no-audit --no-fund --silent || return
  # 1 says that there are violations, which are the report's business.
  npx godwit check --quiet --format "json=$here/results/$1.json" || [ $? -eq 1 ]
}

awk -v job="$1" -v jobs="$2" 'NR % jobs == job % jobs' <<<"$repositories" | while read -r name address; do
  # One that can't be checked does not keep the others from it: the report says that its result is missing.
  (check "$name" "$address" </dev/null) || echo "$name could not be checked" >&2
done
