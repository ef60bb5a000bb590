// A line for a query: what is typed reaches the server a moment later, so that it answers while one types.

export default function ({ data, parentElement, setStateValue }) {
  const box = instance(parentElement, ".qc-query", (root) => {
    const input = el(`${data.lines > 1 ? "textarea" : "input"}.qc-input.qc-query-input`, {
      type: data.lines > 1 ? undefined : "search", rows: data.lines > 1 ? data.lines : undefined, spellcheck: "false", autocomplete: "off", maxlength: "2000",
    })
    root.append(input)
    return { input, timer: 0, sent: null }
  })
  const { input } = box
  input.setAttribute("aria-label", data.label)
  input.placeholder = data.placeholder
  if (data.version !== box.version) { // another rule, or one that was saved: the server's text counts
    box.version = data.version
    input.value = box.sent = data.value
  }
  const send = () => {
    clearTimeout(box.timer)
    if (input.value !== box.sent) setStateValue("query", { version: box.version, text: (box.sent = input.value) })
  }
  input.oninput = () => { clearTimeout(box.timer); box.timer = setTimeout(send, 250) }
  input.onkeydown = (event) => { event.stopPropagation(); if (event.key === "Enter") { event.preventDefault(); send() } }
  input.onblur = send
}
