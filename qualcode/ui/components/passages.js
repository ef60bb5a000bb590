// A list of passages, wherever passages are shown: search hits, a code's extracts, a theme's evidence, the board of a
// split. Each says who speaks and where, leads to its place in the transcript, and carries buttons for what can be done.

const PAGE = 50

class Passages {
  constructor(root) {
    this.root = root
    this.ticked = new Set()
    this.shown = PAGE
    this.drawn = ""
  }

  update({ data, setStateValue, setTriggerValue }) {
    this.outbox ??= new Outbox(data.place)
    this.data = data
    this.trigger = setTriggerValue
    for (const [message, answer] of this.outbox.hear(setStateValue, data.answers)) {
      if (answer.refused) announce(this.root, answer.refused, { refused: true })
      else if (answer.value) announce(this.root, answer.value)
      if (message.act === "code" && !answer.refused) this.ticked.clear()
    }
    const known = new Set(data.items.map((item) => item.id))
    this.ticked.forEach((id) => known.has(id) || this.ticked.delete(id))
    this.root.setAttribute("aria-busy", String(this.outbox.waiting.length > 0))
    const now = JSON.stringify([data, this.outbox.waiting, [...this.ticked]])
    if (now !== this.drawn) { this.drawn = now; this.draw() }
  }

  draw() {
    const { items, empty, actions, bulk, selectable, label } = this.data
    const kept = document.activeElement?.dataset?.focus
    const list = el("ol.qc-passages-list", { "aria-label": label }, items.slice(0, this.shown).map((item) => this.item(item, actions)))
    const rest = items.length - this.shown
    this.root.replaceChildren(...[
      ...this.root.querySelectorAll(":scope > .qc-announce, :scope > .qc-palette"),
      selectable && items.length > 0 && this.bar(bulk),
      items.length ? list : el("p.qc-empty", {}, empty),
      rest > 0 && el("button.qc-button", { type: "button", data: { focus: "more" }, onclick: () => { this.shown += PAGE; this.draw() } },
        `Show ${Math.min(rest, PAGE)} more of ${rest.toLocaleString("en")}`),
    ].filter(Boolean))
    if (kept) this.root.querySelector(`[data-focus="${CSS.escape(kept)}"]`)?.focus({ preventScroll: true })
  }

  bar(bulk) {
    const all = this.ticked.size === this.data.items.length
    return el("div.qc-row.qc-passages-bar", {},
      el("label.qc-row", {}, el("input", {
        type: "checkbox", checked: all, data: { focus: "all" },
        onchange: (event) => { this.ticked = new Set(event.target.checked ? this.data.items.map((item) => item.id) : []); this.redraw() },
      }), this.ticked.size ? `${this.ticked.size.toLocaleString("en")} of ${this.data.items.length.toLocaleString("en")} chosen` : `Choose all ${this.data.items.length.toLocaleString("en")}`),
      el("span.qc-grow"),
      (bulk ?? []).map((action) => el(`button.qc-button${action.primary ? ".qc-primary" : ""}`, {
        type: "button", disabled: !this.ticked.size, title: action.help, data: { focus: `bulk-${action.act}` },
        onclick: (event) => this.act(action, [...this.ticked], event.target),
      }, action.label)))
  }

