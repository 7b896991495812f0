"""All machines of the plant together: the readings of any entity at any time."""

from plant.signals import MACHINES, SIGNALS
from plant.tree import entities

from .alarms import Alarms
from .machines import KINDS

DEFAULT_SEED = 7


class PlantFloor:
    """Every machine and room that has readings, for one seed."""

    def __init__(self, seed: int = DEFAULT_SEED):
        self.machines = {entity.id: KINDS[entity.kind](seed, entity) for entity in entities() if entity.kind in SIGNALS}
        self.alarms = {
            entity_id: Alarms(machine)
            for entity_id, machine in self.machines.items()
            if machine.entity.kind in MACHINES
        }

    def values(self, entity_id: str, time: int) -> dict:
        return self.machines[entity_id].values(int(time))

    def kinds(self, entity_id: str) -> dict:
        """The data type of every reading of an entity, by name."""
        entity = self.machines[entity_id].entity
        kinds = {signal.name: signal.kind for signal in SIGNALS[entity.kind]}
        if entity.kind in MACHINES:
            kinds["State"] = "STRING"
        return kinds
