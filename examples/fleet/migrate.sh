#!/bin/bash
# migrate.sh CONTRACT: in each clone that check.sh left, migrates the contract on a branch of its own, and pushes it for a pull request.
set -euo pipefail
branch="godwit-$1"

migrate() { # CONTRACT CLONE
  if [ -n "$(git ls-remote --heads origin "$branch")" ]; then
    echo "$2 has the branch $branch from a run before: merge it, or delete it to have it made anew" >&2
    return
  fi
  npx godwit migrate "$1" --keep-going --branch "$branch" --quiet || [ $? -eq 1 ] || return
  # Where nothing was kept there is no branch.
  if git rev-parse --quiet --verify "$branch" >/dev/null; then git push --quiet --set-upstream origin "$branch"; fi
}

for clone in clones/*/; do
  (cd "$clone" && migrate "$1" "$clone" </dev/null) || echo "$clone could not be migrated" >&2
done
