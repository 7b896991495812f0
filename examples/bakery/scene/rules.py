"""The rules of the scene: how a value becomes an icon, a colour or a speed."""

from plant.signals import LIMITS

RED, AMBER, GREEN, BLUE = "#d64545", "#e0a526", "#3f9c5a", "#3b82c4"


def icon(name: str) -> str:
    return f"iottwinmaker.common.icon:{name}"


def _color(value: str) -> str:
    return f"iottwinmaker.common.color:{value}"


def _rule(*statements: tuple) -> dict:
    return {"statements": [{"expression": expression, "target": target} for expression, target in statements]}


def _limit(kind: str, warn_at: float) -> dict:
    """Icons for one reading: an error beyond its alarm limit, a warning close to it."""
    limit = LIMITS[kind]
    sign = ">" if limit.raise_at > limit.clear_at else "<"
    back = "<=" if sign == ">" else ">="
    name = limit.signal
    return _rule(
        (f"{name} {sign} {limit.raise_at:g}", icon("Error")),
        (f"{name} {sign} {warn_at:g}", icon("Warning")),
        (f"{name} {back} {warn_at:g}", icon("Info")),
    )


def rules() -> dict:
    """Every rule of the scene by its id."""
    return {
        "alarmIconRule": _rule(
            ("alarm_status == 'ACTIVE'", icon("Error")),
            ("alarm_status == 'ACKNOWLEDGED'", icon("Warning")),
            ("alarm_status == 'SNOOZE_DISABLED'", icon("Warning")),
            ("alarm_status == 'NORMAL'", icon("Info")),
        ),
        "alarmColorRule": _rule(
            ("alarm_status == 'ACTIVE'", _color(RED)),
            ("alarm_status == 'ACKNOWLEDGED'", _color(AMBER)),
        ),
        "mixerTemperatureRule": _limit("mixer", 29.0),
        "ovenTemperatureRule": _limit("oven", 215.0),
        "freezerTemperatureRule": _limit("freezer", -18.0),
        "tankLevelRule": _limit("tank", 25.0),
        "tankLevelColorRule": _rule(
            (f"Level < {LIMITS['tank'].raise_at:g}", _color(RED)), ("Level < 25", _color(AMBER))
        ),
        "roomTemperatureRule": _rule(("Temperature > 32", icon("Warning")), ("Temperature <= 32", icon("Info"))),
        "conveyorSpeedRule": _rule(("Speed * 2", "iottwinmaker.common.number")),
        "conveyorColorRule": _rule(
            ("State == 'FAULT'", _color(RED)), ("State == 'IDLE'", _color(AMBER)), ("State == 'RUNNING'", _color(GREEN))
        ),
    }
