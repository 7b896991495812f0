"""Simple solids as triangles with normals: box, turned body, tube. Metres, Y up."""

import math
from dataclasses import dataclass, field


@dataclass
class Mesh:
    """Triangles: positions and normals by vertex, and three indexes a triangle."""

    positions: list = field(default_factory=list)
    normals: list = field(default_factory=list)
    indices: list = field(default_factory=list)

    def add(self, other: "Mesh") -> "Mesh":
        base = len(self.positions)
        self.positions += other.positions
        self.normals += other.normals
        self.indices += [base + index for index in other.indices]
        return self

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> "Mesh":
        return Mesh([(a + x, b + y, c + z) for a, b, c in self.positions], self.normals, self.indices)

    def turned(self, axis: str, angle: float) -> "Mesh":
        """Turned around an axis by radians."""
        turn = _turn(axis, angle)
        return Mesh([turn(p) for p in self.positions], [turn(n) for n in self.normals], self.indices)


def _turn(axis: str, angle: float):
    s, c = math.sin(angle), math.cos(angle)
    turns = {
        "x": lambda p: (p[0], c * p[1] - s * p[2], s * p[1] + c * p[2]),
        "y": lambda p: (c * p[0] + s * p[2], p[1], c * p[2] - s * p[0]),
        "z": lambda p: (c * p[0] - s * p[1], s * p[0] + c * p[1], p[2]),
    }
    return turns[axis]


def unit(vector: tuple) -> tuple:
    length = math.sqrt(sum(part * part for part in vector)) or 1.0
    return tuple(part / length for part in vector)


def polygon(points: list, normal: tuple) -> Mesh:
    """A flat convex face; its points go counter-clockwise as seen from outside."""
    fan = [index for k in range(1, len(points) - 1) for index in (0, k, k + 1)]
    return Mesh(list(points), [normal] * len(points), fan)


def box(width: float, height: float, depth: float, bevel: float = 0.0) -> Mesh:
    """A box standing on the ground, centred in x and z; a bevel catches the light along its edges."""
    w, d, b = width / 2, depth / 2, min(bevel, width / 3, height / 3, depth / 3)
    if b <= 0.0:
        return _plain_box(w, height, d)
    outline = [(-w + b, -d), (w - b, -d), (w, -d + b), (w, d - b), (w - b, d), (-w + b, d), (-w, d - b), (-w, -d + b)]
    shrunk = [(x - math.copysign(min(b, abs(x)), x), z - math.copysign(min(b, abs(z)), z)) for x, z in outline]
    rings = [(0.0, shrunk), (b, outline), (height - b, outline), (height, shrunk)]
    mesh = Mesh()
    for (y0, low), (y1, high) in zip(rings, rings[1:]):
        for k in range(8):
            n = (k + 1) % 8
            corners = [
                (low[n][0], y0, low[n][1]),
                (low[k][0], y0, low[k][1]),
                (high[k][0], y1, high[k][1]),
                (high[n][0], y1, high[n][1]),
            ]
            mesh.add(polygon(corners, _normal(corners)))
    mesh.add(polygon([(x, height, z) for x, z in reversed(shrunk)], (0.0, 1.0, 0.0)))
    return mesh.add(polygon([(x, 0.0, z) for x, z in shrunk], (0.0, -1.0, 0.0)))


def _plain_box(w: float, h: float, d: float) -> Mesh:
    faces = [
        ([(-w, 0, d), (w, 0, d), (w, h, d), (-w, h, d)], (0.0, 0.0, 1.0)),
        ([(w, 0, -d), (-w, 0, -d), (-w, h, -d), (w, h, -d)], (0.0, 0.0, -1.0)),
        ([(w, 0, d), (w, 0, -d), (w, h, -d), (w, h, d)], (1.0, 0.0, 0.0)),
        ([(-w, 0, -d), (-w, 0, d), (-w, h, d), (-w, h, -d)], (-1.0, 0.0, 0.0)),
        ([(-w, h, d), (w, h, d), (w, h, -d), (-w, h, -d)], (0.0, 1.0, 0.0)),
        ([(-w, 0, -d), (w, 0, -d), (w, 0, d), (-w, 0, d)], (0.0, -1.0, 0.0)),
    ]
    mesh = Mesh()
    for points, normal in faces:
        mesh.add(polygon([tuple(map(float, point)) for point in points], normal))
    return mesh


