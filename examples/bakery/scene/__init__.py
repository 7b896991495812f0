"""The scene document of the bakery: the entity tree on its floor plan, with tags, overlays, lights and cameras."""
