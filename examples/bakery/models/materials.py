"""The colours of the plant, as glTF materials (metal and roughness)."""


def _paint(color: str, metal: float = 0.0, rough: float = 0.6, glow: float = 0.0, alpha: float = 1.0) -> dict:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255.0) for at in (1, 3, 5))
    material = {
        "pbrMetallicRoughness": {
            "baseColorFactor": [red, green, blue, alpha],
            "metallicFactor": metal,
            "roughnessFactor": rough,
        }
    }
    if glow:
        material["emissiveFactor"] = [round(part * glow, 4) for part in (red, green, blue)]
    if alpha < 1.0:
        material["alphaMode"] = "BLEND"
        material["doubleSided"] = True
    return material


def _linear(srgb: float) -> float:
    """glTF wants linear light, people write sRGB."""
    return round(srgb / 12.92 if srgb <= 0.04045 else ((srgb + 0.055) / 1.055) ** 2.4, 4)


MATERIALS = {
    "steel": _paint("#c9ced3", metal=0.55, rough=0.34),
    "dark-steel": _paint("#6d757c", metal=0.6, rough=0.42),
    "white": _paint("#eceff1", rough=0.45),
    "cream": _paint("#f2e6cf", rough=0.5),
    "blue": _paint("#2f6f9f", rough=0.42),
    "teal": _paint("#2a8c82", rough=0.45),
    "orange": _paint("#d9702b", rough=0.45),
    "red": _paint("#b83a32", rough=0.45),
    "yellow": _paint("#e8b923", rough=0.5),
    "black": _paint("#23272b", rough=0.7),
    "rubber": _paint("#33383d", rough=0.9),
    "dough": _paint("#e3c48d", rough=0.85),
    "cookie": _paint("#b9803f", rough=0.8),
    "ice": _paint("#bfe3f2", rough=0.25),
    "glass": _paint("#9fc7d8", metal=0.1, rough=0.08, alpha=0.4),
    "screen": _paint("#3fb6d9", rough=0.3, glow=0.7),
    "lamp": _paint("#59d36b", rough=0.3, glow=0.9),
    "glow": _paint("#ff8a2a", rough=0.5, glow=1.0),
    "floor": _paint("#aeb4b6", rough=0.8),
    "floor-cold": _paint("#b9d3de", rough=0.6),
    "floor-wood": _paint("#b99d78", rough=0.75),
    "wall": _paint("#e4e2dc", rough=0.8),
    "stripe": _paint("#e3bd3c", rough=0.7),
}
