"""A tree of entities under random calls, beside a naive model: same answers, same lists, page by page."""

import json
import os
import random

import pytest

import model
from play import Player
from signed import Wire

SEED = int(os.environ.get("GEMEL_TREE_SEED", random.SystemRandom().randrange(2**32)))
N_CALLS, N_IDS, NAMES = 400, 14, ("oven", "mixer", "belt")
ROOT = "$ROOT"


class Naive:
    """What must be there: every entity's name and parent."""

    def __init__(self) -> None:
        self.entities: dict[str, tuple[str, str]] = {}

    def children(self, parent: str) -> list[str]:
        """Ids below a parent, in order."""
        return sorted(it for it, (_, above) in self.entities.items() if above == parent)

    def below(self, top: str) -> set[str]:
        """An entity and all under it."""
        found = {top}
        for it in self.children(top):
            found |= self.below(it)
        return found

    def clash(self, entity: str, name: str, parent: str) -> bool:
        """Whether a sibling has the name; at the root it may."""
        return parent != ROOT and any(self.entities[it][0] == name for it in self.children(parent) if it != entity)

    def create(self, entity: str, name: str, parent: str) -> set[str]:
        """Codes that the answer may have; nothing is changed when there are any."""
        codes = set()
        if entity in self.entities:
            codes.add("ConflictException")
        if parent != ROOT and parent not in self.entities:
            codes.add("ValidationException")
        elif self.clash(entity, name, parent):
            codes.add("ConflictException")
        if not codes:
            self.entities[entity] = (name, parent)
        return codes

    def update(self, entity: str, name: str | None, parent: str | None) -> set[str]:
        """As above."""
        if entity not in self.entities:
            return {"ResourceNotFoundException"}
        old_name, old_parent = self.entities[entity]
        name, parent, codes = name or old_name, parent or old_parent, set()
        if parent != ROOT and (parent not in self.entities or parent in self.below(entity)):
            codes.add("ValidationException")
        if self.clash(entity, name, parent):
            codes.add("ConflictException")
        if not codes:
            self.entities[entity] = (name, parent)
        return codes

    def delete(self, entity: str, recursive: bool) -> set[str]:
        """As above."""
        if entity not in self.entities:
            return {"ResourceNotFoundException"}
        if self.children(entity) and not recursive:
            return {"ValidationException"}
        for it in self.below(entity):
            del self.entities[it]
        return set()


class Walk:
    """One random walk on a workspace."""

    def __init__(self, player: Player, workspace: str, seed: int) -> None:
        self.player, self.workspace = player, workspace
        self.wire, self.naive, self.random = Wire(player.server.url), Naive(), random.Random(seed)
        self.told: list[str] = []

    def ask(self, call: str, given: dict, codes: set[str] = frozenset()) -> dict:
        """A call whose outcome is known."""
        answer = self.wire.send(*model.request(call, {"workspaceId": self.workspace, **given}))
        self.told.append(f"{call} {given} -> {answer.status} {answer.error_code}")
        right = answer.error_code in codes if codes else answer.status == 200
        assert right, f"expected {codes or 'success'}:\n" + "\n".join(self.told[-12:]) + f"\n{answer.body!r}"
        if not codes and "entityId" in given and call != "GetEntity":
            self.player.settle(call, {"workspaceId": self.workspace, **given}, {})
        return json.loads(answer.body)

    def id(self) -> str:
        """One of a few ids."""
        return f"e{self.random.randrange(N_IDS):02}"

    def change(self) -> None:
        """One random write."""
        entity, name = self.id(), self.random.choice(NAMES)
        parent = self.random.choice([ROOT, self.id(), self.id()])
        kind = self.random.random()
        if kind < 0.45:
            codes = self.naive.create(entity, name, parent)
            self.ask("CreateEntity", {"entityId": entity, "entityName": name, "parentEntityId": parent}, codes)
        elif kind < 0.85:
            new_name = name if self.random.random() < 0.5 else None
            new_parent = parent if self.random.random() < 0.6 else None
            to_root = {"updateType": "DELETE"} if parent == ROOT and self.random.random() < 0.5 else None
            move = {"parentEntityUpdate": to_root or {"updateType": "UPDATE", "parentEntityId": parent}}
            codes = self.naive.update(entity, new_name, new_parent)
            given = {"entityId": entity, **({"entityName": name} if new_name else {}), **(move if new_parent else {})}
            self.ask("UpdateEntity", given, codes)
        else:
            recursive = self.random.random() < 0.5
            codes = self.naive.delete(entity, recursive)
            self.ask("DeleteEntity", {"entityId": entity, "isRecursive": recursive}, codes)

    def listed(self, filters: list[dict]) -> list[dict]:
        """A whole list, in pages of a random size."""
        found, token = [], {}
        size = self.random.randint(1, 5)
        while True:
            page = self.ask("ListEntities", {"filters": filters, "maxResults": size, **token})
            assert len(page["entitySummaries"]) <= size
            found += page["entitySummaries"]
            if "nextToken" not in page:
                return found
            token = {"nextToken": page["nextToken"]}

    def compare(self) -> None:
        """Everything that can be read is as the model has it."""
        entities = self.naive.entities
        for filters, ids in [([], sorted(entities)), *(
            ([{"parentEntityId": it}], self.naive.children(it)) for it in (ROOT, self.id(), self.id())
        )]:
            found = self.listed(filters)
            got = [(it["entityId"], it["entityName"], it["parentEntityId"], it["hasChildEntities"]) for it in found]
            want = [(it, *entities[it], bool(self.naive.children(it))) for it in ids]
            assert got == want, f"{filters}: {got} instead of {want}\n" + "\n".join(self.told[-12:])
        one = self.id()
        if one in entities:
            shown = self.ask("GetEntity", {"entityId": one})
            got = (shown["entityName"], shown["parentEntityId"], shown["hasChildEntities"])
            assert got == (*entities[one], bool(self.naive.children(one)))
        else:
            self.ask("GetEntity", {"entityId": one}, {"ResourceNotFoundException"})


@pytest.mark.parametrize("walk", range(4))
def test_a_random_walk_is_as_the_model_has_it(player: Player, walk: int) -> None:
    """Repeat one with GEMEL_TREE_SEED."""
    workspace = player.variables()["W"]
    player.strict.create_workspace(workspaceId=workspace)
    it = Walk(player, workspace, SEED + walk)
    print(f"GEMEL_TREE_SEED={SEED}")
    for at in range(N_CALLS):
        it.change()
        if at % 5 == 0:
            it.compare()
    it.compare()
