"""The readings of the plant as a pure function of seed, entity and time.

Ask twice and get the same answer: nothing is remembered, so a week can be written in any order and again.
"""
