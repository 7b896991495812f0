"""The machines that work on dough: mixer, oven, conveyor and freezer. Fronts look along +Z, lines run along +X."""

import math

from .glb import Model
from .shapes import box, cylinder, dome, lathe, spiral, tube


def lamp(model: Model, x: float, y: float, z: float) -> Model:
    """A signal lamp of three colours on a stick."""
    model.add("Lamp", "dark-steel", cylinder(0.02, 0.16, 8).moved(x, y, z))
    for step, color in enumerate(("red", "yellow", "lamp")):
        model.add("Lamp", color, cylinder(0.055, 0.1, 14, 0.012).moved(x, y + 0.42 - 0.13 * step, z))
        model.add("Lamp", "black", cylinder(0.045, 0.03, 14).moved(x, y + 0.39 - 0.13 * step, z))
    return model


def panel(model: Model, x: float, y: float, z: float) -> Model:
    """A control panel with a screen and three buttons, facing +Z."""
    model.add("Panel", "black", box(0.46, 0.56, 0.12, 0.02).moved(x, y, z))
    model.add("Panel", "screen", box(0.36, 0.24, 0.02).moved(x, y + 0.26, z + 0.06))
    for step, color in enumerate(("lamp", "yellow", "red")):
        button = cylinder(0.034, 0.03, 12).turned("x", math.pi / 2).moved(x - 0.12 + 0.12 * step, y + 0.13, z + 0.06)
        model.add("Panel", color, button)
    return model


def mixer() -> Model:
    """A spiral mixer: a column, a head that reaches over the bowl, and the hook inside."""
    model = Model("Mixer")
    model.add("Base", "dark-steel", box(1.5, 0.12, 2.0, 0.03))
    model.add("Base", "white", box(1.3, 0.42, 1.75, 0.05).moved(0.0, 0.12, -0.05))
    model.add("Column", "white", box(1.0, 1.15, 0.62, 0.06).moved(0.0, 0.5, -0.62))
    model.add("Column", "blue", box(1.02, 0.16, 0.64, 0.02).moved(0.0, 1.3, -0.62))
    model.add("Head", "white", box(0.95, 0.42, 1.75, 0.09).moved(0.0, 1.62, -0.08))
    model.add("Head", "blue", box(0.97, 0.09, 1.77, 0.02).moved(0.0, 1.66, -0.08))
    model.add("Head", "steel", cylinder(0.2, 0.16, 20).moved(0.0, 1.47, 0.32))
    inside, outside = 0.56, 0.6
    bowl = [
        (0.0, 0.56),
        (0.34, 0.56),
        (0.52, 0.66),
        (outside, 0.84),
        (outside, 1.2),
        (outside + 0.03, 1.2),
        (outside + 0.03, 1.25),
    ]
    bowl += [(inside, 1.25), (inside, 1.0)]
    model.add("Bowl", "steel", lathe(bowl, 28).moved(0.0, 0.0, 0.32))
    model.add(
        "Dough", "dough", lathe([(inside, 1.0), (0.45, 1.07), (0.22, 1.12), (0.0, 1.13)], 24).moved(0.0, 0.0, 0.32)
    )
    model.add("Hook", "dark-steel", spiral(0.24, 0.46, 1.6, 0.035).moved(0.08, 1.02, 0.32))
    model.add("Hook", "dark-steel", cylinder(0.04, 0.55, 10).moved(-0.14, 0.98, 0.32))
    for side in (-1, 1):
        for end in (-0.75, 0.7):
            model.add("Feet", "rubber", cylinder(0.09, 0.06, 12).moved(0.58 * side, -0.02, end))
    panel(model, 0.0, 1.72, 0.83)
    return lamp(model, -0.32, 2.03, -0.6)


def oven() -> Model:
    """A tunnel oven: a long insulated body with glowing mouths, windows, chimneys and burners."""
    model = Model("Oven")
    length, width, low, high = 8.0, 2.2, 0.55, 2.25
    for x in (-3.5, -1.2, 1.2, 3.5):
        for z in (-0.85, 0.85):
            model.add("Frame", "dark-steel", box(0.16, low, 0.16).moved(x, 0.0, z))
    model.add("Body", "cream", box(length - 0.4, high - low, width, 0.07).moved(0.0, low, 0.0))
    model.add("Body", "orange", box(length - 0.38, 0.12, width + 0.02, 0.01).moved(0.0, high - 0.34, 0.0))
    model.add("Base", "steel", box(length - 0.6, 0.18, width - 0.1, 0.02).moved(0.0, low - 0.12, 0.0))
    for side in (-1, 1):
        hood = box(0.34, 0.95, 1.7, 0.05).moved(side * (length / 2 - 0.22), 0.78, 0.0)
        model.add("Mouth", "steel", hood)
        model.add("Mouth", "black", box(0.02, 0.4, 1.36).moved(side * (length / 2 - 0.045), 0.93, 0.0))
        model.add("Mouth", "glow", box(0.022, 0.1, 1.3).moved(side * (length / 2 - 0.042), 0.96, 0.0))
    for x in (-2.7, -0.9, 0.9, 2.7):
        model.add("Doors", "steel", box(1.3, 0.95, 0.06, 0.02).moved(x, 0.85, width / 2))
        model.add("Doors", "glow", box(0.72, 0.26, 0.03).moved(x, 1.32, width / 2 + 0.025))
        model.add("Doors", "dark-steel", box(0.5, 0.045, 0.05).moved(x, 1.08, width / 2 + 0.06))
        model.add("Burners", "red", box(0.46, 0.34, 0.3, 0.03).moved(x, 0.95, -width / 2 - 0.12))
        model.add(
            "Burners", "dark-steel", cylinder(0.1, 0.2, 14).turned("x", -math.pi / 2).moved(x, 1.12, -width / 2 - 0.25)
        )
    model.add("Gas pipe", "yellow", tube([(-3.4, 0.75, -1.42), (3.4, 0.75, -1.42)], 0.05, 10))
    for x in (-2.2, 2.2):
        model.add("Chimneys", "steel", cylinder(0.24, 1.25, 20).moved(x, high - 0.02, -0.3))
        model.add(
            "Chimneys",
            "dark-steel",
            lathe([(0.0, 0.0), (0.36, 0.0), (0.36, 0.05), (0.0, 0.22)], 20).moved(x, high + 1.28, -0.3),
        )
    model.add("Belt", "rubber", box(length, 0.06, 1.1).moved(0.0, 0.9, 0.0))
    panel(model, 3.6, 1.2, width / 2 + 0.02)
    return lamp(model, 3.3, high, 0.8)


