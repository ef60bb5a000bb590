// The tree of codes. What is dragged moves at once and moves back with a sentence when the server refuses.

class Tree {
  constructor(root) {
    this.root = root
    this.ticked = new Set()
    this.at = ""
    this.typed = ""
    this.drawn = ""
    this.tools = el("div.qc-tree-tools")
    this.list = el("ul.qc-tree-list", { role: "tree", "aria-label": "Codes", "aria-multiselectable": "true", onkeydown: (event) => this.press(event) })
    this.filter = el("input.qc-input", {
      type: "search", placeholder: "Filter codes", "aria-label": "Filter codes", autocomplete: "off", spellcheck: "false",
      oninput: (event) => { this.typed = event.target.value; this.draw() },
      onkeydown: (event) => this.pressInFilter(event),
    })
    this.bar = el("div.qc-row.qc-tree-bar")
    this.top = el("div.qc-tree-top", {
      ondragover: (event) => { event.preventDefault(); this.top.classList.add("qc-over") },
      ondragleave: () => this.top.classList.remove("qc-over"),
      ondrop: (event) => { event.preventDefault(); this.drop("") },
    }, "Drop here to move it to the top")
    root.append(this.filter, this.tools, this.top, this.list, this.bar)
    root.addEventListener("dragend", () => this.dragging(""))
  }

  update({ data, setStateValue, setTriggerValue }) {
    this.outbox ??= new Outbox(data.place)
    if (!this.data) {
      this.kept = `qualcode:${data.place}:look`
      try { this.look = JSON.parse(sessionStorage.getItem(this.kept)) } catch { /* then as it is at first */ }
      this.look = { by: "codes", retired: false, folded: [], ...this.look }
    }
    for (const [, answer] of this.outbox.hear(setStateValue, data.answers)) {
      if (answer.refused) announce(this.root, answer.refused, { refused: true })
      else if (answer.value) announce(this.root, answer.value)
    }
    const other = data.selected !== this.data?.selected
    if (data.settled !== this.data?.settled) this.ticked.clear()
    this.data = data
    this.trigger = setTriggerValue
    if (other) { this.chosen = this.at = data.selected; this.unfold(data.selected) }
    const known = new Set(data.codes.filter((code) => !code.retired).map((code) => code.key))
    this.ticked.forEach((key) => known.has(key) || this.ticked.delete(key))
    const now = JSON.stringify([data, this.outbox.waiting])
    if (now === this.drawn) return
    this.drawn = now
    this.draw()
    if (other) this.list.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" })
  }

  // -- what is shown

  /** The codes with the moves that are on their way. */
  codes() {
    const to = new Map(this.outbox.waiting.filter((message) => message.act === "move").map((message) => [message.with.code, message.with.parent]))
    return this.data.codes.map((code) => (to.has(code.key) ? { ...code, parent: to.get(code.key), waiting: true } : code))
  }

  /** The rows from top to bottom: { id, level, code or theme, inside (how many), open }. */
  rows() {
    const codes = this.codes().filter((code) => !code.retired || this.look.retired)
    const needle = folded(this.typed.trim())
    const fits = (code) => !needle || folded(code.name).includes(needle) || folded(code.key).includes(needle)
    return this.look.by === "themes" ? this.byTheme(codes, needle, fits) : this.byParent(codes, needle, fits)
  }

  byParent(codes, needle, fits) {
    const shown = new Set(codes.map((code) => code.key))
    const under = new Map()
    for (const code of codes) {
      const parent = shown.has(code.parent) ? code.parent : ""
      under.set(parent, [...(under.get(parent) ?? []), code])
    }
    const wanted = new Set()
    const search = (code) => {
      const inside = (under.get(code.key) ?? []).map(search).some(Boolean)
      if (inside || fits(code)) wanted.add(code.key)
      return inside || fits(code)
    }
    const rows = []
    const walk = (code, level) => {
      if (!wanted.has(code.key)) return
      const children = under.get(code.key) ?? []
      const open = Boolean(needle) || !this.look.folded.includes(code.key)
      rows.push({ id: code.key, level, code, inside: children.length, open, dim: Boolean(needle) && !fits(code) })
      if (open) children.forEach((child) => walk(child, level + 1))
    }
    ;(under.get("") ?? []).forEach(search)
    ;(under.get("") ?? []).forEach((code) => walk(code, 1))
    return rows
  }

