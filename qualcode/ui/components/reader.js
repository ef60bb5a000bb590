// The reader: a transcript to read and to code in. Marks, palette, cards and keys live here; an act costs one message,
// the screen answers at once, and what the server refuses is taken back with its sentence.

const KEYS = [
  ["Move and select", [["↓ ↑", "the next or previous sentence"], ["→ ←", "the next or previous word"], ["Shift ↓ ↑ → ←", "move the end of the passage"],
    ["Alt Shift ↓ ↑ → ←", "move its beginning"], ["T", "the whole turn"], ["Esc", "let go"]]],
  ["Code", [["Enter", "open the palette: type a code or a new one, Enter again applies it"], ["1 … 9", "the codes used last"], ["V", "in-vivo code: the passage's own words"],
    ["N P", "the next or previous coding"], ["M", "memo"], ["L", "semantic or latent"], ["R", "recode"], ["E", "resize: select anew, Enter keeps it"], ["Delete", "remove"], ["U", "undo"], ["Shift U", "redo"]]],
  ["Suggestions", [["G", "the next suggestion"], ["A", "accept"], ["R", "recode"], ["X", "reject"]]],
  ["Document", [["/", "find in this document"], ["F", "focus one code, fade the rest"], ["Shift M", "mark as read, or not"], ["+ −", "text size"], ["?", "this sheet"]]],
]

class Reader {
  constructor(root) {
    this.root = root
    this.focus = ""
    this.everyone = true
    this.size = Number(localStorage.getItem("qualcode:size")) || 1
    this.bar = el("div.qc-reader-bar", { role: "toolbar", "aria-label": "Document" })
    this.page = el("div.qc-transcript", { tabindex: "0", role: "document", "aria-label": "Transcript. Press ? for the keys." })
    this.said = el("div.qc-sr", { "aria-live": "polite" })
    this.title = el("h1.qc-sr")
    this.about = el("p.qc-small.qc-about")
    root.append(this.title, this.about, this.bar, this.page, this.said)
    this.transcript = new Transcript(this.page, { onMark: (ids, piece) => this.open(ids, piece.getBoundingClientRect()), onSelect: (span) => this.select(span) })
    this.page.addEventListener("pointerdown", () => { this.closeCard(); this.root.querySelector(":scope > .qc-palette") && this.closePalette() })
    this.page.onkeydown = (event) => this.key(event)
    // While the mouse selects, nothing is drawn anew: that would take the selection away.
    this.page.addEventListener("pointerdown", () => { this.dragging = true })
    for (const end of ["mouseup", "pointercancel", "blur"]) window.addEventListener(end, () => { this.dragging = false; if (this.late) this.update(this.late) })
    new ResizeObserver(() => { if (this.transcript.rows.length && this.width !== root.offsetWidth) { this.width = root.offsetWidth; this.drawMargins(this.transcript.rows) } }).observe(root)
    this.buildBar()
  }

  // -- what the server says

  update(component) {
    this.late = this.dragging ? component : null
    if (this.late) return
    const { data, setStateValue } = component
    const fresh = this.data?.document.id !== data.document.id || this.data?.document.version !== data.document.version
    if (fresh) { this.outbox = new Outbox(`reader:${data.study}:${data.document.id}`); this.span = this.active = this.resizing = null; this.confirmed = new Map(); this.closeCard() }
    this.data = data
    this.codes = new Map(data.codes.map((code) => [code.key, code]))
    for (const [message, answer] of this.outbox.hear(setStateValue, data.answers)) this.answered(message, answer)
    if (fresh) { this.transcript.show(data.document.turns, data.document.lang); this.title.textContent = data.document.name }
    this.about.textContent = data.document.about
    this.root.style.setProperty("--qc-size", this.size)
    this.draw()
    const goto = data.goto && JSON.stringify(data.goto)
    if (goto && goto !== this.gone) {
      this.gone = goto
      requestAnimationFrame(() => { const span = data.goto.end > data.goto.start ? data.goto : this.transcript.at(data.goto.start, "sentence") ?? { start: 0, end: 1 }; this.span = this.transcript.trimmed(span); this.draw(); this.transcript.reveal(span, "center") })
    }
  }

