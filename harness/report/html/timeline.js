// What happened at a home during a case: contacts of switches, loads behind them, and what the consumer and the
// service user did, over one time.

const lanes = { left: 190, width: 640, high: 36, gap: 24, top: 34 }

/** A lane: name, and its value from each change on; before the first change it is `before`. */
function contactLanes(arrows) {
  const changes = arrows.filter((arrow) => arrow.closed !== undefined)
  return [...new Set(changes.map((arrow) => arrow.device))].map((device) => {
    const steps = changes.filter((arrow) => arrow.device === device).map((arrow) => ({ at: arrow.at, value: arrow.closed ? 1 : 0 }))
    return { name: `Contacts …${device.slice(15, 23)}`, faint: 'closed above, open below', before: 1 - steps[0].value, most: 1, steps, end: steps.at(-1).value ? 'closed' : 'open' }
  })
}

function loadLanes(arrows) {
  const drawn = arrows.filter((arrow) => arrow.watts !== undefined)
  const most = Math.max(1, ...drawn.map((arrow) => arrow.watts))
  return [...new Set(drawn.map((arrow) => `${arrow.device} ${arrow.switch}`))].map((key) => {
    const steps = drawn.filter((arrow) => `${arrow.device} ${arrow.switch}` === key).map((arrow) => ({ at: arrow.at, value: arrow.watts }))
    return { name: `Load …${key.slice(15, 23)}`, faint: `switch ${key.split(' ')[1]}`, before: null, most, steps, end: `${steps.at(-1).value} W` }
  })
}

/** What was done, from outside: boost and power by the consumer, load control by a service user. */
function marksOf(arrows) {
  return arrows.flatMap((arrow) => {
    if (arrow.event) return [{ at: arrow.at, name: arrow.label.replace('presses ', '').replace('the ', '') }]
    const order = arrow.link === 'user-to-dsp' && /^(7\.5|7\.6|7\.8|7\.13) /.exec(arrow.label)
    return order && !arrow.label.startsWith(`${order[1]} SignedPreCommand`) ? [{ at: arrow.at, name: order[1] }] : []
  })
}

function laneOf(lane, index, x) {
  const base = lanes.top + index * (lanes.high + lanes.gap) + lanes.high
  const y = (value) => base - lanes.high * value / lane.most
  const first = lane.before === null ? '' : `M${lanes.left} ${y(lane.before)}`
  const path = lane.steps.map((step, at) => `${at || first ? `H${x(step.at)}V` : `M${x(step.at)} `}${y(step.value)}`).join('')
  return [svg('text', { x: 4, y: base - lanes.high / 2 - 4 }, lane.name), svg('text', { class: 'aside', x: 4, y: base - lanes.high / 2 + 12 }, lane.faint),
    svg('line', { class: 'axis', x1: lanes.left, x2: lanes.left + lanes.width, y1: base, y2: base }),
    svg('path', { class: 'series', d: `${first}${path}H${lanes.left + lanes.width}` }),
    svg('text', { x: lanes.left + lanes.width + 8, y: y(lane.steps.at(-1).value) + 4 }, lane.end)]
}

/** Nothing where neither contacts nor loads were seen to move. */
function homeTimeline(ladder) {
  const timed = ladder.arrows.filter((arrow) => arrow.at)
  const all = [...contactLanes(timed), ...loadLanes(timed).filter((lane) => lane.steps.some((step) => step.value > 0))]
  if (!all.length) return null
  const times = timed.map((arrow) => Date.parse(arrow.at))
  const [start, end] = [Math.min(...times), Math.max(...times)]
  const x = (at) => lanes.left + lanes.width * (end > start ? (Date.parse(at) - start) / (end - start) : 0)
  const foot = lanes.top + all.length * (lanes.high + lanes.gap)
  const marks = marksOf(timed)
  const words = [...marks.map((mark) => mark.name), ...timed.filter((arrow) => arrow.watts !== undefined || arrow.closed !== undefined).map((arrow) => arrow.label)]
  const names = [] // marks that stand too close share one name
  for (const mark of marks) {
    const last = names.at(-1)
    if (last && x(mark.at) < last.x + 8 * last.name.length) last.name += `, ${mark.name}`
    else names.push({ x: x(mark.at), name: mark.name })
  }
  return [el('h3', {}, 'What happened at the home'), el('div', { class: 'scroll' },
    svg('svg', { class: 'chart', viewBox: `0 0 ${lanes.left + lanes.width + 90} ${foot + 18}`, width: lanes.left + lanes.width + 90, role: 'img', 'aria-label': `Over time: ${words.join(', ')}` },
      marks.map((mark) => svg('line', { class: 'bound', x1: x(mark.at), x2: x(mark.at), y1: 18, y2: foot - lanes.gap + 8 }, svg('title', {}, mark.name))),
      names.map((one) => svg('text', { x: one.x + 3, y: 14 }, one.name)), all.map((lane, index) => laneOf(lane, index, x)),
      svg('text', { x: lanes.left, y: foot + 10 }, '0 s'), svg('text', { x: lanes.left + lanes.width, y: foot + 10, 'text-anchor': 'end' }, duration(end - start))))]
}
