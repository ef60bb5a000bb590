// Passages that coders read differently: the words, and below them what each coder has there, a column a coder.

const STEP = 50

class Readings {
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
    const { items, label, empty } = this.data
    const rest = items.length - this.shown
    this.root.replaceChildren(...[
      items.length ? el("ol.qc-readings-list", { "aria-label": label }, items.slice(0, this.shown).map((item) => this.item(item))) : el("p.qc-empty", {}, empty),
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
    const open = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
      event.preventDefault()
      this.emit("opened", { id: item.id, at: Date.now() })
    }
    return el("li", {},
      el("blockquote", { dir: "auto", title: "Open at this passage", onclick: (event) => String(getSelection()) || open(event) }, item.quote),
      el("div.qc-row.qc-small", {}, item.who && el("span", { dir: "auto" }, item.who),
        el("a.qc-link", { href: item.href, onclick: open, title: "Open at this passage", dir: "auto" }, item.document), item.case && el("span", { dir: "auto" }, item.case)),
      el("dl.qc-readings-row", {}, this.data.coders.map((coder, nth) => el("div", {}, el("dt.qc-small", { dir: "auto" }, coder), this.cell(item.cells[nth])))))
  }

  cell(codes) {
    if (!codes) return el("dd.qc-small.qc-readings-unread", {}, "has not read it")
    if (!codes.length) return el("dd.qc-small", {}, "none of these codes")
    return el("dd", {}, codes.map((code) => {
      const [name, color] = this.data.codes[code]
      return el("span.qc-row", { style: { "--code": color }, dir: "auto" }, el("span.qc-dot"), name)
    }))
  }
}

export default function (component) {
  instance(component.parentElement, ".qc-readings", (root) => new Readings(root)).update(component)
}