  answered(message, answer) {
    if (!answer.refused) {
      if (this.active === message.id) this.active = answer.value // what was on its way has its own id now
      if (this.card) this.card.ids = this.card.ids.map((id) => (id === message.id ? answer.value : id))
      const touched = this.data.codings.find((coding) => coding.id === message.with.coding)
      if (touched) this.confirmed.set(touched.id, touched.version) // a change of one's own is no conflict
      if (message.act === "undo" || message.act === "redo") announce(this.root, answer.value)
      return
    }
    const sent = message.with
    if (answer.theirs && "memo" in sent) {
      conflictDialog(this.root, {
        sentence: answer.refused, mine: sent.memo, theirs: answer.theirs.memo,
        keepMine: () => this.act("annotate", { coding: sent.coding, memo: sent.memo }),
        keepBoth: () => this.act("annotate", { coding: sent.coding, memo: `${answer.theirs.memo}\n${sent.memo}` }),
      })
    } else if (answer.theirs && sent.coding) {
      announce(this.root, answer.refused, { refused: true, action: "Do mine all the same", then: () => this.act(message.act, { ...sent, seen: null }) })
    } else announce(this.root, answer.refused, { refused: true })
  }

  /** The codings and suggestions as they are once all that is on its way has arrived. */
  view() {
    const color = (key) => this.codes.get(key)?.color ?? "#777"
    const name = (key) => this.codes.get(key)?.name ?? key
    let codings = this.data.codings.map((coding) => ({ ...coding }))
    let suggestions = [...(this.data.suggestions ?? [])]
    const add = (message, place, picked) => {
      const there = (one) => one.start === place.start && one.end === place.end && one.coder === this.data.coder
        && (picked.code ? one.code === picked.code : folded(name(one.code)) === folded(picked.name ?? ""))
      if (codings.some(there)) return // done already, only the answer is still on its way
      codings.push({ id: message.id, ...place, code: picked.code ?? "", newName: picked.name, coder: this.data.coder, memo: "", level: "", stance: "", waiting: true })
    }
    for (const message of this.outbox.waiting) {
      const sent = message.with
      const coding = codings.find((one) => one.id === sent.coding)
      const suggestion = suggestions.find((one) => one.id === sent.suggestion)
      if (message.act === "code") add(message, { start: sent.start, end: sent.end }, sent)
      else if (message.act === "remove") codings = codings.filter((one) => one !== coding)
      else if (message.act === "recode" && coding) Object.assign(coding, { code: sent.code ?? "", newName: sent.name, waiting: true })
      else if (message.act === "resize" && coding) Object.assign(coding, { start: sent.start, end: sent.end, waiting: true })
      else if (message.act === "annotate" && coding) for (const field of ["memo", "level", "stance"]) if (field in sent) coding[field] = sent[field]
      if (suggestion) {
        suggestions = suggestions.filter((one) => one !== suggestion)
        if (message.act !== "reject") add(message, { start: sent.start ?? suggestion.start, end: sent.end ?? suggestion.end }, sent.code || sent.name ? sent : { code: suggestion.code })
      }
    }
    codings.forEach((coding) => Object.assign(coding, { name: coding.newName ?? name(coding.code), color: color(coding.code) }))
    suggestions = suggestions.map((item) => ({ ...item, name: name(item.code), color: color(item.code) }))
    if (!this.everyone) codings = codings.filter((coding) => coding.coder === this.data.coder)
    return { codings: codings.sort((a, b) => a.start - b.start || a.end - b.end), suggestions: this.hidden ? [] : suggestions }
  }

  // -- drawing

  draw() {
    const { codings, suggestions } = (this.shown = this.view())
    this.root.setAttribute("aria-busy", String(this.outbox.waiting.length > 0))
    const faded = (code) => this.focus && code !== this.focus
    const marks = [
      ...codings.map((coding) => ({ id: coding.id, start: coding.start, end: coding.end, kind: "coding", color: coding.color, title: coding.name,
        note: [coding.level, coding.coder, Boolean(coding.memo)].join(), classes: [...(coding.id === this.active ? ["qc-active"] : []), ...(faded(coding.code) ? ["qc-faded"] : [])] })),
      ...suggestions.map((item) => ({ id: item.id, start: item.start, end: item.end, kind: "suggestion", title: `Suggestion: ${item.name}\n${item.reason}`, classes: faded(item.code) ? ["qc-faded"] : item.id === this.active ? ["qc-active"] : [] })),
      ...(this.span ? [{ ...this.span, kind: "pending" }] : []),
    ]
    const rows = this.transcript.mark(marks)
    this.drawMargins(rows)
    if (this.query && rows.length) this.find(this.query, 0)
    this.drawBar()
    if (this.card && !this.card.box?.contains(document.activeElement)) this.drawCard()
  }

