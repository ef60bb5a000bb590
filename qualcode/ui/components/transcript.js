// A transcript that can be read, marked and selected in. All places are code points of the document's text, as the
// server counts them; what is between the turns (labels, times) is not shown and cannot be selected.

const LONGEST_BLOCK = 3000
const RIGHT_TO_LEFT = /[\u0591-\u07ff\u0860-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g

/** Turns as blocks of a handy length: { start, end, text, speaker, role, time, first }. Long turns are cut at line ends. */
function blocksOf(turns) {
  const blocks = []
  for (const [start, speaker, role, time, text] of turns) {
    let at = start
    for (const part of parts(text)) {
      const end = at + points(part)
      blocks.push({ start: at, end, text: part, speaker, role, time, first: at === start })
      at = end
    }
  }
  return blocks
}

function parts(text) {
  if (text.length <= LONGEST_BLOCK) return [text]
  const found = []
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + LONGEST_BLOCK, text.length)
    if (to < text.length) {
      const window = text.slice(from, to)
      const cut = Math.max(window.lastIndexOf("\n") + 1, 0) || window.search(/[.!?…。؟][^.!?…。؟]*$/u) + 1 || window.lastIndexOf(" ") + 1
      to = from + (cut > LONGEST_BLOCK / 3 ? cut : LONGEST_BLOCK)
      if (/[\ud800-\udbff]/.test(text[to - 1])) to += 1 // never between the halves of one sign
    }
    found.push(text.slice(from, to))
    from = to
  }
  return found
}

class Transcript {
  /** `marks` are drawn: [{ id, start, end, kind: "coding" | "suggestion" | "pending" | "context", color, title }]. */
  constructor(root, { onMark = () => {}, onSelect = () => {} } = {}) {
    this.root = root
    this.rows = []
    this.drawn = new Map()
    this.onMark = onMark
    root.addEventListener("pointerdown", () => clearTimeout(this.settling))
    root.addEventListener("mouseup", (event) => {
      if (event.button) return
      // Two or three clicks select a word or a turn: wait for the last of them.
      clearTimeout(this.settling)
      const take = () => { const span = this.selected(); if (span) onSelect(span) }
      if (event.detail > 1) this.settling = setTimeout(take, 260)
      else take()
    })
    root.addEventListener("click", (event) => {
      const piece = event.target.closest?.("[data-ids]")
      if (piece && window.getSelection().isCollapsed) onMark(piece.dataset.ids.split(" "), piece)
    })
  }

  /** Show other turns. `lang` is the document's language. */
  show(turns, lang = "en") {
    this.blocks = blocksOf(turns)
    this.lang = lang
    this.drawn.clear()
    const letters = turns.slice(0, 200).map((turn) => turn[4]).join("").slice(0, 20000)
    this.rtl = (letters.match(RIGHT_TO_LEFT) ?? []).length > letters.length / 4
    this.root.dir = this.rtl ? "rtl" : "ltr"
    this.rows = this.blocks.map((block, index) => {
      const speech = el("div.qc-speech", { dir: "auto", lang })
      const margin = el("div.qc-margin")
      const time = block.first && block.time ? el("span.qc-time", {}, block.time) : null
      const row = el(`div.qc-block${block.first ? ".qc-first" : ""}`, { data: { block: index, role: block.role } },
        el("div.qc-gutter", { "aria-hidden": "true" }, block.first && el("span.qc-speaker", { dir: "auto" }, block.speaker || "–"), time), speech, margin)
      return { row, speech, margin, block }
    })
    this.root.replaceChildren(...this.rows.map((entry) => entry.row))
  }

  /** Draw the marks; only blocks whose marks changed are made anew. Gives the rows that were. */
  mark(marks) {
    const changed = []
    const sorted = [...marks].sort((a, b) => a.start - b.start || b.end - a.end)
    for (const [index, entry] of this.rows.entries()) {
      const { block } = entry
      const inside = sorted.filter((mark) => mark.start < block.end && mark.end > block.start)
      const now = JSON.stringify(inside)
      if (this.drawn.get(index) === now) continue
      this.drawn.set(index, now)
      entry.marks = inside
      entry.speech.replaceChildren(...this.pieces(block, inside))
      changed.push(entry)
    }
    return changed
  }

