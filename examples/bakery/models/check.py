"""Checks a GLB against the rules of glTF 2.0 that a viewer trips over; answers the problems in words."""

import json
import math
import struct

_COMPONENTS = {5121: ("B", 1), 5123: ("H", 2), 5125: ("I", 4), 5126: ("f", 4)}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}


def problems(data: bytes) -> list:
    """What is wrong with a file; empty when nothing is."""
    try:
        document, binary = split(data)
    except (ValueError, struct.error) as error:
        return [str(error)]
    found = []
    if document.get("asset", {}).get("version") != "2.0":
        found.append("asset.version is not 2.0")
    found += _buffers(document, binary)
    if found:
        return found
    for mesh in document["meshes"]:
        for primitive in mesh["primitives"]:
            found += [f"mesh {mesh['name']}: {problem}" for problem in _primitive(document, binary, primitive)]
    return found + _nodes(document)


def split(data: bytes) -> tuple:
    """The two chunks of a file: its document and its buffer."""
    magic, version, length = struct.unpack_from("<4sII", data)
    if magic != b"glTF" or version != 2 or length != len(data):
        raise ValueError("the header is not that of a GLB 2 of this length")
    text_length, kind = struct.unpack_from("<I4s", data, 12)
    if kind != b"JSON" or text_length % 4:
        raise ValueError("the first chunk is no aligned JSON")
    rest = 20 + text_length
    binary_length, kind = struct.unpack_from("<I4s", data, rest)
    if kind != b"BIN\0" or binary_length % 4 or rest + 8 + binary_length != len(data):
        raise ValueError("the second chunk is no aligned buffer that ends the file")
    return json.loads(data[20:rest]), data[rest + 8 :]


def values(document: dict, binary: bytes, index: int) -> list:
    """The elements of an accessor."""
    accessor = document["accessors"][index]
    view = document["bufferViews"][accessor["bufferView"]]
    letter, _ = _COMPONENTS[accessor["componentType"]]
    width = _WIDTHS[accessor["type"]]
    start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    flat = struct.unpack_from(f"<{accessor['count'] * width}{letter}", binary, start)
    return [flat[at : at + width] for at in range(0, len(flat), width)] if width > 1 else list(flat)


def _buffers(document: dict, binary: bytes) -> list:
    found = []
    if not len(binary) - 3 <= document["buffers"][0]["byteLength"] <= len(binary):
        found.append("buffer: byteLength does not match the chunk")
    for number, view in enumerate(document["bufferViews"]):
        if view.get("byteOffset", 0) + view["byteLength"] > len(binary):
            found.append(f"bufferView {number} ends beyond the buffer")
    for number, accessor in enumerate(document["accessors"]):
        view = document["bufferViews"][accessor["bufferView"]]
        _, size = _COMPONENTS[accessor["componentType"]]
        needed = accessor.get("byteOffset", 0) + accessor["count"] * size * _WIDTHS[accessor["type"]]
        if needed > view["byteLength"]:
            found.append(f"accessor {number} ends beyond its bufferView")
        if (view.get("byteOffset", 0) + accessor.get("byteOffset", 0)) % size:
            found.append(f"accessor {number} is not aligned to {size} bytes")
        if accessor["count"] < 1:
            found.append(f"accessor {number} is empty")
    return found


def _primitive(document: dict, binary: bytes, primitive: dict) -> list:
    found = []
    place, facing = primitive["attributes"]["POSITION"], primitive["attributes"]["NORMAL"]
    positions, normals = values(document, binary, place), values(document, binary, facing)
    indices = values(document, binary, primitive["indices"])
    accessor = document["accessors"][place]
    for axis in range(3):
        column = [position[axis] for position in positions]
        if accessor.get("min", [None] * 3)[axis] != min(column) or accessor.get("max", [None] * 3)[axis] != max(column):
            found.append(f"min or max of axis {axis} is not that of the positions")
    if len(positions) != len(normals):
        found.append("as many normals as positions are needed")
    if any(abs(math.sqrt(sum(part * part for part in normal)) - 1.0) > 1e-3 for normal in normals):
        found.append("a normal has not length 1")
    if len(indices) % 3 or max(indices) >= len(positions):
        found.append("indices are no triangles of these vertices")
    elif any(_faces_away(positions, normals, indices[at : at + 3]) for at in range(0, len(indices), 3)):
        found.append("a triangle is wound against its normals")
    if not 0 <= primitive["material"] < len(document["materials"]):
        found.append("its material is missing")
    return found


def _faces_away(positions: list, normals: list, corners: list) -> bool:
    """Whether the winding of a triangle disagrees with its normals (a viewer would not draw it)."""
    a, b, c = (positions[corner] for corner in corners)
    u, v = [q - p for p, q in zip(a, b)], [q - p for p, q in zip(a, c)]
    cross = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
    mean = [sum(normals[corner][axis] for corner in corners) for axis in range(3)]
    return sum(p * q for p, q in zip(cross, mean)) < -1e-9


def _nodes(document: dict) -> list:
    """Every node must hang on the scene exactly once, and refer to a mesh that is there."""
    seen, waiting, found = set(), list(document["scenes"][document["scene"]]["nodes"]), []
    while waiting:
        number = waiting.pop()
        if number in seen:
            return [f"node {number} is reached twice"]
        seen.add(number)
        node = document["nodes"][number]
        waiting += node.get("children", [])
        if "mesh" in node and not 0 <= node["mesh"] < len(document["meshes"]):
            found.append(f"node {number} has no mesh")
    if len(seen) != len(document["nodes"]):
        found.append("a node does not belong to the scene")
    return found
