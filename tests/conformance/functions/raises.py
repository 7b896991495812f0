"""A connector that always fails, and says more in its log than in its error."""

import sys


def handler(event, context):
    print("password=hunter2", file=sys.stderr)
    print("password=hunter3")
    raise RuntimeError("the source cannot be reached")