def _normal(corners: list) -> tuple:
    """The normal of a face, by its two diagonals."""
    a = [q - p for p, q in zip(corners[0], corners[2])]
    b = [q - p for p, q in zip(corners[1], corners[3])]
    return unit((a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]))


def lathe(profile: list, sides: int = 24) -> Mesh:
    """A body turned around Y from points (radius, y), walked from bottom to top on its outside.

    Round between points, sharp at them: each stretch of the profile has its own normals.
    """
    mesh = Mesh()
    for (r0, y0), (r1, y1) in zip(profile, profile[1:]):
        if r0 == r1 == 0.0:
            continue
        slope = unit((y1 - y0, r0 - r1))
        mesh.add(_band(r0, y0, r1, y1, slope, sides))
    return mesh


def _band(r0: float, y0: float, r1: float, y1: float, slope: tuple, sides: int) -> Mesh:
    positions, normals, indices = [], [], []
    for k in range(sides + 1):
        angle = 2.0 * math.pi * k / sides
        x, z = math.cos(angle), math.sin(angle)
        positions += [(r0 * x, y0, r0 * z), (r1 * x, y1, r1 * z)]
        normals += [(slope[0] * x, slope[1], slope[0] * z)] * 2
    for k in range(sides):
        low, high, next_low, next_high = 2 * k, 2 * k + 1, 2 * k + 2, 2 * k + 3
        if r0 > 0.0:
            indices += [low, high, next_low]
        if r1 > 0.0:
            indices += [next_low, high, next_high]
    return Mesh(positions, normals, indices)


def cylinder(radius: float, height: float, sides: int = 24, bevel: float = 0.0) -> Mesh:
    """A closed cylinder standing on the ground."""
    if bevel:
        profile = [
            (0.0, 0.0),
            (radius - bevel, 0.0),
            (radius, bevel),
            (radius, height - bevel),
            (radius - bevel, height),
            (0.0, height),
        ]
    else:
        profile = [(0.0, 0.0), (radius, 0.0), (radius, height), (0.0, height)]
    return lathe(profile, sides)


def dome(radius: float, height: float, sides: int = 24, rings: int = 5) -> list:
    """The profile of half an ellipsoid, to put on top of another profile (append with its own y)."""
    return [
        (radius * math.cos(math.pi / 2 * k / rings), height * math.sin(math.pi / 2 * k / rings))
        for k in range(rings + 1)
    ]


def tube(path: list, radius: float, sides: int = 8) -> Mesh:
    """A closed round bar along points."""
    mesh = Mesh()
    for start, end in zip(path, path[1:]):
        mesh.add(_bar(start, end, radius, sides))
    return mesh


def _bar(start: tuple, end: tuple, radius: float, sides: int) -> Mesh:
    along = [e - s for s, e in zip(start, end)]
    length = math.sqrt(sum(part * part for part in along))
    bar = cylinder(radius, length, sides)
    tilt = math.acos(max(-1.0, min(1.0, along[1] / length)))
    bar = bar.turned("z", -tilt)
    return bar.turned("y", math.atan2(-along[2], along[0])).moved(*start)


def spiral(radius: float, height: float, turns: float, thickness: float) -> Mesh:
    """A bar wound around Y, as the hook of a spiral mixer."""
    steps = int(turns * 14)
    path = []
    for k in range(steps + 1):
        angle = 2.0 * math.pi * turns * k / steps
        path.append((radius * math.cos(angle), height * k / steps, radius * math.sin(angle)))
    return tube(path, thickness, 6)
