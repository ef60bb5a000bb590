// The board of themes: cards with codes as chips. Every act is shown at once and stays while the server agrees; when it
// refuses, the chip goes back and a sentence says why. What the mouse can do, the keys can: Enter on a code opens a menu.

const NEW = "new"

class Board {
  constructor(root) {
    this.root = root
    this.chosen = new Map() // of chips: place → { theme, code }
    this.drawn = ""
    root.addEventListener("keydown", (event) => this.keys(event))
  }

  update({ data, setStateValue, setTriggerValue }) {
    this.outbox ??= new Outbox(data.place)
    this.data = data
    this.trigger = setTriggerValue
    for (const [message, answer] of this.outbox.hear(setStateValue, data.answers)) {
      if (answer.refused) announce(this.root, answer.refused, { refused: true })
      else if (message.act === "make") {
        announce(this.root, `Made the candidate theme “${message.with.name}”.`, { action: "Open it", then: () => this.open(answer.value) })
      }
    }
    const now = JSON.stringify([data, this.outbox.waiting])
    if (now !== this.drawn) { this.drawn = now; this.draw() }
  }

  /** The themes as they will be once the server has done what waits. */
  themes() {
    const themes = this.data.themes.map((theme) => ({ ...theme, codes: [...theme.codes] }))
    const drop = (theme, codes) => { if (theme) theme.codes = theme.codes.filter((code) => !codes.includes(code)) }
    for (const { id, act, with: { theme, out_of, codes = [], name } } of this.outbox.waiting) {
      if (act === "make") {
        themes.push({ key: id, name, status: "candidate", words: "being made", concept: "", part: "", counts: "", codes: [...codes], waiting: true, fresh: true })
        continue
      }
      const found = themes.find((other) => other.key === theme)
      if (!found) continue
      found.waiting = true
      if (act === "take_out") drop(found, codes)
      else found.codes.push(...codes.filter((code) => !found.codes.includes(code)))
      if (act === "move") drop(themes.find((other) => other.key === out_of), codes)
    }
    return themes
  }

  send(act, values) {
    this.outbox.send(act, values)
    this.chosen.clear()
    this.redraw()
  }

  open(theme) { this.trigger("opened", { theme, at: Date.now() }) }

  // -- drawing

  draw() {
    if (this.dragged) { this.late = true; return } // a redrawn chip would fall out of the hand
    const kept = document.activeElement?.closest?.(".qc-board") === this.root ? document.activeElement.dataset.focus : ""
    const themes = this.shown = this.themes()
    const placed = new Set(themes.flatMap((theme) => theme.codes))
    this.codes = new Map(this.data.codes.map((code) => [code.key, code]))
    const there = new Set([...themes.flatMap((theme) => theme.codes.map((code) => `${theme.key}|${code}`)), ...this.data.codes.filter((code) => !placed.has(code.key)).map((code) => `|${code.key}`)])
    this.chosen.forEach((_, place) => there.has(place) || this.chosen.delete(place))
    const candidates = themes.filter((theme) => theme.status === "candidate"), defined = themes.filter((theme) => theme.status !== "candidate")
    const whole = el("div.qc-board-whole", {},
      this.bar(),
      el("div.qc-board-parts", {},
        this.tray(this.data.codes.filter((code) => !placed.has(code.key))),
        el("div.qc-board-themes.qc-grow", {},
          !themes.length && this.nothing(),
          this.group("Candidate themes", candidates, themes.length > 0 && !defined.length ? "" : "Not yet a claim: a candidate becomes a theme when it has a central organising concept."),
          this.group("Defined themes", defined, ""))))
    const old = this.root.querySelector(":scope > .qc-board-whole")
    old ? old.replaceWith(whole) : this.root.prepend(whole)
    this.roving()
    if (kept) this.focus(kept)
  }

  redraw() { this.drawn = ""; this.draw() }

  focus(name) { this.root.querySelector(`[data-focus="${CSS.escape(name)}"]`)?.focus({ preventScroll: true }) }

