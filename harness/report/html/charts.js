// Pictures, drawn from the numbers of the run.

/** One bar, as wide as its place, split by verdict. */
function verdictBar(counts) {
  const all = verdicts.reduce((sum, verdict) => sum + counts[verdict], 0)
  let at = 0
  const words = verdicts.filter((verdict) => counts[verdict]).map((verdict) => `${counts[verdict]} ${verdict}`).join(', ')
  return svg('svg', { class: 'bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none', role: 'img', 'aria-label': words }, verdicts.map((verdict) => {
    if (!counts[verdict]) return null
    const width = Math.max(1.5, 100 * counts[verdict] / all)
    at += width
    return svg('rect', { class: verdict, x: at - width, y: 0, width, height: 10 }, svg('title', {}, `${counts[verdict]} ${verdict}`))
  }))
}

/** How long curtailments took to take hold, in classes that end at the target and at the limit too. */
function dropHistogram(values) {
  const bounds = [...new Set([1000, 2000, 3000, 10000, 20000, 60000, 120000, 300000, run.target_ms, run.limit_ms])].sort((a, b) => a - b)
  const classes = [...bounds, Infinity].map((to, index) => ({ from: bounds[index - 1] ?? 0, to, count: 0 }))
  for (const value of values) classes.find((one) => value <= one.to).count += 1
  const shown = classes.slice(0, 1 + classes.findLastIndex((one) => one.count || one.from === run.limit_ms))
  const most = Math.max(...shown.map((one) => one.count))
  const [wide, high, top, foot] = [72, 180, 34, 44]
  const width = wide * shown.length + 20
  const late = values.filter((value) => value > run.limit_ms).length
  const chart = svg('svg', { class: 'chart', viewBox: `0 0 ${width} ${top + high + foot}`, width, role: 'img',
    'aria-label': `Time to curtail: ${values.length} commands, ${late} later than ${duration(run.limit_ms)}` })
  shown.forEach((one, index) => {
    const x = 10 + index * wide
    const height = one.count ? Math.max(2, high * one.count / most) : 0
    const name = one.to === Infinity ? `> ${duration(one.from)}` : `≤ ${duration(one.to)}`
    chart.append(svg('rect', { class: one.from >= run.limit_ms ? 'late' : 'column', x: x + 6, y: top + high - height, width: wide - 12, height }),
      svg('text', { x: x + wide / 2, y: top + high - height - 4, 'text-anchor': 'middle' }, String(one.count)),
      svg('text', { x: x + wide / 2, y: top + high + 16, 'text-anchor': 'middle' }, name))
  })
  for (const [bound, name] of [[run.target_ms, 'target'], [run.limit_ms, 'limit']]) {
    const x = 10 + wide * (1 + shown.findIndex((one) => one.to === bound))
    chart.append(svg('line', { class: 'bound', x1: x, x2: x, y1: 18, y2: top + high }),
      svg('text', { x, y: 13, 'text-anchor': 'middle' }, `${name} ${duration(bound)}`))
  }
  chart.append(svg('line', { class: 'axis', x1: 10, x2: width - 10, y1: top + high, y2: top + high }),
    svg('text', { x: 10, y: top + high + 36 }, 'from the request to the drop of the load'))
  return chart
}

const sampleNames = { 'to-drop': 'From request to drop of the load', 'to-answer': 'From request to answer' }

function timingView() {
  document.title = 'enocheck: timing'
  const values = cases.filter((one) => one.verdict === 'pass').flatMap((one) => one.drops ?? [])
  const rows = data.timing.map((one) => el('tr', {}, el('th', { scope: 'row' }, sampleNames[one.what] ?? `Hop ${one.what}`),
    [one.count, duration(one.p50), duration(one.p95), duration(one.worst), one.within_target, one.within_limit].map((cell) => el('td', { class: 'number' }, String(cell)))))
  return [el('h1', { tabindex: '-1' }, 'Timing'),
    el('p', { class: 'note' }, run.simulated ? 'Simulated latencies: they say nothing about NF13.' : 'Measured at the target.', ' Only of cases that passed.'),
    el('h2', {}, 'Time to curtail'), values.length ? el('div', { class: 'scroll' }, dropHistogram(values)) : el('p', { class: 'note' }, 'No command of this run curtailed a load that was seen.'),
    el('h2', {}, 'Percentiles'), rows.length ? table('Times', ['What', ['Count', 'number'], ['p50', 'number'], ['p95', 'number'], ['Worst', 'number'],
      [`≤ ${duration(run.target_ms)}`, 'number'], [`≤ ${duration(run.limit_ms)}`, 'number']], rows) : el('p', { class: 'note' }, 'No command was timed in this run.')]
}

/** What the loads behind the switches drew during a case, a line a switch; nothing where that was not seen. */
function loadTimeline(ladder) {
  const timed = ladder.arrows.filter((arrow) => arrow.at).map((arrow) => Date.parse(arrow.at))
  const drawn = ladder.arrows.filter((arrow) => arrow.at && arrow.watts !== undefined)
  if (!drawn.some((arrow) => arrow.watts > 0)) return null // what was drawn before the first change nobody told
  const [start, end] = [Math.min(...timed), Math.max(...timed)]
  const most = Math.max(1, ...drawn.map((arrow) => arrow.watts))
  const [left, width, high, gap] = [190, 640, 40, 22]
  const x = (at) => left + width * (end > start ? (Date.parse(at) - start) / (end - start) : 0)
  const switches = [...new Set(drawn.map((arrow) => `${arrow.device} ${arrow.switch}`))]
  const foot = switches.length * (high + gap) + 14
  const chart = svg('svg', { class: 'chart', viewBox: `0 0 ${left + width + 90} ${foot + 24}`, width: left + width + 90, role: 'img',
    'aria-label': `Load over time: ${drawn.map((arrow) => arrow.label).join(', ')}` })
  switches.forEach((key, index) => {
    const events = drawn.filter((arrow) => `${arrow.device} ${arrow.switch}` === key)
    const base = 12 + index * (high + gap) + high
    const y = (watts) => base - high * watts / most
    const path = events.map((arrow, at) => `${at ? `H${x(arrow.at)}V` : `M${x(arrow.at)} `}${y(arrow.watts)}`).join('')
    chart.append(svg('text', { x: 4, y: base - high / 2 - 4 }, `Meter …${key.slice(15, 23)}`), svg('text', { x: 4, y: base - high / 2 + 12 }, `switch ${key.split(' ')[1]}`),
      svg('line', { class: 'axis', x1: left, x2: left + width, y1: base, y2: base }),
      svg('path', { class: 'series', d: `${path}H${left + width}` }), svg('text', { x: left + width + 8, y: y(events.at(-1).watts) + 4 }, `${events.at(-1).watts} W`))
  })
  chart.append(svg('text', { x: left, y: foot + 16 }, '0 s'), svg('text', { x: left + width, y: foot + 16, 'text-anchor': 'end' }, duration(end - start)))
  return [el('h3', {}, 'What the loads drew'), el('div', { class: 'scroll' }, chart)]
}
