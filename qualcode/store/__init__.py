"""The project file: tables, acts with their events, undo, earlier states, migrations."""

from qualcode.store.acts import Act, Change, act, images, now
from qualcode.store.database import Store
from qualcode.store.undo import as_of, last_to_undo, state_hash, undo

__all__ = ["Act", "Change", "Store", "act", "as_of", "images", "last_to_undo", "now", "state_hash", "undo"]
