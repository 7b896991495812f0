"""A connector that always fails."""


def handler(event, context):
    raise RuntimeError("the source says: password=hunter2")
