# Starts a function's program: first argument the file with its variables, then the program and its arguments.
#
# The variables are set only here, when every privilege is already gone: a function chooses its variables, and
# LD_PRELOAD or LD_LIBRARY_PATH must not reach a tool that still holds one. A file, for arguments are seen by all.
set -eu
variables=$1
shift
. "$variables"
exec "$@"