  drawMargins(rows) {
    drawMargins(rows, this.shown.codings, { active: this.active, mine: this.data.coder, open: (id) => this.open([id], this.rectOf(id)) })
  }

  rectOf(id) { return this.transcript.piecesOf(id)[0]?.getClientRects()[0] ?? this.page.getBoundingClientRect() }

  buildBar() {
    const button = (name, label, title, onclick) => (this[name] = el("button.qc-button", { type: "button", title, onclick }, label))
    this.finder = el("input.qc-input", { type: "search", placeholder: "Find in this document", "aria-label": "Find in this document" })
    this.finder.oninput = () => { clearTimeout(this.finding); this.finding = setTimeout(() => this.find(this.finder.value, 0), 120) }
    this.finder.onkeydown = (event) => {
      event.stopPropagation()
      if (event.key === "Enter") { event.preventDefault(); this.find(this.finder.value, event.shiftKey ? -1 : 1) }
      else if (event.key === "Escape") { event.preventDefault(); this.finder.value = ""; this.find("", 0); this.focusText() }
    }
    this.count = el("span.qc-small.qc-count", { "aria-live": "polite" })
    this.chooser = el("select", { "aria-label": "Focus on one code", onchange: () => this.setFocus(this.chooser.value) })
    this.bar.append(this.finder, this.count, this.chooser,
      button("previous", "‹", "Previous coding (P)", () => this.step(-1)), button("following", "›", "Next coding (N)", () => this.step(1)),
      button("whose", "Everyone’s", "Show everyone’s codings, or only yours", () => { this.everyone = !this.everyone; this.draw() }),
      button("suggested", "", "Show or hide suggestions", () => { this.hidden = !this.hidden; this.draw() }),
      el("span.qc-grow"),
      button("reading", "Mark as read", "Shift M", () => this.act("read", { read: !this.isRead() })),
      button("smaller", "A−", "Smaller text (−)", () => this.resizeText(-0.1)), button("larger", "A+", "Larger text (+)", () => this.resizeText(0.1)),
      button("keys", "?", "Keys", () => helpSheet(this.root, KEYS)))
  }

  drawBar() {
    const used = new Map()
    this.shown.codings.forEach((coding) => used.set(coding.code, (used.get(coding.code) ?? 0) + 1))
    const now = JSON.stringify([...used, this.focus])
    if (this.chooserDrawn !== now) {
      this.chooserDrawn = now
      this.chooser.replaceChildren(el("option", { value: "" }, "All codes"), ...this.data.codes.filter((code) => used.has(code.key)).map((code) => el("option", { value: code.key }, `${code.name} (${used.get(code.key)})`)))
      this.chooser.value = this.focus
    }
    const read = this.isRead()
    this.reading.textContent = read ? "✓ Read" : "Mark as read"
    this.reading.setAttribute("aria-pressed", String(read))
    this.reading.disabled = this.data.readonly
    this.whose.textContent = this.everyone ? "Everyone’s" : "Only mine"
    this.whose.hidden = new Set(this.data.codings.map((coding) => coding.coder)).size < 2 && this.everyone
    const waiting = this.data.suggestions?.length ?? 0
    this.suggested.hidden = !waiting
    this.suggested.textContent = this.hidden ? `Show ${plural(waiting, "suggestion")}` : plural(this.shown.suggestions.length, "suggestion")
    this.suggested.setAttribute("aria-pressed", String(!this.hidden))
    this.previous.disabled = this.following.disabled = !this.shown.codings.length
  }

  isRead() {
    const waiting = this.outbox.waiting.findLast((message) => message.act === "read")
    return waiting ? waiting.with.read : this.data.document.read
  }

  resizeText(step) {
    this.size = Math.min(2, Math.max(0.7, Math.round((this.size + step) * 10) / 10))
    localStorage.setItem("qualcode:size", this.size)
    this.root.style.setProperty("--qc-size", this.size)
    this.drawMargins(this.transcript.rows)
  }

  // -- acts

  act(name, values) {
    this.outbox.send(name, values)
    this.draw()
  }

