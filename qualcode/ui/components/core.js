// What every component starts from: elements, code points, messages to the server. A transcript is untrusted text:
// it reaches the page as text nodes only.

const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/g

/** How many code points a text has, as Python counts them. */
const points = (text) => text.length - (text.match(ASTRAL)?.length ?? 0)

/** Where the n-th code point of a text begins, in the units that the browser counts. */
function units(text, n) {
  if (!/[\ud800-\udbff]/.test(text)) return Math.min(n, text.length)
  let at = 0
  for (; n > 0 && at < text.length; n--) at += text.codePointAt(at) > 0xffff ? 2 : 1
  return at
}

/** An element: el("button.qc-key", { title: "…", onclick }, "text", child). A falsy child is left out. */
function el(spec, values = {}, ...children) {
  const [tag, ...classes] = spec.split(".")
  const node = document.createElement(tag || "div")
  if (classes.length) node.className = classes.join(" ")
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null || value === false) continue
    if (name === "style") for (const [rule, worth] of Object.entries(value)) node.style.setProperty(rule, worth)
    else if (name === "data") Object.assign(node.dataset, value)
    else if (name.startsWith("on")) node[name] = value
    else if (name in node && typeof value !== "string") node[name] = value
    else node.setAttribute(name, value === true ? "" : value)
  }
  node.append(...children.flat().filter((child) => child || child === 0).map((child) => child.nodeType ? child : String(child)))
  return node
}

const unique = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
/** A text without accents and capitals in which every sign stays at its place. */
const level = (text) => text.replace(/[^\x00-\x7f]/gu, (sign) => { const bare = folded(sign); return bare.length === sign.length ? bare : sign }).toLowerCase()
const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`
const typing = (node) => Boolean(node?.closest?.("input, textarea, select, [contenteditable]"))

/**
 * Acts on their way to the server. Each has an id and is sent until the server says what came of it, so that none is
 * lost or done twice when several are sent in a row, when the page is loaded again, or when the line drops.
 */
class Outbox {
  constructor(place) {
    this.place = `qualcode:${place}`
    this.emit = () => {}
    try { this.waiting = JSON.parse(sessionStorage.getItem(this.place) ?? "[]") } catch { this.waiting = [] }
    this.left = this.waiting.length > 0 // from before the page was loaded again
  }
  /** Send an act; gives its id. */
  send(act, values = {}) {
    const message = { id: unique(), act, with: values }
    this.waiting.push(message)
    this.flush()
    return message.id
  }
  flush() {
    try { sessionStorage.setItem(this.place, JSON.stringify(this.waiting)) } catch { /* then a reload forgets them */ }
    clearTimeout(this.again)
    if (!this.waiting.length) return
    for (const message of this.waiting) message.sent = (message.sent ?? 0) + 1 // what is sent again must differ to arrive
    this.emit("outbox", structuredClone(this.waiting))
    this.again = setTimeout(() => this.flush(), 5000)
  }
  /** Take the server's answers; gives [message, answer] for each act that was answered now. */
  hear(emit, answers = {}) {
    this.emit = emit
    const heard = this.waiting.filter((message) => message.id in answers)
    if (heard.length) {
      this.waiting = this.waiting.filter((message) => !(message.id in answers))
      // What a message made has its own id now; later messages about it say so.
      for (const { with: values } of this.waiting) for (const name of Object.keys(values)) {
        const made = typeof values[name] === "string" && answers[values[name]]?.value
        if (made) values[name] = made
      }
      this.flush()
    }
    if (this.left) {
      this.left = false
      if (this.waiting.length) queueMicrotask(() => this.flush())
    }
    return heard.map((message) => [message, answers[message.id]])
  }
}

/** A line that says what happened, or why something was refused; a screen reader says it too. */
function announce(root, sentence, { refused = false, action = "", then = null } = {}) {
  let bar = root.querySelector(":scope > .qc-announce")
  if (!bar) root.append((bar = el("div.qc-announce", { role: "status", "aria-live": "polite" })))
  const line = el(`div.qc-announcement${refused ? ".qc-refused" : ""}`, { role: refused ? "alert" : undefined }, el("span", {}, sentence),
    action && el("button.qc-button", { type: "button", onclick: () => { line.remove(); then?.() } }, action),
    refused && el("button.qc-button", { type: "button", onclick: () => line.remove() }, "Close"))
  bar.replaceChildren(...(refused ? [] : [...bar.querySelectorAll(".qc-refused")]), line)
  if (!refused) setTimeout(() => line.remove(), 5000)
}

/** A component instance for each place it is mounted in; `make(root)` makes it once. */
const instances = new WeakMap()
function instance(parentElement, selector, make) {
  const root = parentElement.querySelector(selector)
  if (!instances.has(root)) instances.set(root, make(root))
  return instances.get(root)
}

/** Keep a popover inside its root, below `rect` where there is room, else above. */
function place(box, root, rect) {
  const home = root.getBoundingClientRect()
  const left = Math.max(0, Math.min(rect.left - home.left, home.width - box.offsetWidth))
  const below = rect.bottom + box.offsetHeight + 12 < window.innerHeight || rect.top < box.offsetHeight + 12
  box.style.left = `${left}px`
  box.style.top = `${below ? rect.bottom - home.top + 6 : rect.top - home.top - box.offsetHeight - 6}px`
}
