// The message ladder: who sent what to whom, in order; each arrow opens its message.

const lifelines = [['user', 'Service user'], ['parser', 'Parse and Correlate'], ['dsp', 'DSP'], ['wan', 'WAN'], ['hub', 'Comms hub'],
  ['esme', 'ESME'], ['hcalcs', 'HCALCS'], ['charger', 'EV charger'], ['feeder', 'Feeder'], ['consumer', 'Consumer']]
/** The parties at the ends of a link, where its name says otherwise. */
const partyOf = { device: 'esme', switch: 'hcalcs', load: 'charger', request: 'user', message: 'user', 'wan-notice': 'wan' }
/** Whose lifeline is at fault. */
const faultyLine = { 'user': 'user', 'dsp.access-control': 'dsp', 'dsp.transform': 'dsp', 'dsp.request-management': 'dsp', 'wan': 'wan', 'comms-hub': 'hub',
  'esme': 'esme', 'hcalcs': 'hcalcs', 'charger': 'charger', 'parse-and-correlate': 'parser' }

function endsOf(link) {
  const [from, to] = link.split('-to-')
  return [partyOf[from] ?? from, partyOf[to] ?? to]
}

const ladderSizes = { gutter: 96, column: 104, row: 34, heads: 30 }

function sinceStart(arrow, start) {
  if (!arrow.at || !start) return ''
  const ms = Date.parse(arrow.at) - Date.parse(start)
  return ms < 60000 ? `+${(ms / 1000).toFixed(3)} s` : `+${duration(ms)}`
}

function arrowRow(arrow, y, width, x, start, isProof, open) {
  const { row } = ladderSizes
  const [from, to] = endsOf(arrow.link).map(x)
  const line = y + row - 9
  const tip = to > from ? -7 : 7
  const anchorEnd = Math.min(from, to) > width / 2
  const text = arrow.label.length > 52 ? `${arrow.label.slice(0, 51)}…` : arrow.label
  const words = `${sinceStart(arrow, start)} ${arrow.link}: ${arrow.label}${isProof ? '; the first message that diverged' : ''}`
  return svg('g', { class: `row opens${isProof ? ' proof' : ''}`, role: 'button', tabindex: '0', 'aria-pressed': 'false', 'aria-label': words, 'data-row': true,
    onclick: open, onkeydown: (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(event) } } },
    svg('title', {}, words), svg('rect', { class: 'hit', x: 1, y: y + 1, width: width - 2, height: row - 2 }),
    svg('text', { class: 'time', x: 8, y: line + 4 }, sinceStart(arrow, start)),
    svg('line', { class: 'arrow', x1: from, x2: to, y1: line, y2: line }),
    svg('path', { class: 'head', d: `M${to} ${line}l${tip} -4v8z` }),
    svg('text', { class: 'label', x: anchorEnd ? Math.max(from, to) - 8 : Math.min(from, to) + 8, y: line - 6, 'text-anchor': anchorEnd ? 'end' : 'start' }, `${isProof ? '✗ ' : ''}${text}`))
}

/** The ladder of a case beside the message that was opened. */
function ladderView(one, ladder) {
  const { gutter, column, row, heads } = ladderSizes
  const present = new Set(ladder.arrows.flatMap((arrow) => endsOf(arrow.link)))
  present.add(faultyLine[one.hop])
  const lines = lifelines.filter(([id]) => present.has(id))
  const x = (id) => gutter + column * (lines.findIndex(([other]) => other === id) + 0.5)
  const width = gutter + column * lines.length
  const height = row * ladder.arrows.length + 8
  const atFault = (top, size) => (one.hop ? svg('rect', { class: 'at-fault', x: x(faultyLine[one.hop]) - column / 2, y: top, width: column, height: size }) : null)
  const message = el('section', { class: 'message', 'aria-live': 'polite', 'aria-label': 'Opened message' })
  const proof = one.proof?.slice(one.proof.lastIndexOf('/') + 1)
  const start = ladder.arrows.find((arrow) => arrow.at)?.at
  const rows = ladder.arrows.map((arrow, index) => {
    arrow.folder = one.evidence
    return arrowRow(arrow, index * row, width, x, start, Boolean(arrow.file) && arrow.file === proof, () => open(index))
  })
  const open = (index) => {
    rows.forEach((other, at) => other.setAttribute('aria-pressed', String(at === index)))
    message.replaceChildren(...messageView(ladder.arrows[index], ladder.messages[ladder.arrows[index].m]).flat(Infinity).filter(Boolean))
  }
  const first = Math.max(0, ladder.arrows.findIndex((arrow) => arrow.file && arrow.file === proof))
  if (rows.length) open(first)
  return el('div', { class: 'exchange two' }, el('div', { class: 'ladder', role: 'group', tabindex: '0', 'aria-label': 'Message ladder' },
    svg('svg', { class: 'heads', width, height: heads, 'aria-hidden': 'true' }, atFault(0, heads),
      lines.map(([id, name]) => svg('text', { x: x(id), y: 20 }, name === 'Parse and Correlate' ? 'Parse, Correlate' : name))),
    svg('svg', { width, height }, atFault(0, height), lines.map(([id]) => svg('line', { class: 'life', x1: x(id), x2: x(id), y1: 0, y2: height })), rows)), message)
}