  bar() {
    const count = this.chosen.size
    const codes = [...new Set([...this.chosen.values()].map((chip) => chip.code))]
    return el("div.qc-row.qc-board-bar", {},
      !this.data.readonly && el(`button.qc-button${count ? ".qc-primary" : ""}`, {
        type: "button", data: { focus: NEW }, onclick: (event) => this.name(codes, event.currentTarget), ...this.target(NEW),
      }, codes.length ? `New theme of ${codes.length === 1 ? "this code" : `these ${codes.length} codes`}` : "New theme"),
      count > 0 && el("button.qc-button", { type: "button", data: { focus: "none" }, onclick: () => { this.chosen.clear(); this.redraw(); this.focus(NEW) } }, `Let go of ${plural(count, "code")}`),
      !this.data.readonly && el("p.qc-hint.qc-grow", {}, "Drag a code onto a theme to add it, with ", el("kbd", {}, "Alt"), " to move it. Or go to a code: ", el("kbd", {}, "Enter"), " for what can be done, ", el("kbd", {}, "Space"), " to choose it, arrows for the next."))
  }

  nothing() {
    return el("div.qc-board-nothing", {}, el("p", {}, el("strong", {}, "No theme yet.")),
      el("p", {}, "Themes are made by people, from codes. Choose two or three codes that seem to tell one story, press “New theme”, and give it a working name. It is a candidate until you can say, in a sentence, the one idea that all of it shares."))
  }

  tray(codes) {
    return el("section.qc-tray", { "aria-label": "Codes in no theme", ...this.target("") },
      el("h3", {}, "Codes in no theme"),
      codes.length ? this.chips("", codes.map((code) => code.key)) : el("p.qc-small", {}, this.data.codes.length ? "Every code is in a theme." : "There are no codes yet."))
  }

  group(title, themes, about) {
    if (!themes.length) return false
    return el("section.qc-board-group", { "aria-label": title }, el("h3", {}, title), about && el("p.qc-small", {}, about),
      el("div.qc-board-cards", {}, themes.map((theme) => this.card(theme))))
  }

  card(theme) {
    const open = () => !theme.fresh && this.open(theme.key)
    const concept = theme.concept
      ? el("p.qc-concept", { dir: "auto" }, theme.concept)
      : el("p.qc-concept.qc-missing", {}, "no central organising concept yet")
    return el(`article.qc-theme${theme.status === "candidate" ? ".qc-candidate" : ""}`, {
      "aria-label": theme.name, data: { theme: theme.key }, ...this.target(theme.key),
      onclick: (event) => { if (!event.target.closest("button") && !getSelection().toString()) open() },
    },
    el("p.qc-small", {}, [theme.part, theme.status === "candidate" ? "candidate" : ""].filter(Boolean).join(" · ")),
    el("button.qc-theme-name", { type: "button", dir: "auto", title: "Open this theme", disabled: theme.fresh, data: { focus: `open-${theme.key}` }, onclick: open }, theme.name),
    concept,
    theme.codes.length ? this.chips(theme.key, theme.codes) : el("p.qc-small.qc-here", {}, "No codes yet. Drag some here."),
    el("p.qc-small", {}, theme.counts))
  }

  chips(theme, codes) {
    const name = theme ? this.shown.find((other) => other.key === theme)?.name : "no theme"
    return el("ul.qc-chips", { "aria-label": `Codes of ${name}` }, codes.map((code) => this.codes.get(code)).filter(Boolean).map((code) => this.chip(theme, code, name)))
  }

  chip(theme, code, name) {
    const place = `${theme}|${code.key}`
    const readonly = this.data.readonly
    return el(`li.qc-chip${this.chosen.has(place) ? ".qc-chosen" : ""}`, {
      style: { "--code": code.color }, draggable: readonly ? undefined : "true", data: { place },
      ondragstart: (event) => this.lift(event, theme, code.key), ondragend: () => this.letGo(),
    },
    el("button.qc-chip-name", {
      type: "button", dir: "auto", tabIndex: -1, title: [code.definition, code.counts].filter(Boolean).join("\n"), data: { focus: place, theme, code: code.key },
      "aria-pressed": readonly ? undefined : String(this.chosen.has(place)), "aria-haspopup": readonly ? undefined : "menu",
      onclick: (event) => {
        if (readonly) return
        if (event.ctrlKey || event.metaKey || event.shiftKey) this.choose(theme, code.key)
        else this.menu(theme, code.key, event.currentTarget)
      },
    }, el("span.qc-dot"), el("span", {}, code.name)),
    theme && !readonly && el("button.qc-chip-out", {
      type: "button", tabIndex: -1, title: "Take out of this theme", "aria-label": `Take ${code.name} out of ${name}`,
      onclick: () => this.send("take_out", { theme, codes: [code.key] }),
    }, "×"))
  }

