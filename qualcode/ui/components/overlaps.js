// Two codes on the same words: both passages side by side, what they share is marked.

const STEP = 30

class Overlaps {
  constructor(root) { this.root = root; this.shown = STEP; this.drawn = "" }

  update({ data, setTriggerValue }) {
    this.emit = setTriggerValue
    const now = JSON.stringify(data)
    if (now === this.drawn) return
    if (data.label !== this.data?.label) this.shown = STEP
    this.drawn = now
    this.data = data
    this.draw()
  }

  draw() {
    const { items, label, names, colors } = this.data
    const heads = el("div.qc-overlap.qc-overlap-heads", { "aria-hidden": "true" }, names.map((name, side) =>
      el("div.qc-row", { style: { "--code": colors[side] }, dir: "auto" }, el("span.qc-dot"), name)))
    const rest = items.length - this.shown
    this.root.replaceChildren(...[heads, el("ol.qc-overlaps-list", { "aria-label": label }, items.slice(0, this.shown).map((item) => this.item(item))),
      rest > 0 && el("button.qc-button", { type: "button", onclick: () => this.more() }, `Show ${Math.min(rest, STEP)} more of ${rest.toLocaleString("en")}`),
    ].filter(Boolean))
  }

  more() {
    const first = this.shown
    this.shown += STEP
    this.draw()
    this.root.querySelectorAll(".qc-link")[first]?.focus()
  }

  item(item) {
    const { names, colors } = this.data
    const open = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
      event.preventDefault()
      this.emit("opened", { id: item.id, at: Date.now() })
    }
    return el("li", {},
      el("div.qc-overlap", {}, [item.left, item.right].map(([before, shared, after], side) =>
        el("blockquote", { dir: "auto", "aria-label": names[side], style: { "--code": colors[side] } }, before, el("mark", {}, shared), after))),
      el("div.qc-row.qc-small", {}, item.who && el("span", { dir: "auto" }, item.who),
        el("a.qc-link", { href: item.href, onclick: open, title: "Open at this passage", dir: "auto" }, item.document), item.case && el("span", { dir: "auto" }, item.case)))
  }
}

export default function (component) {
  instance(component.parentElement, ".qc-overlaps", (root) => new Overlaps(root)).update(component)
}
