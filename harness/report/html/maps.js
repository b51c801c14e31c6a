// The access truth table, and which cases noticed which seeded defect: drawn from what `enocheck matrix` and
// `enocheck defects run` found, where the page was given it.

const rights = { 'may-send': ['✓', 'may send'], refused: ['✗', 'refused'], 'no-role': ['–', 'no role'], 'not-asked': ['', 'not asked'], deviates: ['!', 'deviates'] }

function missing(what, command) {
  return [el('h1', { tabindex: '-1' }, what), el('p', {}, 'It is not in this page. ', 'To have it: '), el('pre', { class: 'command' }, command)]
}

function rightCell(user, service, right) {
  const [sign, words] = rights[right] ?? ['?', right]
  return el('td', { class: `right ${right}`, title: `${service} from ${user}: ${words}` }, el('span', { 'aria-hidden': 'true' }, sign), el('span', { class: 'visually-hidden' }, words))
}

function accessView() {
  document.title = 'enocheck: access'
  const { matrix } = data
  if (!matrix) return missing('Access truth table', 'enocheck matrix --format json > matrix.json\nenocheck report RUN --matrix matrix.json')
  const users = [...new Set(matrix.rights.flatMap((row) => Object.keys(row.users)))]
  const deviations = matrix.rules.reduce((sum, rule) => sum + rule.deviations, 0)
  return [el('h1', { tabindex: '-1' }, 'Access truth table'),
    el('div', { class: `banner ${deviations ? 'fail' : 'pass'}` }, el('p', {}, `${matrix.cells.toLocaleString('en-GB')} cells asked of ${matrix.target}, profile ${matrix.profile}, none sampled: `,
      deviations ? `${plural(deviations, 'cell')} answered otherwise than expected.` : 'each answered as expected.')),
    matrix.narrowed ? el('p', { class: 'note' }, 'Not all services and users were asked.') : null,
    matrix.deviations.length ? [el('h2', {}, 'What deviates'), table('Deviations', ['Cell', 'Expected', 'Got'], matrix.deviations.map((one) =>
      el('tr', {}, [one.cell ?? JSON.stringify(one), one.expected ?? '', one.got ?? ''].map((text) => el('td', {}, text)))))] : null,
    el('h2', {}, 'Who may send what, as the target answered'),
    el('p', { class: 'faint' }, Object.values(rights).filter(([sign]) => sign).map(([sign, words]) => `${sign} ${words}`).join(' · ')),
    el('div', { class: 'map' }, table('Service requests by user', ['Service', ...users], matrix.rights.map((row) =>
      el('tr', {}, el('th', { scope: 'row', class: 'mono' }, row.service), users.map((user) => rightCell(user, row.service, row.users[user] ?? 'not-asked')))))),
    el('h2', {}, 'Rules'),
    table('Rules and their cells', ['Rule', 'Answer', ['Cells', 'number'], ['Deviations', 'number']], matrix.rules.map((rule) => el('tr', {}, el('th', { scope: 'row' }, rule.id),
      el('td', { class: 'mono' }, rule.answer), el('td', { class: 'number' }, rule.cells.toLocaleString('en-GB')), el('td', { class: 'number' }, String(rule.deviations)))))]
}

/** The killing cases of a defect, each a link where this run has it. */
function killers(defect) {
  const details = el('details', {}, el('summary', {}, plural(defect.killed_by.length, 'case')))
  details.addEventListener('toggle', () => {
    if (!details.open || details.children.length > 1) return
    details.append(el('ul', { class: 'caselist' }, defect.killed_by.map((id) => el('li', { class: 'mono' }, caseById.has(id) ? el('a', { href: caseLink(caseById.get(id)), 'data-row': true }, id) : id))))
  })
  return details
}

function defectsView() {
  document.title = 'enocheck: sharpness'
  const found = data.defects
  if (!found) return missing('Kill matrix', 'enocheck defects run --full --format json > defects.json\nenocheck report RUN --defects defects.json')
  const areaOf = (id) => id.slice(0, id.indexOf('/'))
  const columns = [...new Set(found.defects.flatMap((one) => one.killed_by.map(areaOf)))].sort()
  const sorted = [...found.defects].sort((a, b) => a.killed - b.killed || a.component.localeCompare(b.component) || a.id.localeCompare(b.id))
  const alive = sorted.filter((one) => !one.killed).length
  const most = Math.max(1, ...sorted.flatMap((one) => columns.map((area) => one.killed_by.filter((id) => areaOf(id) === area).length)))
  const rows = sorted.map((one) => el('tr', {}, el('td', {}, el('span', { class: `verdict ${one.killed ? 'pass' : 'fail'}` }, one.killed ? '✓ killed' : one.blunt ? '✗ blunt' : '✗ alive')),
    el('th', { scope: 'row', class: 'mono', title: one.description }, breakable(one.id)), el('td', { class: 'mono' }, one.breaks.join(' ')),
    columns.map((area) => {
      const count = one.killed_by.filter((id) => areaOf(id) === area).length
      return el('td', { class: 'number kills', style: null, 'data-weight': count ? String(1 + Math.floor(4 * count / (most + 1))) : null }, count ? String(count) : '')
    }), el('td', {}, one.killed_by.length ? killers(one) : '')))
  return [el('h1', { tabindex: '-1' }, 'Kill matrix'),
    el('div', { class: `banner ${alive ? 'fail' : 'pass'}` }, el('p', {}, `${plural(sorted.length, 'seeded defect')}: ${sorted.length - alive} killed`, alive ? `, ${alive} not` : '',
      `. Numbers are cases of an area that fail with the defect and name its component as the hop at fault.`)),
    el('div', { class: 'map' }, table('Defects by area of the killing cases', ['', 'Defect', 'Breaks', ...columns.map((area) => [area, 'number']), 'Killed by'], rows))]
}