  pieces(block, marks) {
    const cuts = [...new Set([block.start, block.end, ...marks.flatMap((mark) => [mark.start, mark.end])])]
      .filter((at) => at >= block.start && at <= block.end).sort((a, b) => a - b)
    return cuts.slice(0, -1).map((from, index) => {
      const to = cuts[index + 1]
      const here = marks.filter((mark) => mark.start <= from && mark.end >= to)
      const coded = here.filter((mark) => mark.kind === "coding")
      const piece = el("span.qc-piece", { data: { from } }, block.text.slice(units(block.text, from - block.start), units(block.text, to - block.start)))
      const ids = here.filter((mark) => mark.id).map((mark) => mark.id)
      if (ids.length) piece.dataset.ids = ids.join(" ")
      here.forEach((mark) => piece.classList.add(`qc-${mark.kind}`, ...(mark.classes ?? [])))
      const titles = here.map((mark) => mark.title).filter(Boolean)
      if (titles.length) piece.title = titles.join("\n")
      if (coded.length) {
        // A line for each code, so that overlapping ones stay legible; the tint is of the innermost.
        const lines = coded.slice(0, 4)
        piece.style.setProperty("--code", coded.at(-1).color)
        piece.style.backgroundImage = lines.map((mark) => `linear-gradient(${mark.color}, ${mark.color})`).join(", ")
        piece.style.backgroundSize = lines.map(() => "100% 2px").join(", ")
        piece.style.backgroundPosition = lines.map((_, nth) => `0 calc(100% - ${nth * 3}px)`).join(", ")
        piece.style.paddingBottom = `${lines.length * 3}px`
      }
      return piece
    })
  }

  /** The pieces of a mark, in order. */
  piecesOf(id) { return [...this.root.querySelectorAll(`[data-ids~="${CSS.escape(id)}"]`)] }

  /** Where a place lies: { entry, node, offset } for a DOM range. */
  locate(place, end = false) {
    const entry = this.rows.find(({ block }) => end ? place > block.start && place <= block.end : place >= block.start && place < block.end)
      ?? this.rows.find(({ block }) => block.start >= place) ?? this.rows.at(-1)
    if (!entry) return null
    let left = units(entry.block.text, Math.max(0, Math.min(place, entry.block.end) - entry.block.start))
    for (const piece of entry.speech.children) {
      const size = piece.textContent.length
      if (left < size || (end && left === size)) return { entry, node: piece.firstChild, offset: left }
      left -= size
    }
    const last = entry.speech.lastElementChild
    return last ? { entry, node: last.firstChild, offset: last.textContent.length } : null
  }

  /** A DOM range over a passage. */
  range({ start, end }) {
    const a = this.locate(start), b = this.locate(end, true)
    if (!a || !b) return null
    const range = document.createRange()
    range.setStart(a.node, a.offset)
    range.setEnd(b.node, b.offset)
    return range
  }

  /** Where a text occurs, whatever its capitals and accents: [{ entry, from, to }] in units of the block's text. */
  occurrences(query, most = 5000) {
    const needle = level(query.trim()), found = []
    if (!needle) return found
    for (const entry of this.rows) {
      entry.plain ??= level(entry.block.text)
      for (let at = entry.plain.indexOf(needle); at >= 0; at = entry.plain.indexOf(needle, at + needle.length)) {
        found.push({ entry, from: at, to: at + needle.length })
        if (found.length >= most) return found
      }
    }
    return found
  }

  /** DOM ranges over occurrences, which stand in document order; each piece is looked at once. */
  ranges(occurrences) {
    let entry, pieces, nth, begun
    const at = (place, end) => {
      while (pieces[nth + 1] && (end ? place > begun + pieces[nth].length : place >= begun + pieces[nth].length)) begun += pieces[nth++].length
      return [pieces[nth], Math.min(place - begun, pieces[nth].length)]
    }
    return occurrences.map((one) => {
      if (one.entry !== entry) { entry = one.entry; pieces = [...entry.speech.children].map((piece) => piece.firstChild); nth = begun = 0 }
      const range = document.createRange()
      range.setStart(...at(one.from, false))
      range.setEnd(...at(one.to, true))
      return range
    })
  }

  placeOf({ entry, from, to }) {
    const { block } = entry
    return { start: block.start + points(block.text.slice(0, from)), end: block.start + points(block.text.slice(0, to)) }
  }

  rect(span) {
    const rects = this.range(span)?.getClientRects()
    return rects?.length ? rects[rects.length - 1] : this.root.getBoundingClientRect()
  }

  /** The text of a passage, as far as it is spoken: what lies between turns is left out. */
  text(span) {
    return this.rows.filter(({ block }) => block.start < span.end && block.end > span.start)
      .map(({ block }) => block.text.slice(units(block.text, Math.max(span.start - block.start, 0)), units(block.text, Math.min(span.end, block.end) - block.start))).join(" ")
  }

  roles(span) {
    return new Set(this.rows.filter(({ block }) => block.start < span.end && block.end > span.start).map(({ block }) => block.role))
  }

  /** The passage that is selected by mouse, without blanks at its ends; null when there is none. */
  selected() {
    const selection = window.getSelection()
    if (!selection.rangeCount || selection.isCollapsed) return null
    const range = selection.getRangeAt(0)
    const rows = this.rows.filter(({ speech }) => range.intersectsNode(speech))
    if (!rows.length) return null
    const start = this.offset(range.startContainer, range.startOffset) ?? rows[0].block.start
    const end = this.offset(range.endContainer, range.endOffset) ?? rows.at(-1).block.end
    return this.trimmed({ start, end })
  }

  offset(node, at) {
    const speech = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.(".qc-speech")
    if (!speech || !this.root.contains(speech)) return null
    const { block } = this.rows[Number(speech.parentElement.dataset.block)]
    const before = document.createRange()
    before.selectNodeContents(speech)
    before.setEnd(node, at)
    return block.start + points(before.toString())
  }