  /** The version that the coder saw, unless something of theirs about it is still on its way. */
  seen(coding) {
    if (!coding.version || this.outbox.waiting.some((message) => message.with.coding === coding.id)) return null
    return Math.max(coding.version, this.confirmed.get(coding.id) ?? 0)
  }

  select(span) {
    window.getSelection().removeAllRanges()
    if (this.resizing) { this.span = span; return this.keepSize() }
    this.active = null
    this.span = span
    this.draw()
    if (this.data.readonly) return
    this.openPalette()
  }

  openPalette({ coding = null, suggestion = null } = {}) {
    const span = coding ?? suggestion ?? this.span
    if (!span || this.data.readonly) return
    const same = this.shown.codings.filter((one) => one.start === span.start && one.end === span.end && one.coder === this.data.coder)
    const others = [...this.transcript.roles(span)].filter((role) => role !== "participant")
    const hint = others.length ? `Holds the ${others.join("’s and the ")}’s words: it will count as no evidence.` : ""
    this.palette = openPalette(this.root, this.transcript.rect(span), {
      codes: this.data.codes, recent: this.recent(), quote: this.transcript.text(span), hint,
      title: coding || suggestion ? "Recode" : "Code this passage", taken: new Set(coding ? [] : same.map((one) => one.code)),
      pick: (picked, { stay }) => {
        if (coding) this.act("recode", { coding: coding.id, ...picked, seen: this.seen(coding) })
        else if (suggestion) this.act("recode_suggestion", { suggestion: suggestion.id, ...picked })
        else this.act("code", { start: span.start, end: span.end, ...picked })
        this.used = [picked.code, ...(this.used ?? [])].filter(Boolean)
        if (!stay) { this.span = null; this.draw() }
      },
      closed: () => { this.palette = null; this.focusText() },
    })
  }

  closePalette() { this.palette?.close() }
  recent() { return [...new Set([...(this.used ?? []), ...this.data.recent])].filter((key) => this.codes.has(key)).slice(0, 9) }
  focusText() { this.page.focus({ preventScroll: true }) }
  recode(item) {
    const kind = this.shown.suggestions.includes(item) ? "suggestion" : "coding"
    this.closeCard()
    this.openPalette({ [kind]: item })
  }
  annotate(coding, values) { this.act("annotate", { coding: coding.id, ...values, seen: this.seen(coding) }) }

  remove(coding) {
    this.closeCard()
    this.act("remove", { coding: coding.id })
    this.focusText()
    announce(this.root, `Removed ${coding.name}.`, { action: "Undo", then: () => this.act("undo", {}) })
  }

  decide(item, verdict) {
    this.closeCard()
    this.act(verdict, { suggestion: item.id })
    this.focusText()
  }

  resize(coding) {
    this.closeCard()
    this.resizing = coding
    this.span = { start: coding.start, end: coding.end }
    this.draw()
    this.transcript.reveal(this.span)
    this.focusText()
    announce(this.root, `New ends for ${coding.name}: select the passage, or Shift and arrows and then Enter. Esc leaves it.`)
  }

  keepSize() {
    const coding = this.resizing, span = this.span
    this.resizing = this.span = null
    if (span.start !== coding.start || span.end !== coding.end) this.act("resize", { coding: coding.id, start: span.start, end: span.end, seen: this.seen(coding) })
    else this.draw()
    this.focusText()
  }

  setFocus(code) { this.focus = code; this.transcript.drawn.clear(); this.draw() }

  // -- cards

  open(ids, rect) {
    const known = ids.filter((id) => this.item(id))
    if (!known.length) return
    this.closePalette()
    this.active = known[0]
    this.span = null
    this.card = { ids: known, top: rect.top - this.root.getBoundingClientRect().top }
    this.draw()
  }

  item(id) { return this.shown.codings.find((one) => one.id === id) ?? this.shown.suggestions.find((one) => one.id === id) }

  drawCard() {
    const items = this.card.ids.map((id) => this.item(id)).filter(Boolean)
    if (!items.length) return this.closeCard()
    const box = el("aside.qc-popover.qc-card", { role: "dialog", "aria-label": "Coding" },
      el("button.qc-link.qc-card-close", { type: "button", title: "Close (Esc)", "aria-label": "Close", onclick: () => this.closeCard() }, "×"),
      items.map((item) => this.shown.suggestions.includes(item) ? suggestionCard(item, this.codes.get(item.code), this) : codingCard(item, this.codes.get(item.code), this)))
    box.onkeydown = (event) => { event.stopPropagation(); if (event.key === "Escape") { event.preventDefault(); this.closeCard(); this.focusText() } }
    box.style.top = `${this.card.top}px`
    if (this.card.box) this.card.box.replaceWith(box)
    else this.root.append(box)
    this.card.box = box
    this.handles(items)
  }

