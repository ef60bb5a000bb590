// The review: one suggestion at a time in its context. The next cards are here already, so that a decision shows the
// next one at once; what the server refuses comes back with its sentence.

const REVIEW_KEYS = [
  ["Decide", [["A", "accept"], ["R", "recode: another code, or a new one"], ["X", "reject"], ["Shift X", "reject with a reason"], ["S", "skip, for later"], ["U", "undo the last act"]]],
  ["Before deciding", [["M", "a memo for the coding"], ["L", "semantic or latent"], ["Shift ↓ ↑ → ←", "move the end of the passage"], ["Alt Shift ↓ ↑ → ←", "move its beginning"], ["Esc", "the suggested passage again"], ["?", "this sheet"]]],
]

class Review {
  constructor(root) {
    this.root = root
    this.head = el("div.qc-row.qc-review-head")
    this.page = el("div.qc-transcript.qc-review-text", { tabindex: "0", role: "document", "aria-label": "Suggestion in its context. Press ? for the keys." })
    this.side = el("div.qc-review-side")
    this.buttons = el("div.qc-row.qc-review-buttons", { role: "toolbar", "aria-label": "Decision" })
    this.said = el("div.qc-sr", { "aria-live": "polite" })
    root.append(this.head, el("div.qc-review-body", {}, el("div.qc-grow", {}, this.page, this.buttons), this.side), this.said)
    this.transcript = new Transcript(this.page, { onSelect: (span) => { window.getSelection().removeAllRanges(); this.span = span; this.drawMarks() } })
    this.page.addEventListener("pointerdown", () => { this.dragging = true })
    for (const end of ["mouseup", "pointercancel", "blur"]) window.addEventListener(end, () => { this.dragging = false; if (this.late) this.update(this.late) })
    root.onkeydown = (event) => this.key(event)
    this.memo = el("textarea", { rows: "2", placeholder: "Memo for the coding (M)", "aria-label": "Memo for the coding" })
    this.memo.onkeydown = (event) => { event.stopPropagation(); if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) { event.preventDefault(); this.page.focus({ preventScroll: true }) } }
  }

  update(component) {
    this.late = this.dragging ? component : null
    if (this.late) return
    const { data, setStateValue } = component
    this.outbox ??= new Outbox(`review:${data.study}:${data.coder}`)
    this.data = data
    this.codes = new Map(data.codes.map((code) => [code.key, code]))
    for (const [message, answer] of this.outbox.hear(setStateValue, data.answers)) {
      if (answer.refused) announce(this.root, answer.refused, { refused: true })
      else if (message.act === "undo") announce(this.root, answer.value)
    }
    this.draw()
  }

  /** The first card that nothing on its way decides; a skipped one waits until it comes round again. */
  card() {
    const going = new Set(this.outbox.waiting.map((message) => message.with.suggestion))
    return this.data.cards.find((card) => !going.has(card.suggestion))
  }

  draw() {
    const going = this.outbox.waiting.filter((message) => message.with.suggestion).length
    const { done, left } = this.data
    const card = this.card()
    this.root.setAttribute("aria-busy", String(this.outbox.waiting.length > 0))
    this.head.replaceChildren(
      el("progress", { max: String(Math.max(done + left, 1)), value: String(done + going), "aria-label": "Decided" }),
      el("span.qc-small", {}, `${(done + going).toLocaleString("en")} decided · ${Math.max(left - going, 0).toLocaleString("en")} left`),
      el("span.qc-grow"), el("button.qc-button", { type: "button", title: "Keys", onclick: () => helpSheet(this.root, REVIEW_KEYS) }, "?"))
    this.root.classList.toggle("qc-review-done", !card)
    if (!card) {
      this.shown = null
      this.page.replaceChildren(el("p.qc-empty", {}, going ? "One moment …" : "All of these are decided."))
      this.buttons.replaceChildren(el("button.qc-button", { type: "button", disabled: this.data.readonly, onclick: () => this.undo() }, "Undo the last act ", el("kbd", {}, "U")))
      this.side.replaceChildren()
      return
    }
    if (this.shown !== card.suggestion) this.show(card)
    this.drawMarks()
  }

  show(card) {
    // on a page that was just opened nothing has the focus: then the keys are for the card
    const had = this.root.contains(document.activeElement) || document.activeElement === document.body
    this.shown = card.suggestion
    this.span = null
    this.memo.value = ""
    this.level = ""
    this.transcript.show(card.turns, card.lang)
    const code = this.codes.get(card.code)
    this.side.style.setProperty("--code", code?.color ?? "#777")
    this.side.replaceChildren(
      el("div.qc-row", {}, el("span.qc-dot"), el("strong.qc-grow", {}, code?.name ?? card.code)),
      reasonOf(card.reason),
      el("p.qc-small", {}, [card.earlier && `You had ${card.earlier}.`, `${card.why}.`, `Suggested by ${card.suggester}${card.likely ? `: ${card.likely}` : ""}.`].filter(Boolean).join(" ")),
      code?.definition && el("p.qc-small", {}, el("b", {}, "Definition: "), code.definition),
      code?.include && el("p.qc-small", {}, el("b", {}, "In: "), code.include),
      code?.exclude && el("p.qc-small", {}, el("b", {}, "Out: "), code.exclude),
      el("p.qc-small", {}, el("b", {}, "You decided on this code before: "), card.before.told || "nothing yet"),
      card.before.latest.length > 0 && el("ul.qc-earlier.qc-small", {}, card.before.latest.map((one) => el("li", {}, el("i", {}, one.verdict), " “", one.quote.length > 140 ? `${one.quote.slice(0, 140)}…` : one.quote, "”", one.why && ` — ${one.why}`))),
      this.memo, this.levels = choiceOf(this))
    this.page.dataset.where = `${card.document} · ${[card.case, card.speaker].filter(Boolean).join(" · ")}`
    this.said.textContent = `${code?.name}. ${this.transcript.text(card)}. ${card.reason}`
    this.drawButtons(card)
    if (had) this.page.focus({ preventScroll: true })
  }

  drawButtons(card) {
    const button = (label, key, act, kind = "") => el(`button.qc-button${kind}`, { type: "button", disabled: this.data.readonly, onclick: act }, label, " ", el("kbd", {}, key))
    this.buttons.replaceChildren(
      button("Accept", "A", () => this.accept(), ".qc-primary"), this.recoder = button("Recode", "R", () => this.recode()), button("Reject", "X", () => this.send("reject")),
      button("Skip", "S", () => this.send("skip")), button("Undo", "U", () => this.undo()), el("span.qc-grow"),
      el("a.qc-link.qc-small", { href: `read?document=${encodeURIComponent(card.document)}&at=${card.start}&to=${card.end}`, target: "_blank" }, "Open in the transcript"))
  }

  drawMarks() {
    const card = this.card()
    if (!card) return
    const span = this.span ?? card
    this.transcript.mark([
      ...card.codings.map((one, nth) => ({ id: `c${nth}`, start: one.start, end: one.end, kind: "coding", color: this.codes.get(one.code)?.color ?? "#777", title: this.codes.get(one.code)?.name ?? one.code })),
      { start: span.start, end: span.end, kind: "pending" },
    ])
  }

  // -- decisions

  send(act, values = {}) {
    const card = this.card()
    if (!card || this.data.readonly) return
    this.outbox.send(act, { suggestion: card.suggestion, ...values })
    this.draw()
  }

  accept() {
    const memo = this.memo.value.trim()
    if (this.moved()) this.send("recode", { memo, ...this.span })
    else this.send("accept", { memo, level: this.level })
  }

  moved() { const card = this.card(); return this.span && card && (this.span.start !== card.start || this.span.end !== card.end) }

  recode() {
    const card = this.card()
    if (!card || this.data.readonly) return
    const passage = this.moved() ? { ...this.span } : {}
    openPalette(this.root, this.recoder.getBoundingClientRect(), {
      codes: this.data.codes, recent: this.data.recent, title: "Recode", quote: this.transcript.text(this.span ?? card),
      pick: (picked) => this.send("recode", { memo: this.memo.value.trim(), ...passage, ...picked }),
      closed: () => this.page.focus({ preventScroll: true }),
    })
  }

  rejectWithReason() {
    this.root.querySelector(":scope > .qc-why")?.remove()
    const input = el("input.qc-input", { type: "text", placeholder: "Why does it not fit? Enter rejects, Esc leaves it", "aria-label": "Reason" })
    const box = el("div.qc-popover.qc-why", {}, input)
    input.onkeydown = (event) => {
      event.stopPropagation()
      if (event.key === "Enter") { event.preventDefault(); box.remove(); this.send("reject", { why: input.value.trim() }); this.page.focus({ preventScroll: true }) }
      else if (event.key === "Escape") { box.remove(); this.page.focus({ preventScroll: true }) }
    }
    this.root.append(box)
    place(box, this.root, this.buttons.getBoundingClientRect())
    input.focus()
  }

  undo() { if (!this.data.readonly) { this.outbox.send("undo"); this.draw() } }

  key(event) {
    if (typing(event.target) || event.ctrlKey || event.metaKey) return
    const card = this.card()
    const moved = event.shiftKey && card ? this.transcript.moved(this.span ?? { start: card.start, end: card.end }, event) : null
    const acts = {
      a: () => this.accept(), r: () => this.recode(), x: () => (event.shiftKey ? this.rejectWithReason() : this.send("reject")), s: () => this.send("skip"), u: () => this.undo(),
      m: () => this.memo.focus(), l: () => { this.level = { "": "semantic", semantic: "latent", latent: "" }[this.level]; this.redrawLevel() },
      "?": () => helpSheet(this.root, REVIEW_KEYS), Escape: () => { this.span = null; this.drawMarks() },
    }
    const act = moved ? () => { this.span = moved; this.drawMarks(); this.said.textContent = this.transcript.text(moved) } : acts[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  redrawLevel() { const fresh = choiceOf(this); this.levels.replaceWith(fresh); this.levels = fresh }
}

function choiceOf(review) {
  return choice("Level", [["semantic", "semantic"], ["latent", "latent"]], review.level, (level) => { review.level = level; review.redrawLevel() })
}

export default function (component) {
  instance(component.parentElement, ".qc-review", (root) => new Review(root)).update(component)
}
