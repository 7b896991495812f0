"""Checks a scene document against what viewers demand; answers the problems in words."""

import re

_KINDS = {
    "ModelRef",
    "SubModelRef",
    "Animation",
    "Tag",
    "ModelShader",
    "MotionIndicator",
    "DataOverlay",
    "EntityBinding",
    "PlaneGeometry",
    "Light",
    "Camera",
}
_ICON = re.compile(r"iottwinmaker\.common\.icon:(Info|Warning|Error|Video|Custom)$")
_TARGET = re.compile(
    r"iottwinmaker\.common\.(icon:(Info|Warning|Error|Video|Custom)|color:#[0-9a-f]{6}|opacity:[\d.]+|number)$",
    re.IGNORECASE,
)
_RULE_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*[A-Za-z0-9_]$")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}$")
_LISTS = {"position": 3, "rotation": 3, "scale": 3}
_TOP_LEVEL = {"specVersion", "version", "unit", "properties", "nodes", "rootNodeIndexes", "cameras", "rules"}


def problems(document: dict) -> list:
    """What is wrong with a document; empty when nothing is."""
    found = [f"unknown top-level key {key}" for key in document if key not in _TOP_LEVEL]
    if not re.match(r"1\.0$", document.get("specVersion", "")):
        found.append("specVersion must be 1.0")
    found += _rules(document.get("rules", {}))
    found += _tree(document)
    for node in document["nodes"]:
        found += [f"node {node['name']}: {problem}" for problem in _node(node, document)]
    return found + _colors(document.get("properties", {}))


def bindings(document: dict) -> list:
    """Every (entity, component, property) the document shows."""
    found = []

    def walk(part):
        if isinstance(part, dict):
            context = part.get("dataBindingContext")
            if context:
                found.append((context["entityId"], context.get("componentName"), context.get("propertyName")))
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(document["nodes"])
    return found


def _rules(rules: dict) -> list:
    found = [f"rule id {name} is not allowed" for name in rules if not _RULE_ID.match(name)]
    for name, rule in rules.items():
        for statement in rule["statements"]:
            if set(statement) - {"expression", "target", "targetMetadata"}:
                found.append(f"rule {name}: extra keys are dropped by viewers")
            if not statement["expression"].strip() or not _TARGET.match(statement["target"]):
                found.append(f"rule {name}: {statement['target']} is no target")
    return found


def _tree(document: dict) -> list:
    """Every node is reached exactly once, from the roots."""
    nodes, seen = document["nodes"], []
    waiting = list(document["rootNodeIndexes"])
    while waiting:
        index = waiting.pop()
        if not 0 <= index < len(nodes):
            return [f"node {index} does not exist"]
        if index in seen:
            return [f"node {index} is reached twice"]
        seen.append(index)
        waiting += nodes[index].get("children", [])
    return [] if len(seen) == len(nodes) else ["a node hangs on nothing"]


def _node(node: dict, document: dict) -> list:
    found = []
    for name, length in _LISTS.items():
        values = node["transform"].get(name)
        if (
            not isinstance(values, list)
            or len(values) != length
            or not all(isinstance(part, (int, float)) for part in values)
        ):
            found.append(f"{name} must be three numbers")
    for component in node["components"]:
        if component["type"] not in _KINDS:
            found.append(f"component type {component['type']} is unknown")
        rule_ids = [component.get("ruleBasedMapId")]
        if component["type"] == "MotionIndicator":
            rule_ids += [bound.get("ruleBasedMapId") for bound in component["valueDataBindings"].values()]
        found += [f"rule {rule} does not exist" for rule in rule_ids if rule and rule not in document["rules"]]
        found += _CHECKS.get(component["type"], lambda *_: [])(component, document)
    return found


def _tag(component: dict, _document: dict) -> list:
    return [] if _ICON.match(component.get("icon", "")) else ["the icon of a tag must have its namespace"]


def _motion(component: dict, _document: dict) -> list:
    found = []
    if set(component["valueDataBindings"]) - {"speed", "foregroundColor", "backgroundColor"}:
        found.append("a motion indicator has no such binding")
    if not {"numOfRepeatInY", "backgroundColorOpacity"} <= set(component["config"]):
        found.append("the config of a motion indicator is not complete")
    return found


def _overlay(component: dict, _document: dict) -> list:
    names = [bound["bindingName"] for bound in component["valueDataBindings"]]
    text = "".join(row["content"] for row in component["dataRows"])
    found = [f"binding name {name} is not allowed" for name in names if re.search(r"[${}.\[\]]", name)]
    return found + [
        f"text uses {used}, which is not bound" for used in re.findall(r"\$\{(\w+)\}", text) if used not in names
    ]


def _model(component: dict, _document: dict) -> list:
    good = component["uri"].startswith("s3://") and component["modelType"] in ("GLB", "GLTF", "Tiles3D")
    return [] if good else [f"model {component['uri']} cannot be loaded"]


def _light(component: dict, _document: dict) -> list:
    return (
        [] if component["lightType"] in ("Ambient", "Directional", "Hemisphere", "Point") else ["unknown kind of light"]
    )


def _camera(component: dict, document: dict) -> list:
    return [] if 0 <= component["cameraIndex"] < len(document["cameras"]) else ["camera index out of range"]


_CHECKS = {
    "Tag": _tag,
    "MotionIndicator": _motion,
    "DataOverlay": _overlay,
    "ModelRef": _model,
    "Light": _light,
    "Camera": _camera,
}


def _colors(properties: dict) -> list:
    used = [settings["color"] for settings in properties.values() if isinstance(settings, dict) and "color" in settings]
    return [f"{color} is no colour like #aabbcc" for color in used if not _COLOR.match(color)]