  closeCard() {
    this.card?.box?.remove()
    this.root.querySelectorAll(":scope .qc-handle").forEach((handle) => handle.remove())
    const had = this.card
    this.card = null
    if (had) { this.active = null; if (this.shown) this.draw() }
  }

  /** Handles at both ends of a coding, to be dragged. */
  handles(items) {
    this.root.querySelectorAll(":scope > .qc-handle").forEach((handle) => handle.remove())
    const coding = items.length === 1 && this.shown.codings.includes(items[0]) && !this.data.readonly ? items[0] : null
    if (!coding) return
    const pieces = this.transcript.piecesOf(coding.id)
    if (!pieces.length) return
    const home = this.root.getBoundingClientRect()
    const first = pieces[0].getClientRects()[0], last = [...pieces.at(-1).getClientRects()].at(-1)
    for (const [edge, x, rect] of [["start", this.transcript.rtl ? first.right : first.left, first], ["end", this.transcript.rtl ? last.left : last.right, last]]) {
      const handle = el("span.qc-handle", { title: "Drag to resize", style: { "--code": coding.color, left: `${x - home.left - 5}px`, top: `${rect.top - home.top}px`, height: `${rect.height}px` } })
      handle.onpointerdown = (event) => {
        event.preventDefault()
        event.stopPropagation()
        handle.setPointerCapture(event.pointerId)
        handle.style.pointerEvents = "none"
        let span = { start: coding.start, end: coding.end }
        handle.onpointermove = (move) => {
          const at = this.transcript.placeAt(move.clientX, move.clientY)
          if (at === null) return
          const wanted = { ...span, [edge]: at }
          if (wanted.start < wanted.end) { span = wanted; this.span = span; this.transcript.mark([...this.marksBeside(coding), { ...span, kind: "pending" }]) }
        }
        handle.onpointerup = () => {
          this.closeCard()
          this.span = null
          const trimmed = this.transcript.trimmed(span)
          if (trimmed && (trimmed.start !== coding.start || trimmed.end !== coding.end)) this.act("resize", { coding: coding.id, ...trimmed, seen: this.seen(coding) })
          else this.draw()
        }
      }
      this.root.append(handle)
    }
  }

  marksBeside(coding) {
    return this.shown.codings.filter((one) => one !== coding).map((one) => ({ id: one.id, start: one.start, end: one.end, kind: "coding", color: one.color, title: one.name }))
  }

  // -- keys

