"""The maintenance function and the file it reads."""