def conveyor() -> Model:
    """A belt on legs with rails, end rollers, a drive and a row of cookies."""
    model = Model("Conveyor")
    length, top = 6.0, 0.95
    model.add("Belt", "rubber", box(length - 0.24, 0.05, 0.8).moved(0.0, top - 0.05, 0.0))
    model.add("Belt", "rubber", box(length - 0.24, 0.03, 0.8).moved(0.0, top - 0.24, 0.0))
    for end in (-1, 1):
        roller = cylinder(0.12, 0.86, 18).turned("x", math.pi / 2).moved(end * (length / 2 - 0.13), top - 0.13, -0.43)
        model.add("Rollers", "steel", roller)
    for side in (-1, 1):
        model.add("Rails", "teal", box(length - 0.1, 0.16, 0.05, 0.012).moved(0.0, top - 0.18, side * 0.45))
        model.add(
            "Rails",
            "steel",
            tube([(-length / 2 + 0.1, top + 0.14, side * 0.45), (length / 2 - 0.1, top + 0.14, side * 0.45)], 0.018, 8),
        )
        for x in (-2.6, -1.3, 0.0, 1.3, 2.6):
            model.add("Rails", "steel", box(0.03, 0.2, 0.03).moved(x, top - 0.05, side * 0.45))
        for x in (-2.5, 0.0, 2.5):
            model.add("Legs", "dark-steel", box(0.09, top - 0.14, 0.07).moved(x, 0.0, side * 0.42))
            model.add("Legs", "rubber", cylinder(0.08, 0.03, 12).moved(x, 0.0, side * 0.42))
    for x in (-2.5, 0.0, 2.5):
        model.add("Legs", "dark-steel", box(0.06, 0.06, 0.8).moved(x, 0.3, 0.0))
    model.add("Drive", "blue", box(0.46, 0.3, 0.34, 0.03).moved(2.3, top - 0.4, 0.66))
    model.add("Drive", "dark-steel", cylinder(0.13, 0.36, 16).turned("z", math.pi / 2).moved(2.07, top - 0.25, 0.66))
    cookie = lathe([(0.085, 0.0), (0.09, 0.012), (0.06, 0.03), (0.0, 0.036)], 12)
    for column in range(13):
        for row in (-0.26, 0.0, 0.26):
            model.add("Cookies", "cookie", cookie.moved(-2.64 + 0.44 * column, top, row))
    return model


def freezer() -> Model:
    """A blast freezer: a white insulated cell with a door, a window and fans on the roof."""
    model = Model("Freezer")
    length, width, height = 5.0, 2.4, 2.6
    model.add("Plinth", "dark-steel", box(length - 0.1, 0.14, width - 0.1, 0.02))
    model.add("Cell", "white", box(length, height - 0.14, width, 0.08).moved(0.0, 0.14, 0.0))
    for x in (-1.25, 0.0, 1.25):
        model.add("Cell", "steel", box(0.025, height - 0.32, width + 0.012).moved(x, 0.23, 0.0))
    model.add("Cell", "blue", box(length + 0.01, 0.1, width + 0.01, 0.01).moved(0.0, height - 0.3, 0.0))
    model.add("Door", "steel", box(1.05, 1.95, 0.09, 0.03).moved(-0.62, 0.2, width / 2))
    model.add("Door", "ice", box(0.5, 0.5, 0.03, 0.01).moved(-0.62, 1.45, width / 2 + 0.04))
    model.add("Door", "black", tube([(-0.2, 0.95, width / 2 + 0.1), (-0.2, 1.45, width / 2 + 0.1)], 0.025, 8))
    for x in (-1.6, 0.0, 1.6):
        model.add("Fans", "steel", box(1.15, 0.42, 1.3, 0.04).moved(x, height, 0.0))
        model.add("Fans", "black", cylinder(0.46, 0.03, 24).moved(x, height + 0.415, 0.0))
        for blade in range(3):
            wing = box(0.8, 0.02, 0.13).turned("y", math.pi * blade / 3).moved(x, height + 0.45, 0.0)
            model.add("Fans", "dark-steel", wing)
        model.add("Fans", "steel", cylinder(0.09, 0.05, 14).moved(x, height + 0.44, 0.0))
    for end in (-1, 1):
        model.add("Curtain", "steel", box(0.1, 0.86, 1.4, 0.02).moved(end * length / 2, 0.78, 0.0))
        for strip in range(6):
            model.add(
                "Curtain", "ice", box(0.03, 0.62, 0.17).moved(end * (length / 2 + 0.05), 0.88, -0.5 + 0.2 * strip)
            )
    panel(model, 0.75, 1.2, width / 2 + 0.06)
    model.add("Frost", "ice", lathe([(0.0, 0.0), *dome(0.2, 0.06, rings=3)], 12).moved(2.1, height, 0.85))
    return lamp(model, 2.2, height, -0.9)