  byTheme(codes, needle, fits) {
    const rows = []
    for (const theme of [...this.data.themes, { key: "", name: "In no theme" }]) {
      const mine = codes.filter((code) => (theme.key ? code.themes.includes(theme.key) : !code.themes.length))
      const wanted = needle && folded(theme.name).includes(needle) && theme.key ? mine : mine.filter(fits)
      if (!wanted.length && (needle || !theme.key)) continue
      const id = `theme:${theme.key}`
      const open = Boolean(needle) || !this.look.folded.includes(id)
      rows.push({ id, level: 1, theme, inside: mine.length, open })
      if (open) for (const code of wanted) rows.push({ id: `${code.key}@${theme.key}`, level: 2, code, inside: 0 })
    }
    return rows
  }

  draw() {
    const focused = this.list.contains(document.activeElement)
    const scroll = this.list.scrollTop
    const rows = this.shown = this.rows()
    if (!rows.some((row) => row.id === this.at)) this.at = (rows.find((row) => row.code?.key === this.chosen) ?? rows[0])?.id ?? ""
    this.list.replaceChildren(...(rows.length ? rows.map((row) => this.row(row))
      : [el("li.qc-empty", {}, this.typed ? "No code fits. Take away a letter." : "No code yet.")]))
    this.list.scrollTop = scroll
    this.list.classList.toggle("qc-flat", !rows.some((row) => row.inside))
    this.drawHead(rows)
    this.drawBar()
    this.root.setAttribute("aria-busy", String(this.outbox.waiting.length > 0))
    if (focused) this.focus(this.at)
  }

  drawHead() {
    const retired = this.data.codes.filter((code) => code.retired).length
    const view = (by, label) => el("button.qc-button", { type: "button", data: { focus: by }, "aria-pressed": String(this.look.by === by), onclick: () => this.set({ by }) }, label)
    const pressed = this.tools.contains(document.activeElement) ? document.activeElement.dataset.focus : ""
    const foldable = this.look.by === "themes" || this.data.codes.some((code) => code.parent)
    this.tools.replaceChildren(el("div.qc-row", {},
      el("span.qc-row", { role: "group", "aria-label": "View" }, view("codes", "Hierarchy"), view("themes", "Themes")),
      retired > 0 && el("label.qc-row.qc-small", {}, el("input", { type: "checkbox", checked: this.look.retired, data: { focus: "retired" }, onchange: (event) => this.set({ retired: event.target.checked }) }), `Retired (${retired})`),
      el("span.qc-grow"),
      foldable && el("button.qc-link.qc-small", { type: "button", data: { focus: "fold" }, onclick: () => this.foldAll() }, this.look.folded.length ? "Unfold all" : "Fold all")),
    el("div.qc-tree-columns.qc-small", { "aria-hidden": "true" }, el("span.qc-grow", {}, plural(this.data.codes.length - retired, "code")),
      el("span.qc-n", {}, "People"), el("span.qc-n", {}, "Cases"), el("span.qc-n.qc-least", {}, "Codings")))
    if (pressed) this.tools.querySelector(`[data-focus="${pressed}"]`)?.focus({ preventScroll: true })
  }

  drawBar() {
    const codes = this.data.codes.map((code) => code.key).filter((key) => this.ticked.has(key))
    this.bar.hidden = !codes.length
    this.bar.replaceChildren(el("span.qc-grow", { role: "status" }, `${plural(codes.length, "code")} chosen`),
      el("button.qc-button.qc-primary", { type: "button", onclick: () => this.trigger("merging", { codes, at: Date.now() }) }, codes.length > 1 ? "Merge these…" : "Merge…"),
      el("button.qc-button", { type: "button", onclick: () => { this.ticked.clear(); this.draw(); this.focus(this.at) } }, "Choose none"))
  }

