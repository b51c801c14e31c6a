// Elements are made one by one and text only ever becomes text: nothing that a case or a message holds is
// read as markup.

/** Sets attributes; `on…` are listeners; what is false, null or undefined is left out. */
function withAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : value)
  }
  return element
}

/** An element with attributes and children: elements, texts, lists of them; empty ones are left out. */
function el(tag, attributes = {}, ...children) {
  const element = withAttributes(document.createElement(tag), attributes)
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ''))
  return element
}

function svg(tag, attributes = {}, ...children) {
  const element = withAttributes(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes)
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined))
  return element
}

/** A table: `heads` are texts, or [text, class]; rows are elements. */
function table(name, heads, rows, attributes = {}) {
  const cells = heads.map((head) => (Array.isArray(head) ? el('th', { scope: 'col', class: head[1] }, head[0])
                                                         : el('th', { scope: 'col' }, head)))
  return el('div', { class: 'scroll' }, el('table', attributes, el('caption', { class: 'visually-hidden' }, name),
    el('thead', {}, el('tr', {}, cells)), el('tbody', {}, rows)))
}

function facts(pairs) {
  return el('dl', { class: 'facts' }, pairs.filter(([, value]) => value !== '' && value !== undefined && value !== null)
    .map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]))
}

/** A path that breaks, where it has to, after a slash or a low line. */
function breakable(path) { return path.split(/(?<=[/_])/).flatMap((part) => [part, el('wbr')]) }

/** Tells what has changed to those who do not see it. */
function announce(text) { document.getElementById('status').textContent = text }
