"""The plant as data: which entities there are, of what types, with which components.

Nothing here talks to a network. Every other part (scene, telemetry, loader) reads the plant from here.
"""
