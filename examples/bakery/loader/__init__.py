"""Puts the plant on a TwinMaker endpoint through the public AWS API, and changes only what differs."""