  row({ id, level, code, theme, inside, open, dim }) {
    const ticked = code && this.ticked.has(code.key)
    const current = code && code.key === this.chosen
    const item = el(`li.qc-tree-row${theme ? ".qc-tree-theme" : ""}${code?.retired ? ".qc-retired" : ""}${code?.waiting ? ".qc-waiting" : ""}${dim ? ".qc-dim" : ""}`, {
      role: "treeitem", "aria-level": level, "aria-expanded": inside ? String(Boolean(open)) : undefined, "aria-current": current ? "true" : undefined,
      "aria-selected": String(Boolean(ticked)), tabindex: id === this.at ? 0 : -1, data: { id },
      style: { "--level": level - 1, "--code": code?.color }, title: code?.definition || undefined,
      "aria-label": code ? `${code.name}, ${plural(code.voices, "person", "people")}, ${plural(code.cases, "case")}, ${plural(code.codings, "coding")}${code.note ? `, ${code.note}` : ""}` : theme.name,
      onclick: (event) => this.click(event, id, code),
    },
    el(`span.qc-fold${inside ? "" : ".qc-none"}`, { "aria-hidden": "true", onclick: (event) => { event.stopPropagation(); if (inside) this.fold(id) } }, inside ? (open ? "▾" : "▸") : ""),
    code && el("span.qc-mark", {}, el("span.qc-dot"), !this.data.readonly && !code.retired && el("input.qc-tick", { type: "checkbox", checked: ticked, tabindex: -1, "aria-hidden": "true", title: "Choose, to merge", onclick: (event) => { event.stopPropagation(); this.tick(code.key) } })),
    el("span.qc-grow.qc-name", {}, code ? code.name : theme.name, code?.note && el("span.qc-tag", {}, code.note)),
    code ? [el("span.qc-n", {}, count(code.voices)), el("span.qc-n", {}, count(code.cases)), el("span.qc-n.qc-least", {}, count(code.codings))]
      : el("span.qc-n.qc-least", {}, plural(inside, "code")))
    if (code && this.look.by === "codes" && !this.data.readonly) this.makeDraggable(item, code)
    return item
  }

  // -- moving

  makeDraggable(item, code) {
    item.draggable = true
    item.ondragstart = (event) => {
      event.dataTransfer.setData("text/plain", code.name)
      event.dataTransfer.effectAllowed = "move"
      setTimeout(() => this.dragging(code.key)) // the browser takes its picture of the row first
    }
    item.ondragover = (event) => { if (this.dragged && this.dragged !== code.key) { event.preventDefault(); item.classList.add("qc-over") } }
    item.ondragleave = () => item.classList.remove("qc-over")
    item.ondrop = (event) => { event.preventDefault(); item.classList.remove("qc-over"); this.drop(code.key) }
  }

  dragging(key) {
    this.dragged = key
    this.root.classList.toggle("qc-dragging", Boolean(key))
    if (!key) this.root.querySelectorAll(".qc-over").forEach((row) => row.classList.remove("qc-over"))
  }

  drop(parent) {
    const key = this.dragged
    this.dragging("")
    const codes = new Map(this.codes().map((code) => [code.key, code]))
    if (!key || key === parent || codes.get(key)?.parent === parent) return
    for (let step = parent; step; step = codes.get(step)?.parent) {
      if (step === key) return announce(this.root, `${codes.get(key).name} cannot go under itself or one of its own sub-codes.`, { refused: true })
    }
    this.unfold(key)
    this.look.folded = this.look.folded.filter((id) => id !== parent)
    this.outbox.send("move", { code: key, parent })
    this.draw()
  }

  // -- mouse and keys

  click(event, id, code) {
    this.at = id
    if (!code) return this.fold(id)
    if (event.ctrlKey || event.metaKey) return this.tick(code.key)
    this.open(code.key)
  }