  /** One chip of each list is reached by Tab; arrows go on from there. */
  roving() {
    for (const list of this.root.querySelectorAll(".qc-chips")) list.querySelector(".qc-chip-name")?.setAttribute("tabindex", "0")
  }

  // -- choosing, and the menu

  choose(theme, code) {
    const place = `${theme}|${code}`
    if (!this.chosen.delete(place)) this.chosen.set(place, { theme, code })
    this.redraw()
    this.focus(place)
  }

  keys(event) {
    const chip = event.target.closest(".qc-chip-name")
    if (event.key === "Escape" && this.chosen.size && !event.target.closest(".qc-popover")) { this.chosen.clear(); this.redraw() }
    if (!chip || this.data.readonly && !event.key.startsWith("Arrow")) return
    const { theme, code } = chip.dataset
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (step) {
      const all = [...this.root.querySelectorAll(".qc-chip-name")]
      all[all.indexOf(chip) + step]?.focus()
    } else if (event.key === " ") this.choose(theme, code)
    else if ((event.key === "Delete" || event.key === "Backspace") && theme) this.takeOut(theme, code)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** The chips that an act on this one is about: all that are chosen when it is one of them. */
  together(theme, code) {
    return this.chosen.has(`${theme}|${code}`) ? [...this.chosen.values()] : [{ theme, code }]
  }

  takeOut(theme, code) {
    const codes = this.together(theme, code).filter((chip) => chip.theme === theme).map((chip) => chip.code)
    const next = this.root.querySelector(`[data-focus="${CSS.escape(`${theme}|${code}`)}"]`)?.closest("li")
    const beside = (next?.nextElementSibling ?? next?.previousElementSibling)?.querySelector(".qc-chip-name")?.dataset.focus ?? `open-${theme}`
    this.send("take_out", { theme, codes })
    this.focus(beside)
  }

  menu(theme, code, button) {
    const chips = this.together(theme, code)
    const codes = [...new Set(chips.map((chip) => chip.code))]
    const from = chips.every((chip) => chip.theme === theme) ? theme : ""
    const what = codes.length === 1 ? this.codes.get(code).name : plural(codes.length, "code")
    const others = (act) => this.shown.filter((other) => other.key !== theme && (act === "move" || codes.some((key) => !other.codes.includes(key))))
    const to = (act) => (act === "move" ? from : true) && others(act).length > 0 && {
      label: act === "add" ? "Add to…" : "Move to…",
      then: () => this.list(what, others(act).map((other) => ({ label: other.name, then: () => { this.send(act, { theme: other.key, codes, ...(act === "move" && { out_of: from }) }); this.focus(act === "move" || !theme ? `${other.key}|${code}` : `${theme}|${code}`) } })), button),
    }
    this.list(what, [
      to("add"), to("move"),
      from && { label: "Take out", then: () => this.takeOut(theme, code) },
      { label: `New theme of ${codes.length === 1 ? "this code" : `these ${codes.length} codes`}…`, then: () => this.name(codes, button) },
      { label: this.chosen.has(`${theme}|${code}`) ? "Let go" : "Choose", key: "Space", then: () => this.choose(theme, code) },
    ].filter(Boolean), button)
  }

  /** A menu beside a button; arrows and Enter, a letter goes to the next entry that begins with it, Escape closes. */
  list(title, entries, button) {
    const entry = ({ label, key, then }) => el("button.qc-menu-entry", { type: "button", role: "menuitem", dir: "auto", onclick: () => { close(); then() } }, el("span.qc-grow", {}, label), key && el("kbd", {}, key))
    const { box, close } = this.popover("div.qc-menu", { role: "menu", "aria-label": title }, button,
      el("p.qc-small", {}, title), entries.map(entry))
    const items = [...box.querySelectorAll(".qc-menu-entry")]
    box.addEventListener("keydown", (event) => {
      const at = items.indexOf(document.activeElement)
      const go = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
      if (go !== undefined) items[(go + items.length) % items.length].focus()
      else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
        const wanted = [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) => folded(item.textContent).startsWith(folded(event.key)))
        wanted?.focus()
      } else return
      event.preventDefault()
    })
    items[0]?.focus({ preventScroll: true })
  }

  name(codes, button) {
    const input = el("input.qc-input", { type: "text", "aria-label": "Name of the new theme", placeholder: "A working name", maxLength: 300, dir: "auto" })
    const make = () => {
      const name = input.value.trim()
      if (!name) { input.focus(); return }
      close()
      this.send("make", { name, codes })
      this.focus(NEW)
    }
    const names = codes.map((code) => this.codes.get(code)?.name).filter(Boolean)
    const { box, close } = this.popover("div.qc-naming", { role: "dialog", "aria-label": "New theme" }, button,
      el("p.qc-small", {}, names.length ? `A candidate theme of ${names.join(", ")}` : "A candidate theme, of no code yet"), input,
      el("div.qc-row", {}, el("button.qc-button.qc-primary", { type: "button", onclick: make }, "Make the theme"), el("button.qc-button", { type: "button", onclick: () => close() }, "Cancel")))
    box.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target === input) { event.preventDefault(); make() } })
    input.focus({ preventScroll: true })
  }

  popover(spec, values, button, ...children) {
    this.root.querySelector(":scope > .qc-popover")?.remove()
    const focus = button.dataset.focus
    const outside = (event) => { if (!box.contains(event.target)) close(false) }
    const close = (back = true) => {
      box.remove()
      document.removeEventListener("pointerdown", outside, true)
      if (back) this.focus(focus)
    }
    const box = el(`${spec}.qc-popover`, values, ...children)
    box.addEventListener("keydown", (event) => {
      event.stopPropagation() // Streamlit has keys of its own
      if (event.key === "Escape" || (event.key === "Tab" && values.role === "menu")) { event.preventDefault(); close() }
    })
    this.root.append(box)
    place(box, this.root, button.getBoundingClientRect())
    document.addEventListener("pointerdown", outside, true)
    return { box, close }
  }

  // -- by mouse

  lift(event, theme, code) {
    const chips = this.together(theme, code)
    this.dragged = { codes: [...new Set(chips.map((chip) => chip.code))], from: chips.every((chip) => chip.theme === theme) ? theme : "" }
    event.dataTransfer.effectAllowed = "all"
    event.dataTransfer.setData("text/plain", this.dragged.codes.map((key) => this.codes.get(key)?.name).join(", "))
  }

  letGo() {
    this.dragged = null
    this.root.querySelectorAll(".qc-over").forEach((node) => { node.classList.remove("qc-over"); delete node.dataset.does })
    if (this.late) { this.late = false; this.redraw() }
  }

  /** What makes an element take chips: a theme (its key), the tray (""), or the button for a new theme. */
  target(theme) {
    if (this.data.readonly) return {}
    const does = (event) => {
      const { codes, from } = this.dragged
      if (theme === NEW) return "make"
      if (theme === "") return from ? "take_out" : ""
      if (theme === from) return ""
      if (event.altKey && from) return "move"
      return codes.some((code) => !this.shown.find((other) => other.key === theme)?.codes.includes(code)) ? "add" : ""
    }
    return {
      ondragover: (event) => {
        const act = this.dragged && does(event)
        if (!act) return
        event.preventDefault()
        event.dataTransfer.dropEffect = "copy" // with Alt some systems allow no other
        event.currentTarget.classList.add("qc-over")
        event.currentTarget.dataset.does = { add: "Add here", move: "Move here", take_out: "Take out of the theme", make: "" }[act]
      },
      ondragleave: (event) => { if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.classList.remove("qc-over") },
      ondrop: (event) => {
        const act = this.dragged && does(event)
        if (!act) return
        event.preventDefault()
        const { codes, from } = this.dragged
        const button = event.currentTarget
        this.letGo()
        if (act === "make") this.name(codes, button)
        else if (act === "take_out") this.send(act, { theme: from, codes })
        else this.send(act, { theme, codes, ...(act === "move" && { out_of: from }) })
      },
    }
  }
}

export default function (component) {
  instance(component.parentElement, ".qc-board", (root) => new Board(root)).update(component)
}