  key(event) {
    if (typing(event.target)) return
    const { key } = event
    if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() === "z") { event.preventDefault(); event.stopPropagation(); this.act(event.shiftKey ? "redo" : "undo", {}) }
      return
    }
    const moved = this.transcript.moved(this.span ?? this.spanOfActive(), event)
    const done = moved ? this.moveTo(moved) : this.command(key, event.shiftKey)
    if (done !== false) { event.preventDefault(); event.stopPropagation() }
    else if (/^[a-z]$/i.test(key)) event.stopPropagation()
  }

  spanOfActive() { const item = this.active && this.item(this.active); return item ? { start: item.start, end: item.end } : null }

  moveTo(span) {
    this.closePalette()
    this.closeCard()
    this.span = span
    this.draw()
    this.transcript.reveal(span)
    const names = this.shown.codings.filter((one) => one.start < span.end && one.end > span.start).map((one) => one.name)
    this.said.textContent = `${this.transcript.text(span)}${names.length ? `. Coded: ${names.join(", ")}` : ""}`
  }

  command(key, shift) {
    const item = this.active ? this.item(this.active) : null
    const suggestion = item && this.shown.suggestions.includes(item) ? item : null
    const coding = item && !suggestion && !this.data.readonly ? item : null
    const low = key.toLowerCase()
    if (key === "Enter" || key === " ") {
      if (this.resizing) return this.keepSize()
      if (this.span) return this.openPalette()
      return item ? (this.card?.box?.querySelector("textarea, button.qc-primary")?.focus(), true) : false
    }
    if (key === "Escape") {
      if (!this.span && !this.active && !this.resizing) return false
      this.span = this.resizing = null
      this.closeCard()
      return this.draw()
    }
    if (key === "?") return helpSheet(this.root, KEYS)
    if (key === "/") return this.finder.focus()
    if (key === "+" || key === "=") return this.resizeText(0.1)
    if (key === "-") return this.resizeText(-0.1)
    if (low === "n" || low === "p") return this.step(low === "n" ? 1 : -1)
    if (low === "g") return this.step(1, this.shown.suggestions)
    if (low === "t") { const at = this.span?.start ?? item?.start ?? this.transcript.visible(); const turn = this.transcript.turnOf(at); return turn ? this.moveTo(turn) : false }
    if (low === "f") { if (item) return this.setFocus(this.focus === item.code ? "" : item.code); return this.focus ? this.setFocus("") : this.chooser.focus() }
    if (this.data.readonly) return false
    if (low === "u") return this.act(shift ? "redo" : "undo", {})
    if (low === "m" && shift) return this.act("read", { read: !this.isRead() })
    if (low === "m" && coding) return this.card?.box?.querySelector("textarea")?.focus()
    if (low === "l" && coding) return this.annotate(coding, { level: { "": "semantic", semantic: "latent", latent: "" }[coding.level] })
    if (low === "r" && item) return this.recode(item)
    if (low === "e" && coding) return this.resize(coding)
    if ((key === "Delete" || key === "Backspace") && coding) return this.remove(coding)
    if (low === "a" && suggestion) return this.decide(suggestion, "accept")
    if (low === "x" && suggestion) return this.decide(suggestion, "reject")
    if (this.span && /^[1-9]$/.test(key) && this.recent()[Number(key) - 1]) { const code = this.recent()[Number(key) - 1]; const span = this.span; this.span = null; return this.act("code", { ...span, code }) }
    if (low === "v" && this.span) {
      const name = this.transcript.text(this.span).replace(/\s+/g, " ").trim()
      if (name.length > 80) return announce(this.root, "An in-vivo code is at most 80 characters long. Select fewer words.", { refused: true })
      const span = this.span
      this.span = null
      return this.act("code", { ...span, name })
    }
    return false
  }

  /** To the next or previous coding (of the code in focus), or suggestion. */
  step(way, items = this.shown.codings.filter((coding) => !this.focus || coding.code === this.focus)) {
    if (!items.length) return false
    const here = items.findIndex((one) => one.id === this.active)
    const from = this.span?.start ?? this.transcript.visible()
    const next = here >= 0 ? items[(here + way + items.length) % items.length]
      : (way > 0 ? items.find((one) => one.start >= from) : items.findLast((one) => one.end <= from)) ?? items.at(way > 0 ? 0 : -1)
    this.transcript.reveal(next)
    this.open([next.id], this.rectOf(next.id))
    this.said.textContent = `${next.name}: ${this.transcript.text(next)}`
    this.focusText()
  }

  // -- find in this document

  find(query, way) {
    const found = this.transcript.occurrences(query)
    if (query !== this.query) {
      const from = this.transcript.visible()
      this.foundAt = Math.max(found.findIndex(({ entry }) => entry.block.end > from), 0)
    } else if (found.length) this.foundAt = (this.foundAt + way + found.length) % found.length
    const moved = way || query !== this.query
    this.query = query
    const limit = found.length >= 5000 ? " or more" : ""
    this.count.textContent = query.trim() ? (found.length ? `${this.foundAt + 1} of ${found.length}${limit}` : "nothing found") : ""
    this.mark(found)
    if (moved && found[this.foundAt]) this.transcript.reveal(this.transcript.placeOf(found[this.foundAt]))
  }

  /** Mark what was found; a browser that cannot shows the place only. */
  mark(found) {
    if (!globalThis.CSS?.highlights || !globalThis.Highlight) return
    const ranges = this.transcript.ranges(found)
    CSS.highlights.set("qc-found", new Highlight(...ranges))
    CSS.highlights.set("qc-found-here", new Highlight(...ranges.slice(this.foundAt, this.foundAt + 1)))
  }
}

export default function (component) {
  const reader = instance(component.parentElement, ".qc-reader", (root) => new Reader(root))
  reader.update(component)
  return () => { globalThis.CSS?.highlights?.clear() }
}
