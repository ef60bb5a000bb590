// A table whose cells can be opened. One cell is in the tab order; arrows move between cells, Enter opens.

const WORDS = { waiting: "found, not yet summed up", none: "none found in what was read", unread: "not yet read" }
const SHORT = { ...WORDS, none: "none found" }
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

class Matrix {
  constructor(root) {
    this.root = root
    this.at = [0, 0]
    this.drawn = ""
    root.addEventListener("keydown", (event) => this.key(event))
    root.addEventListener("click", (event) => { const cell = this.meant(event.target); if (cell) this.open(cell) })
    root.addEventListener("focusin", (event) => { const cell = event.target.closest("[data-place]"); if (cell) this.rove(cell) })
  }

  update({ data, setTriggerValue }) {
    this.emit = setTriggerValue
    const { chosen, ...shown } = data
    const now = JSON.stringify(shown)
    this.data = data
    if (now !== this.drawn) { this.drawn = now; this.draw() }
    this.mark(chosen)
  }

  draw() {
    const { columns, rows, cells, label, corner, look } = this.data
    const focused = this.root.contains(document.activeElement)
    const old = this.root.querySelector(".qc-matrix-frame")
    const scrolled = old ? [old.scrollLeft, old.scrollTop] : [0, 0]
    this.at = [Math.min(this.at[0], Math.max(rows.length - 1, 0)), Math.min(this.at[1], Math.max(columns.length - 1, 0))]
    const lines = []
    let group = ""
    rows.forEach((row, r) => {
      if (row.group && row.group !== group) lines.push(el("tr.qc-matrix-group", {}, el("th", { scope: "rowgroup", colSpan: columns.length + 1 }, el("span", { dir: "auto" }, row.group))))
      group = row.group ?? ""
      lines.push(el("tr", {}, this.head(row, "row"), columns.map((column, c) => this.cell(cells[r][c], row, column, r, c))))
    })
    const table = el("table", { role: "grid", "aria-label": label },
      el("thead", {}, el("tr", {}, el("th.qc-matrix-corner", { scope: "col" }, corner), columns.map((column) => this.head(column, "col")))),
      el("tbody", {}, lines))
    const frame = el(`div.qc-matrix-frame.qc-matrix-${look}`, {}, table)
    this.root.replaceChildren(frame)
    frame.scrollTo(...scrolled)
    this.places().forEach((cell) => { cell.tabIndex = this.isAt(cell) ? 0 : -1 })
    if (focused) this.root.querySelector('[data-place][tabindex="0"]')?.focus({ preventScroll: true })
  }

  head(item, scope) {
    return el("th", { scope, title: item.title, style: item.color ? { "--code": item.color } : undefined, data: scope === "row" ? { row: item.key } : { column: item.key } },
      el("div.qc-matrix-name", { dir: "auto" }, item.color && el("span.qc-dot"), item.color && " ", item.name),
      (item.small ?? []).map((line) => el("div.qc-small", { dir: "auto" }, line)))
  }

  cell(cell, row, column, r, c) {
    const state = cell.state ?? "found"
    const words = cell.words ?? (cell.text ? "" : (this.data.look === "texts" ? WORDS : SHORT)[state] ?? "")
    return el(`td.qc-matrix-cell.qc-is-${state}`, {
      role: "gridcell", title: cell.title, tabIndex: -1, "aria-selected": "false",
      data: { place: `${r} ${c}`, row: row.key, column: column.key }, style: cell.tone ? { "--tone": `${Math.round(cell.tone * 100)}%` } : undefined,
    },
      cell.text !== undefined && cell.text !== "" && el("div.qc-matrix-text", { dir: "auto" }, cell.text),
      words && el("div.qc-matrix-words", {}, words),
      cell.small && el("div.qc-small", {}, cell.small))
  }

  places() { return [...this.root.querySelectorAll("[data-place]")] }
  find(r, c) { return this.root.querySelector(`[data-place="${r} ${c}"]`) }
  isAt(cell) { return cell.dataset.place === this.at.join(" ") }

  /** The cell that a click means; in a list the head of a row stands for the row. */
  meant(target) {
    const head = this.data.look === "list" && target.closest("th[data-row]")
    return head ? head.parentElement.querySelector("[data-place]") : target.closest("[data-place]")
  }

  rove(cell) {
    this.find(...this.at)?.setAttribute("tabindex", "-1")
    this.at = cell.dataset.place.split(" ").map(Number)
    cell.tabIndex = 0
  }

  key(event) {
    const cell = event.target.closest("[data-place]")
    if (!cell) return
    const [r, c] = this.at
    const last = [this.data.rows.length - 1, this.data.columns.length - 1]
    const far = event.ctrlKey || event.metaKey
    let to = null
    if (MOVES[event.key]) to = [r + MOVES[event.key][0], c + MOVES[event.key][1]]
    else if (event.key === "Home") to = [far ? 0 : r, 0]
    else if (event.key === "End") to = [far ? last[0] : r, last[1]]
    else if (event.key === "PageUp") to = [Math.max(r - 8, 0), c]
    else if (event.key === "PageDown") to = [Math.min(r + 8, last[0]), c]
    else if (event.key === "Enter" || event.key === " ") this.open(cell)
    else return
    event.preventDefault()
    event.stopPropagation()
    const next = to && this.find(...to)
    if (next) { next.focus({ preventScroll: true }); this.show(next) }
  }

  open(cell) {
    this.rove(cell)
    cell.focus({ preventScroll: true })
    const { row, column } = cell.dataset
    if (this.data.look !== "list") this.mark([row, column])
    this.emit("opened", { row, column, at: Date.now() })
  }

  mark(chosen) {
    const frame = this.root.querySelector(".qc-matrix-frame")
    const before = this.root.querySelector('[aria-selected="true"]')
    const cell = chosen && this.places().find((one) => one.dataset.row === chosen[0] && one.dataset.column === chosen[1])
    frame.classList.toggle("qc-matrix-short", Boolean(cell))
    if (before === (cell || null)) return
    before?.setAttribute("aria-selected", "false")
    cell?.setAttribute("aria-selected", "true")
    if (cell) { this.rove(cell); this.show(cell) }
  }

  /** Bring a cell into the frame, past the heads that stay. */
  show(cell) {
    const frame = this.root.querySelector(".qc-matrix-frame")
    const head = frame.querySelector("thead tr").offsetHeight
    const side = frame.querySelector("th.qc-matrix-corner").offsetWidth
    const [outer, inner] = [frame.getBoundingClientRect(), cell.getBoundingClientRect()]
    if (inner.top < outer.top + head) frame.scrollTop -= outer.top + head - inner.top
    else if (inner.bottom > outer.bottom) frame.scrollTop += Math.min(inner.bottom - outer.bottom, inner.top - outer.top - head)
    if (inner.left < outer.left + side) frame.scrollLeft -= outer.left + side - inner.left
    else if (inner.right > outer.right) frame.scrollLeft += Math.min(inner.right - outer.right, inner.left - outer.left - side)
    const [top, bottom] = [cell.getBoundingClientRect().top, cell.getBoundingClientRect().bottom]
    if (top < 70 || bottom > window.innerHeight) cell.scrollIntoView({ block: "nearest" })
  }
}

export default function (component) {
  instance(component.parentElement, ".qc-matrix", (root) => new Matrix(root)).update(component)
}
