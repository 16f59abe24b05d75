"""What stands when two finds overlap."""

from collections.abc import Iterable

from assistant.records import Entity


def earliest(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """The entities by position, without those that begin inside an earlier one."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda entity: entity.start):
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
    return tuple(kept)
