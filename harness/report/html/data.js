// What the run left, and how it is named and found.

const data = JSON.parse(document.getElementById('data').textContent)
const run = data.run
const cases = data.cases
cases.forEach((one, index) => { one.index = index })
const caseById = new Map(cases.map((one) => [one.id, one]))
const requirementById = new Map(data.requirements.map((one) => [one.id, one]))
const areas = [...new Set(cases.map((one) => one.area))].sort()

const verdicts = ['fail', 'error', 'inconc', 'pass', 'skip'] // the gravest first
const signs = { pass: '✓', fail: '✗', inconc: '?', error: '!', skip: '–' }

function verdictChip(verdict) {
  return el('span', { class: `verdict ${verdict ?? 'none'}` }, verdict ? `${signs[verdict]} ${verdict}` : 'no case')
}
function contestedMark(is) {
  return is ? el('span', { class: 'contested', title: 'rests on a contradiction in the source' }, 'contested') : null
}

/** The baseline's tolerations and the contested mark stand beside a verdict, which stays what it is. */
function verdictMarks(one) {
  const by = one.tolerated
  return [contestedMark(one.contested), by ? el('span', { class: 'tolerated', title: `${by.reason}; ${by.owner}, ${by.clause}` }, `tolerated until ${by.review}`) : null]
}

/** How many of these cases have which verdict. */
function countsOf(some) {
  const counts = Object.fromEntries(verdicts.map((verdict) => [verdict, 0]))
  for (const one of some) counts[one.verdict] += 1
  return counts
}

/** The ladder of a case: {arrows, messages}, or null where its messages are beside the page only. */
function ladderOf(one) {
  const element = document.getElementById(`ladder-${one.index}`)
  return element ? JSON.parse(element.textContent) : null
}

const pathOf = (text) => text.split('/').map(encodeURIComponent).join('/')
const caseLink = (one) => `#/case/${pathOf(one.id)}`
const evidenceLink = (path) => pathOf(run.evidence_base + path)
function casesLink(filter) { return `#/cases?${new URLSearchParams(filter)}` }

function duration(ms) {
  if (ms < 1000) return `${ms} ms`
  if (ms < 120000) return `${Number((ms / 1000).toFixed(ms < 10000 ? 2 : 1))} s`
  const minutes = Math.round(ms / 60000)
  if (minutes < 180) return `${minutes} min`
  return minutes < 2880 ? `${(minutes / 60).toFixed(1)} h` : `${(minutes / 1440).toFixed(1)} d`
}
const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`
const inTime = (text) => text.replace('T', ' ').replace('.000Z', 'Z')
