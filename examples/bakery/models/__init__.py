"""Small glTF models of the machines and rooms, made by code: nothing here was drawn or bought."""