  item(item, actions) {
    const waiting = this.outbox.waiting.some((message) => message.with.items?.includes(item.id))
    const open = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
      event.preventDefault()
      this.trigger("opened", { id: item.id, at: Date.now() })
    }
    return el(`li.qc-passage${waiting ? ".qc-waiting" : ""}`, { style: item.color ? { "--code": item.color } : undefined },
      this.data.selectable && el("input", {
        type: "checkbox", checked: this.ticked.has(item.id), "aria-label": `Choose: ${item.quote.slice(0, 80)}`, data: { focus: `tick-${item.id}` },
        onchange: (event) => { event.target.checked ? this.ticked.add(item.id) : this.ticked.delete(item.id); this.redraw() },
      }),
      el("div.qc-grow", {},
        el("blockquote", { dir: "auto", lang: item.lang }, item.before && el("span.qc-context", {}, item.before), ...marked(item), item.after && el("span.qc-context", {}, item.after)),
        el("div.qc-row.qc-small", {},
          item.code && el("span.qc-row", {}, el("span.qc-dot"), item.code),
          item.who && el("span", {}, item.who),
          item.document && el("a.qc-link", { href: item.href, onclick: open, data: { focus: `open-${item.id}` }, title: "Open at this passage" }, item.document),
          item.case && el("span", {}, item.case),
          (item.tags ?? []).map((tag) => el("span.qc-tag", {}, tag)),
          item.memo && el("span.qc-memo", { title: "Memo" }, `“${item.memo}”`)),
        item.reason && el("p.qc-small", {}, item.reason),
        el("div.qc-row.qc-passage-actions", {}, (item.actions ?? actions ?? []).map((action) => el("button.qc-button", {
          type: "button", title: action.help, disabled: waiting, "aria-pressed": action.pressed === undefined ? undefined : String(action.pressed),
          data: { focus: `${action.act}-${action.label}-${item.id}` },
          onclick: (event) => this.act(action, [item.id], event.target),
        }, action.color && el("span.qc-dot", { style: { "--code": action.color } }), action.color && " ", action.label)))))
  }

  /** An action that asks for a code opens the palette first; all others are sent at once. */
  act(action, items, button) {
    if (action.asks === "code") {
      openPalette(this.root, button.getBoundingClientRect(), {
        codes: this.data.codes, recent: this.data.recent, title: action.label,
        pick: (picked) => { this.outbox.send(action.act, { items, ...picked, ...action.with }); this.redraw() },
        closed: () => button.focus?.(),
      })
    } else if (action.asks === "note") {
      this.ask(action, button, (note) => { this.outbox.send(action.act, { items, note, ...action.with }); this.redraw() })
    } else {
      this.outbox.send(action.act, { items, ...action.with })
      this.redraw()
    }
  }

  /** A few words of the reader's own, beside the button: Enter sends them, Escape does not. */
  ask(action, button, send) {
    this.root.querySelector(":scope > .qc-asking")?.remove()
    const focus = button.dataset.focus
    const close = () => { box.remove(); (button.isConnected ? button : this.root.querySelector(`[data-focus="${CSS.escape(focus)}"]`))?.focus() }
    const done = () => { const note = text.value.trim(); close(); send(note) }
    const text = el("textarea.qc-input", { rows: 3, dir: "auto", "aria-label": action.title ?? action.label, data: { focus: "asking" } })
    text.value = action.note ?? ""
    const box = el("div.qc-popover.qc-palette.qc-asking", {
      role: "dialog", "aria-label": action.title ?? action.label,
      onkeydown: (event) => {
        event.stopPropagation() // Streamlit has keys of its own
        if (event.key === "Escape") close()
        else if (event.key === "Enter" && !event.shiftKey && event.target === text) done()
        else return
        event.preventDefault()
      },
    }, action.title && el("p.qc-small", {}, action.title), text,
    el("div.qc-row", {}, el("button.qc-button.qc-primary", { type: "button", onclick: done }, action.label.replace(/…$/, "")),
      el("button.qc-button", { type: "button", onclick: close }, "Cancel"), el("span.qc-hint", {}, "Enter saves · Esc closes")))
    this.root.append(box)
    place(box, this.root, button.getBoundingClientRect())
    text.focus({ preventScroll: true })
  }

  redraw() {
    this.root.setAttribute("aria-busy", String(this.outbox.waiting.length > 0))
    this.drawn = ""
    this.draw()
  }
}

/** The quote, with the words that were found marked: `found` is [[start, end], …] in code points of the quote. */
function marked(item) {
  const nodes = []
  let at = 0
  for (const [start, end] of item.found ?? []) {
    if (start < at) continue
    nodes.push(item.quote.slice(units(item.quote, at), units(item.quote, start)), el("mark", {}, item.quote.slice(units(item.quote, start), units(item.quote, end))))
    at = end
  }
  nodes.push(item.quote.slice(units(item.quote, at)))
  return nodes
}

export default function (component) {
  instance(component.parentElement, ".qc-passages", (root) => new Passages(root)).update(component)
}