  open(key) {
    this.chosen = key
    this.trigger("opened", { code: key, at: Date.now() })
    this.draw()
    this.focus(this.at)
  }

  tick(key) {
    const code = this.data.codes.find((one) => one.key === key)
    if (this.data.readonly || !code || code.retired) return
    this.ticked.has(key) ? this.ticked.delete(key) : this.ticked.add(key)
    this.draw()
    this.focus(this.at)
  }

  press(event) {
    if (event.target.closest("button")) return
    const place = this.shown.findIndex((row) => row.id === this.at)
    const row = this.shown[place]
    if (!row) return
    const to = (next) => { if (this.shown[next]) { this.at = this.shown[next].id; this.focus(this.at) } }
    if (event.key === "ArrowDown") to(place + 1)
    else if (event.key === "ArrowUp") { if (place) to(place - 1); else this.filter.focus() }
    else if (event.key === "Home") to(0)
    else if (event.key === "End") to(this.shown.length - 1)
    else if (event.key === "ArrowRight") { if (row.inside && !row.open) this.fold(row.id); else if (row.inside) to(place + 1) }
    else if (event.key === "ArrowLeft") {
      if (row.inside && row.open && !this.typed) this.fold(row.id)
      else to(this.shown.slice(0, place).findLastIndex((above) => above.level < row.level))
    }
    else if (event.key === "Enter") row.code ? this.open(row.code.key) : this.fold(row.id)
    else if (event.key === " ") row.code ? this.tick(row.code.key) : this.fold(row.id)
    else if (event.key === "Escape" && this.typed) { this.typed = this.filter.value = ""; this.draw(); this.focus(this.at) }
    else if (event.key === "Escape" && this.ticked.size) { this.ticked.clear(); this.draw(); this.focus(this.at) }
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      this.filter.value += event.key
      this.typed = this.filter.value
      this.filter.focus()
      this.draw()
    }
    else return
    event.preventDefault()
    event.stopPropagation() // Streamlit has keys of its own
  }

  pressInFilter(event) {
    event.stopPropagation()
    const first = this.shown.find((row) => row.code && !row.dim) ?? this.shown[0]
    if (event.key === "Escape") { this.typed = this.filter.value = ""; this.draw() }
    else if (event.key === "ArrowDown" && first) { this.at = this.typed ? first.id : this.at; this.draw(); this.focus(this.at) }
    else if (event.key === "Enter" && this.typed && first?.code) { this.at = first.id; this.open(first.code.key) }
    else return
    event.preventDefault()
  }

  focus(id) {
    for (const item of this.list.children) if (item.dataset.id) item.tabIndex = item.dataset.id === id ? 0 : -1
    this.list.querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus()
  }

  // -- looks, kept while this tab is open

  set(values) {
    Object.assign(this.look, values)
    try { sessionStorage.setItem(this.kept, JSON.stringify(this.look)) } catch { /* then a reload forgets them */ }
    this.draw()
  }

  fold(id) {
    const folded = this.look.folded
    this.set({ folded: folded.includes(id) ? folded.filter((one) => one !== id) : [...folded, id] })
    this.focus(id)
  }

  foldAll() {
    const parents = new Set(this.data.codes.map((code) => code.parent).filter(Boolean))
    const all = [...parents, ...[...this.data.themes.map((theme) => theme.key), ""].map((key) => `theme:${key}`)]
    this.set({ folded: this.look.folded.length ? [] : all })
  }

  /** A code that is opened is not hidden in a folded one. */
  unfold(key) {
    const codes = new Map(this.data.codes.map((code) => [code.key, code]))
    const above = []
    for (let step = codes.get(key)?.parent; step && !above.includes(step); step = codes.get(step)?.parent) above.push(step)
    this.look.folded = this.look.folded.filter((id) => !above.includes(id))
  }
}

const count = (number) => number ? number.toLocaleString("en") : el("span.qc-nil", {}, "0")

export default function (component) {
  instance(component.parentElement, ".qc-tree", (root) => new Tree(root)).update(component)
}
