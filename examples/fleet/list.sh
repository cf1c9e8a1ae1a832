#!/bin/bash
# list.sh: the names and addresses in repositories.txt. A line that is neither these nor a comment fails, so that no repository is left out in silence.
awk '
  { sub(/\r$/, "") }
  /^[ \t]*(#|$)/ { next }
  NF == 2 && $1 ~ /^[A-Za-z0-9][A-Za-z0-9._-]*$/ && !seen[$1]++ { print $1, $2; found = 1; next }
  { print FILENAME ":" FNR ": write a name that no other line has, and an address. Found: " $0 > "/dev/stderr"; bad = 1 }
  END { if (!found && !bad) print FILENAME " names no repository" > "/dev/stderr"; exit bad || !found }
' repositories.txt
