// The margin beside the text: a stripe for each coding along the lines it covers, and its name where it begins.

/** Which lane each coding's stripe runs in, so that none covers another: id → number. */
function lanesOf(codings) {
  const ends = [], lanes = new Map()
  for (const coding of [...codings].sort((a, b) => a.start - b.start || b.end - a.end)) {
    let lane = ends.findIndex((end) => end <= coding.start)
    if (lane < 0) lane = ends.length
    ends[lane] = coding.end
    lanes.set(coding.id, lane)
  }
  return lanes
}

/** Draw the margins of the rows given; what is read from the page comes first, what is written after it. */
function drawMargins(rows, codings, { active, open, mine }) {
  const lanes = lanesOf(codings)
  const byId = new Map(codings.map((coding) => [coding.id, coding]))
  const seen = rows.map((entry) => {
    const top = entry.margin.getBoundingClientRect().top
    const ids = [...new Set([...entry.speech.querySelectorAll(".qc-coding")].flatMap((piece) => piece.dataset.ids.split(" ")))].filter((id) => byId.has(id))
    return ids.map((id) => {
      const pieces = entry.speech.querySelectorAll(`[data-ids~="${CSS.escape(id)}"]`)
      const first = pieces[0].getClientRects()[0], last = [...pieces[pieces.length - 1].getClientRects()].at(-1)
      return { coding: byId.get(id), top: first.top - top, height: Math.max(last.bottom - first.top, 12) }
    })
  })
  rows.forEach((entry, index) => {
    const here = seen[index].sort((a, b) => a.top - b.top || a.coding.start - b.coding.start)
    const width = Math.min(here.reduce((most, { coding }) => Math.max(most, lanes.get(coding.id) + 1), 0), 8)
    const stripes = here.map(({ coding, top, height }) => el(`span.qc-stripe${coding.id === active ? ".qc-active" : ""}`, {
      style: { "--code": coding.color, top: `${top}px`, height: `${height}px`, "inset-inline-start": `${Math.min(lanes.get(coding.id), 7) * 6}px` },
    }))
    const labels = here.filter(({ coding }) => coding.start >= entry.block.start).map(({ coding, top }) => ({
      top,
      node: el(`button.qc-label${coding.id === active ? ".qc-active" : ""}`, {
        type: "button", tabindex: "-1", style: { "--code": coding.color }, data: { coding: coding.id },
        title: [coding.name, coding.coder, coding.memo].filter(Boolean).join(" · "), onclick: () => open(coding.id),
      }, el("span.qc-dot"), el("span", {}, coding.name, coding.memo && el("span.qc-has-memo", { title: "Has a memo" }, " ✎"),
        coding.level === "latent" && el("span.qc-small", {}, " latent"), coding.coder !== mine && el("span.qc-small", {}, ` ${coding.coder}`))),
    }))
    const box = el("div.qc-labels", { style: { "padding-inline-start": `${width * 6 + 6}px` } }, labels.map((label) => label.node))
    entry.margin.replaceChildren(...stripes, box)
    entry.labels = labels
  })
  // Names stack downwards where they would meet; a row grows when its names need more room than its words.
  const heights = rows.map((entry) => entry.labels.map((label) => label.node.offsetHeight))
  rows.forEach((entry, index) => {
    let free = 0
    entry.labels.forEach((label, nth) => {
      const top = Math.max(label.top, free)
      label.node.style.top = `${top}px`
      free = top + heights[index][nth] + 2
    })
    entry.margin.style.minHeight = free ? `${free}px` : ""
  })
}
