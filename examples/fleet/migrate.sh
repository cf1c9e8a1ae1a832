#!/bin/bash
# migrate.sh CONTRACT: in each clone that check.sh left, migrates the contract on a branch of its own, and pushes it for a pull request.
set -euo pipefail

migrate() { # CONTRACT
  npx godwit migrate "$1" --keep-going --branch "godwit-$1" --quiet || [ $? -eq 1 ] || return
  # Where nothing was kept there is no branch.
  if git rev-parse --quiet --verify "godwit-$1" >/dev/null; then git push --quiet --set-upstream origin "godwit-$1"; fi
}

for clone in clones/*/; do
  (cd "$clone" && migrate "$1" </dev/null) || echo "$clone could not be migrated" >&2
done
