"""Change in a YAML text only what differs between two codebooks; every other letter stays."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from qualcode.codebook.fields import FIELDS, Field
from qualcode.codebook.places import Chunk, Edit, Hard, Places, apply
from qualcode.codebook.plain import plain_entry, plain_field, plain_rule
from qualcode.codebook.tree import Node
from qualcode.codebook.yaml_text import WIDTH, block_text, field_text, inline, item_text, scalar
from qualcode.model import Codebook, Rule


def patched(text: str, root: Node, old: Codebook, new: Codebook) -> str:
    """The text of `old`, changed to say `new`. Raises Hard when that cannot be done in place.

    `root` is the tree of `text`, which ends in a newline and has no carriage returns.
    """
    return apply(text, _Patch(text).entry(root, "codebook", old, new))


class _Patch:
    def __init__(self, text: str) -> None:
        self.places = Places(text)
        self.text = text

    def entry(self, node: Node, kind: str, old: Any, new: Any) -> list[Edit]:
        """The edits that turn one entry into another."""
        if node.kind != "map" or not node.pairs:
            raise Hard
        there = {key.text: (key, value) for key, value in node.pairs}
        edits: list[Edit] = []
        for field in FIELDS[kind]:
            if field.type == "marker":
                continue
            before, after = plain_field(old, kind, field.name), plain_field(new, kind, field.name)
            if before == after and type(before) is type(after):
                continue
            if field.name not in there:
                edits.append(self.insert(node, kind, field, after))
            elif after in ("", [], False):
                edits.append(self.remove(node, field.name))
            else:
                key, value = there[field.name]
                edits += self.change(node, key, value, field, old, new, after)
        return edits

    def change(self, node: Node, key: Node, value: Node, field: Field, old: Any, new: Any, after: Any) -> list[Edit]:
        """The edits that give a field that is there another value that is not empty."""
        if isinstance(after, str) and value.kind not in ("map", "list"):
            return [self.scalar(key, value, after, flow=node.flow)]
        if isinstance(after, bool):
            return [Edit(value.start, value.end, "true" if after else "false")]
        if value.kind == "list" and not value.flow and value.items:
            try:
                return self.block_list(key, value, field, old, new, after)
            except Hard:
                return [self.replace(key, value, field.name, after)]
        if node.flow or (value.kind == "list" and value.flow and len(inline(after)) < WIDTH):
            return [Edit(value.start, value.end, inline(after))]
        return [self.replace(key, value, field.name, after)]

    def scalar(self, key: Node, value: Node, text: str, *, flow: bool) -> Edit:
        """Another text in place of a scalar, in the same quotation marks where they will do."""
        empty = value.kind == "null" and not value.text
        if empty:
            colon = self.text.index(":", key.end) + 1
            start, end, space = colon, colon, " "
        else:
            start, end, space = value.start, self.places.value_end(value), ""
        style = value.style if value.style in ("'", '"') else ""
        block = "" if flow or style or self.places.comment_after(end) else block_text(text, key.column + 2)
        return Edit(start, end, space + (block or scalar(text, flow=flow, style=style)))

    def insert(self, node: Node, kind: str, field: Field, value: Any) -> Edit:
        """A new field after the field that comes before it in the order of the format."""
        order = [known.name for known in FIELDS[kind]]
        above = set(order[: order.index(field.name)])
        before = [(key, held) for key, held in node.pairs if key.text in above]
        if not before:
            raise Hard
        key, held = max(before, key=lambda pair: (order.index(pair[0].text), pair[0].start))
        if node.flow:
            if held.kind == "null" and not held.text:
                raise Hard
            return Edit(held.end, held.end, f", {field.name}: {inline(value)}")
        line = self.places.last_line(held, key)
        end = self.places.line_end(line)
        column = node.pairs[0][0].column
        space = "\n" if kind == "codebook" and field.type in ("entries", "mappings") else ""
        return Edit(end, end, f"{space}\n{' ' * column}{field_text(field.name, value, column)}")

    def remove(self, node: Node, name: str) -> Edit:
        """Take a field out; comments above it stay."""
        at = next(at for at, (key, _) in enumerate(node.pairs) if key.text == name)
        key, value = node.pairs[at]
        if len(node.pairs) == 1:
            raise Hard
        if node.flow:
            if at:
                before = node.pairs[at - 1][1]
                return Edit(max(before.end, node.pairs[at - 1][0].end), max(value.end, key.end), "")
            return Edit(key.start, node.pairs[1][0].start, "")
        line, last = self.places.line_of(key.start), self.places.last_line(value, key)
        if self.places.begins_line(key):
            return Edit(self.places.line_start(line), min(self.places.line_end(last) + 1, len(self.text)), "")
        following = node.pairs[at + 1][0] if at + 1 < len(node.pairs) else None
        if following is None or "#" in self.text[self.places.line_end(last) : following.start]:
            raise Hard
        return Edit(key.start, following.start, "")

    def replace(self, key: Node, value: Node, name: str, after: Any) -> Edit:
        """Write a whole field of a block anew; a comment beside its old value moves above it."""
        last = self.places.last_line(value, key)
        end = self.places.line_end(last)
        comment = ""
        if self.places.begins_line(key):
            after_value = end if value.style in ("|", ">") else max(min(value.end, end), key.end + 1)
            comment = self.places.comment_after(after_value)
        lead = f"{comment}\n{' ' * key.column}" if comment else ""
        return Edit(key.start, end, lead + field_text(name, after, key.column))

    def block_list(self, key: Node, value: Node, field: Field, old: Any, new: Any, after: list[Any]) -> list[Edit]:
        """Edit, add, drop and move the items of a block list; what leads to an item moves with it."""
        nodes = [item for item in value.items if item.kind != "null"]
        olds, news = getattr(old, field.model_name), getattr(new, field.model_name)
        if len(nodes) != len(olds) or len(nodes) != len(value.items):
            raise Hard
        chunks = self.places.chunks(nodes, value.column, self.places.line_of(key.start))
        origin = match(olds, news, _keys(field))
        texts: dict[int, str] = {}
        edits: list[Edit] = []
        in_place = len(news) == len(olds) and all(origin.get(at) == at for at in range(len(news)))
        for at, item in enumerate(news):
            if at not in origin:
                continue
            node, chunk = nodes[origin[at]], chunks[origin[at]]
            try:
                inner = self.item(node, field, olds[origin[at]], item, origin[at], at, new)
                self.places.lines(chunk.first, chunk.last, inner)
            except Hard:
                start, end = self.places.line_start(chunk.first), self.places.line_end(chunk.last)
                inner = [Edit(start, end, self.fresh(value, nodes, field, after[at]))]
            edits += inner
            texts[at] = self.places.lines(chunk.first, chunk.last, inner)
        if in_place:
            return edits
        return [self.assembled(value, nodes, chunks, field, after, origin, texts)]

    def assembled(
        self,
        value: Node,
        nodes: list[Node],
        chunks: list[Chunk],
        field: Field,
        after: list[Any],
        origin: dict[int, int],
        texts: dict[int, str],
    ) -> Edit:
        """The whole list in its new order. The comments that led to a dropped item lead to the next one."""
        leads = [self.places.lines(chunk.lead, chunk.first - 1) for chunk in chunks]
        kept = set(origin.values())
        orphans: dict[int, list[str]] = {}
        waiting: list[str] = []
        for at in range(len(chunks)):
            if at not in kept:
                waiting += [leads[at]] if leads[at].strip() else []
            else:
                orphans[at], waiting = waiting, []
        pieces: list[str] = []
        for at in range(len(after)):
            if at in origin:
                place = origin[at]
                first = chunks[place].lead < chunks[place].first
                pieces += [*orphans[place], *([leads[place]] if first else []), texts[at]]
            else:
                pieces.append(self.fresh(value, nodes, field, after[at]))
        start, end = self.places.line_start(chunks[0].lead), self.places.line_end(chunks[-1].last)
        return Edit(start, end, "\n".join([*pieces, *waiting]))

    def fresh(self, value: Node, nodes: list[Node], field: Field, item: Any) -> str:
        """A new item, in brackets where all its neighbours are."""
        bracketed = isinstance(item, dict) and all(node.flow for node in nodes if node.kind == "map")
        bracketed = bracketed and any(node.kind == "map" for node in nodes)
        body = inline(item) if bracketed else item_text(item, value.column + 2, field.name)
        return f"{' ' * value.column}- {body}"

    def item(self, node: Node, field: Field, old: Any, new: Any, was: int, now: int, owner: Any) -> list[Edit]:
        """The edits that turn one item into another. Raises Hard when it has to be written anew."""
        if field.type == "entries":
            return self.entry(node, field.of, old, new)
        if field.type == "rules":
            return self.rule(node, old, new, was, now, owner.id)
        if old == new:
            return []
        if isinstance(new, str) and node.kind != "map":
            return [self.listed_text(node, new)]
        raise Hard

    def rule(self, node: Node, old: Rule, new: Rule, was: int, now: int, code: str) -> list[Edit]:
        has_id = node.kind == "map" and any(key.text == "id" and value.text for key, value in node.pairs)
        by_place = new.id == f"{code}.r{now + 1}"
        if not has_id and not by_place:
            raise Hard
        if node.kind == "map":
            return self.entry(node, "rule", old if has_id else _renamed(old, new), new)
        if old.query == new.query and not new.note and not new.spacy:
            return []
        written = plain_rule(new, f"{code}.r{now + 1}")
        if isinstance(written, str):
            return [self.listed_text(node, written)]
        raise Hard

    def listed_text(self, node: Node, text: str) -> Edit:
        end = self.places.value_end(node)
        style = node.style if node.style in ("'", '"') else ""
        return Edit(node.start, end, scalar(text, style=style))


def _renamed(old: Rule, new: Rule) -> Rule:
    """The old rule under the new one's id: where the file has no id, the place gives it."""
    return Rule(new.id, old.query, old.spacy, old.note)


