"""Writes a model as GLB (binary glTF 2.0): one buffer, one node and one mesh for each named part."""

import json
import struct

from .materials import MATERIALS
from .shapes import Mesh

FLOAT, USHORT, UINT = 5126, 5123, 5125
ARRAY, ELEMENTS = 34962, 34963


class Model:
    """Named parts, each of one or more materials."""

    def __init__(self, name: str):
        self.name = name
        self._parts: dict = {}

    def add(self, part: str, material: str, mesh: Mesh) -> "Model":
        self._parts.setdefault(part, {}).setdefault(material, Mesh()).add(mesh)
        return self

    def glb(self) -> bytes:
        """The file."""
        writer = _Writer()
        nodes = [{"name": self.name, "children": list(range(1, len(self._parts) + 1))}]
        meshes = []
        for part, by_material in self._parts.items():
            nodes.append({"name": part, "mesh": len(meshes)})
            primitives = [writer.primitive(mesh, material) for material, mesh in by_material.items()]
            meshes.append({"name": part, "primitives": primitives})
        document = {
            "asset": {"version": "2.0", "generator": "Gemel bakery example"},
            "scene": 0,
            "scenes": [{"name": self.name, "nodes": [0]}],
            "nodes": nodes,
            "meshes": meshes,
            "materials": [{"name": name, **MATERIALS[name]} for name in writer.materials],
            "accessors": writer.accessors,
            "bufferViews": writer.views,
            "buffers": [{"byteLength": len(writer.data)}],
        }
        return _container(document, bytes(writer.data))


class _Writer:
    """The buffer as it grows, and the tables that point into it."""

    def __init__(self):
        self.data = bytearray()
        self.views: list = []
        self.accessors: list = []
        self.materials: list = []

    def primitive(self, mesh: Mesh, material: str) -> dict:
        if material not in self.materials:
            self.materials.append(material)
        positions = self._vectors(mesh.positions, bounds=True)
        normals = self._vectors(mesh.normals, bounds=False)
        return {
            "attributes": {"POSITION": positions, "NORMAL": normals},
            "indices": self._indexes(mesh.indices, len(mesh.positions)),
            "material": self.materials.index(material),
            "mode": 4,
        }

    def _vectors(self, vectors: list, bounds: bool) -> int:
        flat = [part for vector in vectors for part in vector]
        packed = struct.pack(f"<{len(flat)}f", *flat)
        accessor = {"componentType": FLOAT, "count": len(vectors), "type": "VEC3"}
        if bounds:
            stored = struct.unpack(f"<{len(flat)}f", packed)
            accessor["min"] = [min(stored[axis::3]) for axis in range(3)]
            accessor["max"] = [max(stored[axis::3]) for axis in range(3)]
        return self._accessor(packed, ARRAY, accessor)

    def _indexes(self, indexes: list, vertices: int) -> int:
        small = vertices < 65_535
        packed = struct.pack(f"<{len(indexes)}{'H' if small else 'I'}", *indexes)
        kind = USHORT if small else UINT
        return self._accessor(packed, ELEMENTS, {"componentType": kind, "count": len(indexes), "type": "SCALAR"})

    def _accessor(self, packed: bytes, target: int, accessor: dict) -> int:
        self.data.extend(b"\0" * (-len(self.data) % 4))
        self.views.append({"buffer": 0, "byteOffset": len(self.data), "byteLength": len(packed), "target": target})
        self.data.extend(packed)
        self.accessors.append({"bufferView": len(self.views) - 1, **accessor})
        return len(self.accessors) - 1


def _container(document: dict, data: bytes) -> bytes:
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    data += b"\0" * (-len(data) % 4)
    length = 12 + 8 + len(text) + 8 + len(data)
    return b"".join(
        [
            struct.pack("<4sII", b"glTF", 2, length),
            struct.pack("<I4s", len(text), b"JSON"),
            text,
            struct.pack("<I4s", len(data), b"BIN\0"),
            data,
        ]
    )
