"""The components a node of the scene may carry, each with every field a viewer needs."""

from .rules import BLUE, icon


def binding(entity_id: str, component: str, name: str) -> dict:
    """What a component shows: the newest value of one property."""
    return {
        "dataBindingContext": {"entityId": entity_id, "componentName": component, "propertyName": name},
        "isStaticData": False,
    }


def model(uri: str) -> dict:
    return {
        "type": "ModelRef",
        "uri": uri,
        "modelType": "GLB",
        "unitOfMeasure": "meters",
        "castShadow": True,
        "receiveShadow": True,
    }


def entity(entity_id: str) -> dict:
    return {"type": "EntityBinding", "valueDataBinding": {"dataBindingContext": {"entityId": entity_id}}}


def tag(bound: dict, rule: str, picture: str = "Info", lift: float = 0.6) -> dict:
    """A sign above a thing; the rule picks its icon."""
    return {
        "type": "Tag",
        "icon": icon(picture),
        "valueDataBinding": bound,
        "ruleBasedMapId": rule,
        "offset": [0, lift, 0],
    }


def video_tag(entity_id: str) -> dict:
    """A camera's sign; it links to the camera's entity."""
    return {
        "type": "Tag",
        "icon": icon("Video"),
        "offset": [0, 0.5, 0],
        "navLink": {"params": {"sel_entity": entity_id, "sel_comp": "video"}},
    }


def shader(bound: dict, rule: str) -> dict:
    """A colour laid over the model of the same node."""
    return {"type": "ModelShader", "valueDataBinding": bound, "ruleBasedMapId": rule}


def motion(belt: str) -> dict:
    """Arrows that run along a belt at its speed; they stand when nothing is known."""
    return {
        "type": "MotionIndicator",
        "shape": "LinearPlane",
        "valueDataBindings": {
            "speed": {"valueDataBinding": binding(belt, "telemetry", "Speed"), "ruleBasedMapId": "conveyorSpeedRule"},
            "foregroundColor": {
                "valueDataBinding": binding(belt, "telemetry", "State"),
                "ruleBasedMapId": "conveyorColorRule",
            },
        },
        "config": {
            "numOfRepeatInY": 3,
            "backgroundColorOpacity": 0,
            "defaultForegroundColor": BLUE,
            "defaultSpeed": 0,
        },
    }


def overlay(kind: str, lines: list, bound: dict | None = None) -> dict:
    """A text with values in it; `${name}` stands for the newest value of the binding of that name."""
    return {
        "type": "DataOverlay",
        "subType": kind,
        "dataRows": [{"rowType": "Markdown", "content": "\n".join(lines)}],
        "valueDataBindings": [{"bindingName": name, "valueDataBinding": what} for name, what in (bound or {}).items()],
    }


def light(kind: str, **settings) -> dict:
    return {"type": "Light", "lightType": kind, "lightSettings": settings}


def camera(index: int) -> dict:
    return {"type": "Camera", "cameraIndex": index}