def _keys(field: Field) -> Sequence[Callable[[Any], Hashable]]:
    """What two items may have in common to be the same item, the strongest first."""
    if field.type == "rules":
        return (lambda rule: rule.id, lambda rule: (rule.query, repr(rule.spacy)))
    if field.type in ("texts", "mappings"):
        return (repr,)
    if field.of == "link":
        return (repr, lambda link: (link.source, link.target))
    return (lambda entry: entry.id, lambda entry: entry.name and ("name", entry.name))


def match(old: Sequence[Any], new: Sequence[Any], keys: Sequence[Callable[[Any], Hashable]]) -> dict[int, int]:
    """For each new item the old one that it comes from, by position; items left over pair by their place.

    >>> match(["a", "b", "c"], ["c", "b2", "a"], [lambda item: item])
    {0: 2, 2: 0, 1: 1}
    """
    result: dict[int, int] = {}
    free = dict.fromkeys(range(len(old)))
    for key in keys:
        for at, item in enumerate(new):
            if at in result or not key(item):
                continue
            found = next((place for place in free if key(old[place]) == key(item)), None)
            if found is not None:
                result[at] = found
                del free[found]
    if len(keys) == 1:
        for at in range(len(new)):
            if at not in result and at in free:
                result[at] = at
                del free[at]
    return result


def whole(book: Codebook) -> str:
    """A codebook as a new YAML text, with a blank line before each section."""
    lines = ["qualcode: codebook/1"]
    for name, value in plain_entry(book, "codebook").items():
        if isinstance(value, list) and name in ("themes", "codes", "links", "displays", "attributes", "dimensions"):
            lines.append("")
        lines.append(field_text(name, value, 0))
    return "\n".join(lines) + "\n"
