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
