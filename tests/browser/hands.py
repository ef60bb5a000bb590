"""What a reader does with mouse and keyboard in a transcript."""

from playwright.sync_api import Page, expect

FIND = """([first, second]) => {
  const find = (needle, end) => {
    for (const speech of document.querySelectorAll('.qc-speech')) {
      const walker = document.createTreeWalker(speech, NodeFilter.SHOW_TEXT)
      const nodes = []
      while (walker.nextNode()) nodes.push(walker.currentNode)
      const whole = nodes.map((node) => node.data).join('')
      let at = whole.indexOf(needle)
      if (at < 0) continue
      if (end) at += needle.length
      for (const node of nodes) {
        if (at < node.length || (end && at === node.length)) {
          const range = document.createRange()
          range.setStart(node, end ? at - 1 : at)
          range.setEnd(node, end ? at : Math.min(at + 1, node.length))
          node.parentElement.scrollIntoView({ block: 'center' })
          const rect = range.getClientRects()[0]
          const rtl = getComputedStyle(speech.parentElement.parentElement).direction === 'rtl'
          return [end !== rtl ? rect.right - 0.5 : rect.left + 0.5, rect.top + rect.height / 2]
        }
        at -= node.length
      }
    }
    throw new Error('not in the text: ' + needle)
  }
  find(first, false)
  return [find(first, false), find(second, true)]
}"""


def open_reader(browser, address: str, document: str = "", **size: int) -> Page:
    """A page that shows the reader on a document."""
    page = browser.new_page(viewport={"width": 1280, "height": 900} | size)
    page.goto(f"{address}/read?document={document}" if document else f"{address}/read")
    expect(page.locator(".qc-speech").first).to_be_visible(timeout=60_000)
    settled(page)
    page.evaluate("() => document.fonts.ready.then(() => true)")  # another font moves the words under the mouse
    return page


def settled(page: Page) -> None:
    """Wait until the server has answered everything."""
    expect(page.locator('.qc[aria-busy="true"]')).to_have_count(0, timeout=30_000)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=30_000)


def select(page: Page, first: str, second: str = "") -> None:
    """Drag the mouse from the start of text `first` to the end of text `second`."""
    (x1, y1), (x2, y2) = page.evaluate(FIND, [first, second or first])
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2)
    page.mouse.move(x2, y2)
    page.mouse.up()


def click_text(page: Page, text: str) -> None:
    """Click into the middle of a text."""
    (x1, y1), (x2, _) = page.evaluate(FIND, [text, text])
    page.mouse.click((x1 + x2) / 2 if x2 > x1 else x1 + 4, y1)


def marked(page: Page, kind: str = "coding") -> list[str]:
    """The texts that are marked, piece by piece."""
    return page.locator(f".qc-piece.qc-{kind}").all_inner_texts()
