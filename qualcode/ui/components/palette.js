// The palette: type a few letters, Enter puts the code on the passage, or makes a new one in the same step.

/** The codes that fit what was typed, best first. */
function ranked(codes, typed, recent) {
  const needle = folded(typed.trim())
  const rank = (code) => {
    if (!needle) return recent.includes(code.key) ? recent.indexOf(code.key) : 1000
    const name = folded(code.name)
    if (name === needle || code.key === needle) return 0
    if (name.startsWith(needle)) return 1
    if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(needle))) return 2
    if (name.includes(needle) || code.key.includes(needle)) return 3
    if (needle.split(/\s+/).every((part) => name.includes(part))) return 4
    return folded(code.theme ?? "").includes(needle) || folded(code.definition ?? "").includes(needle) ? 5 : null
  }
  return codes.map((code, order) => ({ code, order, rank: rank(code) })).filter((found) => found.rank !== null)
    .sort((a, b) => a.rank - b.rank || a.order - b.order).map((found) => found.code)
}

/**
 * Open the palette at `rect`. `pick({ code } or { name }, { stay })` is called with what was chosen; `taken` are keys of
 * codes that the passage has already. Ctrl+Enter keeps it open for another code. Gives { box, close }.
 */
function openPalette(root, rect, { codes, recent = [], taken = new Set(), title = "Code", quote = "", hint = "", pick, closed = () => {} }) {
  root.querySelector(":scope > .qc-palette")?.remove()
  let choices = [], at = 0
  const list = el("ul.qc-choices", { role: "listbox", id: `qc-${unique()}` })
  const input = el("input.qc-input", {
    type: "text", placeholder: "Type a code, or a new one", "aria-label": title, role: "combobox", autocomplete: "off",
    "aria-expanded": "true", "aria-controls": list.id, spellcheck: "false",
  })
  const box = el("div.qc-popover.qc-palette", { role: "dialog", "aria-label": title }, input,
    hint && el("p.qc-hint.qc-warn", {}, hint), list,
    el("p.qc-hint", {}, "Enter applies · Ctrl+Enter applies and stays · Esc closes"))
  const close = () => { if (box.isConnected) { box.remove(); closed() } }
  const choose = (choice, stay) => {
    if (!choice) return
    if (!stay) close()
    pick(choice.code ? { code: choice.code.key } : { name: choice.name }, { stay })
    if (stay && choice.code) { taken.add(choice.code.key); input.value = ""; fill() }
    else if (stay) { input.value = ""; fill() }
  }
  const fill = () => {
    const typed = input.value.trim()
    const found = ranked(codes, typed, recent).slice(0, 60)
    choices = found.map((code, number) => ({ code, number: typed ? 0 : number + 1 }))
    const exact = codes.some((code) => folded(code.name) === folded(typed))
    if (typed && !exact) choices.push({ name: typed })
    const vivo = quote.replace(/\s+/g, " ").trim()
    if (!typed && vivo && vivo.length <= 80) choices.push({ name: vivo, vivo: true })
    at = 0
    list.replaceChildren(...choices.map((choice, index) => el("li.qc-choice", {
      role: "option", id: `${list.id}-${index}`, title: choice.code?.definition,
      onmousedown: (event) => { event.preventDefault(); choose(choice, event.ctrlKey || event.metaKey) },
    }, ...(choice.code
      ? [el("span.qc-dot", { style: { "--code": choice.code.color } }), el("span.qc-name", {}, choice.code.name),
        taken.has(choice.code.key) && el("span.qc-small", {}, "on this passage"),
        choice.code.theme && el("span.qc-small.qc-theme", {}, choice.code.theme),
        choice.number && choice.number <= 9 && el("kbd", {}, choice.number)]
      : [el("span.qc-plus", {}, "+"), el("span.qc-name", {}, choice.vivo ? "In-vivo code “" : "New code “", choice.name, "”"),
        choice.vivo && el("kbd", {}, "Alt V")]))))
    show()
  }
  const show = () => {
    ;[...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)))
    list.children[at]?.scrollIntoView({ block: "nearest" })
    if (list.children[at]) input.setAttribute("aria-activedescendant", list.children[at].id)
  }
  input.oninput = fill
  box.onkeydown = (event) => {
    event.stopPropagation() // Streamlit has keys of its own
    const digit = /^[1-9]$/.test(event.key) && !input.value && !event.ctrlKey && !event.altKey && !event.metaKey
    if (event.key === "ArrowDown") at = Math.min(at + 1, choices.length - 1)
    else if (event.key === "ArrowUp") at = Math.max(at - 1, 0)
    else if (event.key === "Enter") choose(event.shiftKey && input.value.trim() ? { name: input.value.trim() } : choices[at], event.ctrlKey || event.metaKey)
    else if (event.key === "Escape") close()
    else if (event.altKey && event.code === "KeyV" && choices.some((choice) => choice.vivo)) choose(choices.find((choice) => choice.vivo), false)
    else if (digit && choices[Number(event.key) - 1]?.code) choose(choices[Number(event.key) - 1], false)
    else if ((event.ctrlKey || event.metaKey) && event.key === "c" && !input.value && quote) navigator.clipboard?.writeText(quote)
    else return
    event.preventDefault()
    show()
  }
  root.append(box)
  fill()
  place(box, root, rect)
  input.focus({ preventScroll: true })
  return { box, close }
}
