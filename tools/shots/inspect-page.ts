/* oxlint-disable unicorn/consistent-function-scoping -- the function is sent into a page, and takes nothing along. */

/** What is wrong with what is on the glass, seen from inside the page. */
export interface Finding {
  check:
    | 'clipped'
    | 'outside'
    | 'covered'
    | 'target'
    | 'reach'
    | 'legible'
    | 'contrast'
    | 'focus'
    | 'accessible'
    | 'error'
  element: string
  detail: string
}

export interface InspectionRules {
  /** The least width and height of what is touched, in CSS px. */
  target: number
  /** Whether the page may be longer than the glass. */
  mayScroll: boolean
  /** Actions stand below this part of the glass's height (0 to 1). */
  reachFrom: number
  /** The least size of a title, in CSS px. */
  title: number
  /** The least size of every other word, in CSS px. */
  words: number
  /** The least side of a code, in CSS px. */
  code: number
}

/**
 * Runs inside the page, so it may use nothing from outside itself. Text is measured by its glyphs'
 * boxes, not by its elements: an element may be large enough while its words are not.
 */
export function inspectPage(rules: InspectionRules): Finding[] {
  const findings: Finding[] = []
  const name = (element: Element): string => {
    const own = element.getAttribute('data-response') ?? element.getAttribute('class') ?? ''
    const words = (element.textContent ?? '').trim().slice(0, 36)
    return `${element.tagName.toLowerCase()}${own === '' ? '' : `.${own.replaceAll(' ', '.')}`} "${words}"`
  }
  const add = (check: Finding['check'], element: Element, detail: string) => {
    const finding = { check, element: name(element), detail }
    const same = (other: Finding) => other.check === check && other.element === finding.element
    if (!findings.some(same)) findings.push(finding)
  }
  /** Clipped to nothing: for those who hear the page. */
  const isOnlyHeard = (element: Element) => {
    for (let one: Element | null = element; one !== null; one = one.parentElement)
      if (getComputedStyle(one).clipPath === 'inset(50%)') return true
    return false
  }
  const isSeen = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.closest('.picture') === null &&
    !isOnlyHeard(element)
  /** What lies behind an open dialogue is neither to be read nor to be touched. */
  const seen = document.querySelector('[role="dialog"]') ?? document.body
  const px = (value: number) => `${Math.round(value)} px`
  const bottomEnd = rules.mayScroll ? document.documentElement.scrollHeight : innerHeight

  /** What a list of its own scrolls away is not lost: one can scroll to it. */
  const isScrolledAway = (element: Element, box: DOMRect) => {
    for (
      let parent = element.parentElement;
      parent !== null && parent !== document.body;
      parent = parent.parentElement
    ) {
      if (!/auto|scroll/.test(getComputedStyle(parent).overflow)) continue
      const frame = parent.getBoundingClientRect()
      const inside =
        box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom
      if (!inside) return true
    }
    return false
  }
  /** A link may stretch over the whole of what it stands in, which then is what one touches. */
  const isStretched = (element: Element) => getComputedStyle(element, '::after').position === 'absolute'
  const isClear = (element: Element) => isStretched(element) || getComputedStyle(element).opacity === '0'
  const touchBox = (element: Element) => {
    const area = isStretched(element) && element instanceof HTMLElement ? element.offsetParent : null
    return (area ?? element).getBoundingClientRect()
  }

  const checkInside = (element: Element, box: DOMRect) => {
    const over = [-box.left, box.right - innerWidth, -(box.top + scrollY), box.bottom + scrollY - bottomEnd]
    const most = Math.max(...over)
    if (most > 1) add('outside', element, `${px(most)} beyond the glass`)
  }
  const checkClipped = (element: Element, box: DOMRect) => {
    for (let parent: Element | null = element; parent !== null; parent = parent.parentElement) {
      const style = getComputedStyle(parent)
      if (style.overflowX === 'visible' || parent === document.documentElement || parent === document.body) continue
      const frame = parent.getBoundingClientRect()
      const over = Math.max(
        frame.left - box.left,
        box.right - frame.right,
        frame.top - box.top,
        box.bottom - frame.bottom,
      )
      if (over > 1) add('clipped', element, `${px(over)} cut off by ${name(parent).split(' "')[0] ?? ''}`)
    }
  }
  const checkCovered = (element: Element, box: DOMRect) => {
    const points = [0.08, 0.5, 0.92].flatMap((x) =>
      [0.3, 0.7].map((y) => [box.left + box.width * x, box.top + box.height * y] as const),
    )
    for (const [x, y] of points) {
      if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue
      const top = document.elementFromPoint(x, y)
      if (top === null || top.contains(element) || element.contains(top) || isClear(top)) continue
      add('covered', element, `by ${name(top)}`)
    }
  }

  const walker = document.createTreeWalker(seen, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    if (element === null || (node.textContent ?? '').trim() === '' || !isSeen(element)) continue
    const letters = Number.parseFloat(getComputedStyle(element).fontSize)
    if (letters < rules.words - 0.5 && element.closest('svg') === null)
      add('legible', element, `${px(letters)}, at least ${px(rules.words)} are needed`)
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const line of range.getClientRects()) {
      // A line's box reaches above and below its glyphs; the glyphs are what must be seen.
      const slack = line.height * 0.14
      const box = new DOMRect(line.left, line.top + slack, line.width, line.height - 2 * slack)
      if (box.width < 1 || isScrolledAway(element, box)) continue
      checkInside(element, box)
      checkClipped(element, box)
      checkCovered(element, box)
    }
  }
  for (const logo of seen.querySelectorAll('.logo')) if (isSeen(logo)) checkInside(logo, logo.getBoundingClientRect())

  const targets = [...seen.querySelectorAll('button, a[href]')].filter(
    (element) => isSeen(element) && !isScrolledAway(element, element.getBoundingClientRect()),
  )
  for (const [n, one] of targets.entries()) {
    const a = one.getBoundingClientRect()
    for (const other of targets.slice(n + 1)) {
      const b = other.getBoundingClientRect()
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (wide > 1 && high > 1 && !one.contains(other)) add('covered', one, `overlaps ${name(other)}`)
    }
  }
  for (const target of seen.querySelectorAll('button, a[href], [role="button"], input, select')) {
    const box = touchBox(target)
    if (!isSeen(target) || isScrolledAway(target, box)) continue
    checkInside(target, box)
    if (box.width < rules.target - 0.5 || box.height < rules.target - 0.5)
      add('target', target, `${px(box.width)} by ${px(box.height)}, at least ${rules.target} px are needed`)
    if (box.top < innerHeight * rules.reachFrom - 1)
      add('reach', target, `begins at ${px(box.top)}, above ${px(innerHeight * rules.reachFrom)}`)
    if (target.scrollWidth > target.clientWidth + 1) add('clipped', target, 'its words are wider than it')
  }
  for (const title of seen.querySelectorAll('.title')) {
    const size = Number.parseFloat(getComputedStyle(title).fontSize)
    if (isSeen(title) && size < rules.title - 0.5)
      add('legible', title, `${px(size)}, at least ${px(rules.title)} are needed`)
  }
  for (const code of seen.querySelectorAll('.code-square')) {
    const { width, height } = code.getBoundingClientRect()
    const side = Math.min(width, height)
    if (side < rules.code) add('legible', code, `${px(side)}, at least ${px(rules.code)} are needed`)
  }
  if (document.documentElement.scrollWidth > innerWidth + 1)
    findings.push({
      check: 'outside',
      element: 'html',
      detail: `the page is ${px(document.documentElement.scrollWidth)} wide`,
    })
  return findings
}