  /** The place under a point of the screen; null outside the text. */
  placeAt(x, y) {
    const found = document.caretPositionFromPoint?.(x, y)
    if (found) return this.offset(found.offsetNode, found.offset)
    const range = document.caretRangeFromPoint?.(x, y)
    return range ? this.offset(range.startContainer, range.startOffset) : null
  }

  trimmed({ start, end }) {
    const first = this.rows.find(({ block }) => block.end > start && /\S/u.test(block.text.slice(units(block.text, Math.max(0, start - block.start)))))
    const last = this.rows.findLast(({ block }) => block.start < end && /\S/u.test(block.text.slice(0, units(block.text, Math.min(end, block.end) - block.start))))
    if (!first || !last) return null
    const head = first.block.text.slice(units(first.block.text, Math.max(0, start - first.block.start)))
    start = Math.max(start, first.block.start) + points(head.match(/^\s*/u)[0])
    const tail = last.block.text.slice(0, units(last.block.text, Math.min(end, last.block.end) - last.block.start))
    end = Math.min(end, last.block.end) - points(tail.match(/\s*$/u)[0])
    return start < end ? { start, end } : null
  }

  /** The sentences or words of a block, as passages without blanks at their ends. */
  units(entry, granularity) {
    entry.cut ??= {}
    entry.cut[granularity] ??= (() => {
      let segmenter
      try { segmenter = new Intl.Segmenter(this.lang, { granularity }) } catch { segmenter = new Intl.Segmenter("en", { granularity }) }
      const found = []
      let at = entry.block.start
      for (const { segment, isWordLike } of segmenter.segment(entry.block.text)) {
        const size = points(segment), from = at
        at += size
        const bare = segment.trim()
        if (!bare || (granularity === "word" && !isWordLike)) continue
        const start = from + points(segment.match(/^\s*/u)[0])
        found.push({ start, end: start + points(bare) })
      }
      return found
    })()
    return entry.cut[granularity]
  }

  /** The unit after a place (`way` 1) or before it (-1); null at the end of the document. */
  next(place, way, granularity) {
    const order = way > 0 ? this.rows : [...this.rows].reverse()
    for (const entry of order) {
      if (way > 0 ? entry.block.end <= place : entry.block.start >= place) continue
      const cut = this.units(entry, granularity)
      const found = way > 0 ? cut.find((unit) => unit.start >= place) : cut.findLast((unit) => unit.end <= place)
      if (found) return found
    }
    return null
  }

  /** The unit that holds a place, or the next one. */
  at(place, granularity) {
    for (const entry of this.rows) {
      if (entry.block.end <= place) continue
      const found = this.units(entry, granularity).find((unit) => unit.end > place)
      if (found) return found
    }
    return null
  }

  /** What a key does to a selected passage: arrows move it by sentence or word, with Shift they move its end. */
  moved(span, event) {
    const { key, shiftKey, altKey } = event
    const up = key === "ArrowUp", down = key === "ArrowDown"
    const forth = key === (this.rtl ? "ArrowLeft" : "ArrowRight"), back = key === (this.rtl ? "ArrowRight" : "ArrowLeft")
    if (!up && !down && !forth && !back) return null
    const step = up || down ? "sentence" : "word"
    if (!span) return this.at(this.visible(), step)
    if (!shiftKey) {
      const inner = step === "word" ? this.at(span.start, "word") : null
      if (inner && (inner.end < span.end || inner.start > span.start) && forth) return inner // from a sentence into its first word
      return (up || back ? this.next(span.start, -1, step) : this.next(step === "word" ? span.end : span.end, 1, step)) ?? span
    }
    if (altKey) {
      const edge = up || back ? this.next(span.start, -1, step)?.start : this.next(span.start + 1, 1, step)?.start
      return edge !== undefined && edge < span.end ? { start: edge, end: span.end } : span
    }
    const edge = up || back ? this.next(span.end - 1, -1, step)?.end : this.next(span.end, 1, step)?.end
    return edge !== undefined && edge > span.start ? { start: span.start, end: edge } : span
  }

  /** The first place that can be seen. */
  visible() {
    const row = this.rows.find(({ row }) => row.getBoundingClientRect().bottom > 140)
    return row ? row.block.start : 0
  }

  turnOf(place) {
    const index = this.rows.findIndex(({ block }) => place < block.end)
    if (index < 0) return null
    let first = index, last = index
    while (!this.rows[first].block.first && first > 0) first--
    while (this.rows[last + 1] && !this.rows[last + 1].block.first) last++
    return this.trimmed({ start: this.rows[first].block.start, end: this.rows[last].block.end })
  }

  reveal(span, block = "nearest") {
    const found = this.locate(span.start)
    if (!found) return
    const rect = this.range(span).getBoundingClientRect()
    if (block === "nearest" && rect.top > 130 && rect.bottom < window.innerHeight - 40) return
    ;(found.node.parentElement ?? found.entry.row).scrollIntoView({ block: "center", behavior: "auto" })
  }
}
