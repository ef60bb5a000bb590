// The card of a coding or a suggestion, beside its passage: what it says, and what can be done with it.

/** Buttons of which one is pressed: [[value, label], …]. */
function choice(label, values, value, pick) {
  return el("div.qc-row.qc-choice-row", { role: "group", "aria-label": label }, el("span.qc-small", {}, label),
    values.map(([worth, name]) => el("button.qc-button.qc-toggle", {
      type: "button", "aria-pressed": String(worth === value), onclick: () => pick(worth === value ? "" : worth),
    }, name)))
}

function codingCard(coding, code, reader) {
  const { readonly } = reader.data
  const memo = el("textarea", {
    rows: "3", "aria-label": "Memo", placeholder: "Memo: what you see here", disabled: readonly, data: { memo: coding.id },
    onblur: () => { if (memo.value !== coding.memo) reader.annotate(coding, { memo: memo.value }) },
    onkeydown: (event) => {
      event.stopPropagation()
      if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) { event.preventDefault(); memo.blur(); reader.focusText() }
    },
  })
  memo.value = coding.memo
  const from = { suggestion: "from a suggestion", import: "imported" }[coding.origin] ?? ""
  return el("section.qc-card-item", { style: { "--code": coding.color }, data: { id: coding.id } },
    el("div.qc-row", {}, el("span.qc-dot"), el("strong.qc-grow", {}, coding.name)),
    el("p.qc-small", {}, [coding.coder, coding.at?.slice(0, 10), from].filter(Boolean).join(" · ")),
    code?.definition && el("details.qc-small", {}, el("summary", {}, "Definition"), el("p", {}, code.definition),
      code.include && el("p", {}, el("b", {}, "In: "), code.include), code.exclude && el("p", {}, el("b", {}, "Out: "), code.exclude)),
    coding.reason && el("p.qc-small", {}, coding.reason),
    memo,
    !readonly && choice("Level", [["semantic", "semantic"], ["latent", "latent"]], coding.level, (level) => reader.annotate(coding, { level })),
    !readonly && choice("Stance", [["for", "for"], ["against", "against"]], coding.stance, (stance) => reader.annotate(coding, { stance })),
    el("div.qc-row", {},
      !readonly && el("button.qc-button", { type: "button", title: "Another code (R)", onclick: () => reader.recode(coding) }, "Recode"),
      !readonly && el("button.qc-button", { type: "button", title: "Other ends (E)", onclick: () => reader.resize(coding) }, "Resize"),
      el("button.qc-button", { type: "button", title: "Fade all other codes (F)", "aria-pressed": String(reader.focus === coding.code), onclick: () => reader.setFocus(reader.focus === coding.code ? "" : coding.code) }, "Focus"),
      !readonly && el("button.qc-button", { type: "button", title: "Take the coding away (Delete); undo brings it back", onclick: () => reader.remove(coding) }, "Remove")))
}

/** Why something is suggested: what was found first, the rule behind it folded away. */
function reasonOf(reason) {
  const at = reason.indexOf("; found ")
  if (at < 0) {
    // what spoke against it, and what other suggesters say, each on its own line
    return el("div.qc-reason", {}, reason.split(/ (?=Against: |Also \w+ \(\d)/).map((part) => el("p", {}, part)))
  }
  const [found, ...others] = reason.slice(at + 2).split(/ (?=Also \w+ \(\d)/)
  return el("div.qc-reason", {}, el("p", {}, found[0].toUpperCase() + found.slice(1)), others.map((part) => el("p", {}, part)), el("details.qc-small", {}, el("summary", {}, "The rule"), el("p", {}, reason.slice(0, at))))
}

function suggestionCard(item, code, reader) {
  const { readonly } = reader.data
  return el("section.qc-card-item", { style: { "--code": item.color }, data: { id: item.id } },
    el("p.qc-small", {}, `Suggested by ${item.suggester}`, item.earlier && ` · ${item.earlier}`),
    el("div.qc-row", {}, el("span.qc-dot"), el("strong.qc-grow", {}, item.name)),
    reasonOf(item.reason),
    code?.definition && el("details.qc-small", {}, el("summary", {}, "Definition"), el("p", {}, code.definition)),
    !readonly && el("div.qc-row", {},
      el("button.qc-button.qc-primary", { type: "button", title: "A", onclick: () => reader.decide(item, "accept") }, "Accept"),
      el("button.qc-button", { type: "button", title: "R", onclick: () => reader.recode(item) }, "Recode"),
      el("button.qc-button", { type: "button", title: "X", onclick: () => reader.decide(item, "reject") }, "Reject")))
}

/** Two people changed one thing: both versions, and the choice. */
function conflictDialog(root, { sentence, mine, theirs, keepMine, keepBoth }) {
  const close = () => box.remove()
  const version = (title, text) => el("div.qc-version", {}, el("h4", {}, title), el("p", { dir: "auto" }, text || "(empty)"))
  const box = el("div.qc-help", { role: "dialog", "aria-label": "Somebody else changed this", "aria-modal": "true" }, el("div", {},
    el("p", {}, sentence), el("div.qc-versions", {}, version("Theirs, kept now", theirs), version("Yours", mine)),
    el("div.qc-row", {},
      el("button.qc-button.qc-primary", { type: "button", onclick: close }, "Keep theirs"),
      keepMine && el("button.qc-button", { type: "button", onclick: () => { close(); keepMine() } }, "Put mine in its place"),
      keepBoth && el("button.qc-button", { type: "button", onclick: () => { close(); keepBoth() } }, "Keep both"))))
  box.onkeydown = (event) => { event.stopPropagation(); if (event.key === "Escape") close() }
  root.append(box)
  box.querySelector("button").focus()
}

/** A sheet of keys: [[title, [[keys, what], …]], …]. */
function helpSheet(root, sections) {
  if (root.querySelector(":scope > .qc-help")) return
  const before = document.activeElement
  const close = () => { sheet.remove(); before?.focus?.({ preventScroll: true }) }
  const sheet = el("div.qc-help", { role: "dialog", "aria-label": "Keys", "aria-modal": "true", onclick: (event) => event.target === sheet && close() },
    el("div", {}, el("div.qc-row", {}, el("strong.qc-grow", {}, "Keys"), el("button.qc-button", { type: "button", onclick: close }, "Close")),
      el("dl", {}, sections.flatMap(([title, keys]) => [el("h3", {}, title), ...keys.flatMap(([key, what]) => [
        el("dt", {}, key.split(" ").map((part, nth) => [nth ? " " : "", el("kbd", {}, part)]).flat()), el("dd", {}, what)])]))))
  sheet.onkeydown = (event) => { event.stopPropagation(); if (event.key === "Escape" || event.key === "?") close() }
  root.append(sheet)
  sheet.querySelector("button").focus()
}
