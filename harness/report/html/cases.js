// The list of cases, with search and filters; the address holds the filter, so that it can be sent on.

const rowsAtOnce = 250

function caseTable(name, some) {
  return table(name, ['Verdict', 'Case', 'What and why', 'Hop', 'Requirements', ['Took', 'number']], some.map((one) => el('tr', {},
    el('td', {}, verdictChip(one.verdict), ' ', verdictMarks(one)),
    el('th', { scope: 'row', class: 'mono' }, el('a', { href: caseLink(one), 'data-row': true }, breakable(one.id))),
    el('td', { class: 'reason' }, one.title, one.verdict !== 'pass' && one.reason ? el('div', { class: 'faint' }, one.reason) : null),
    el('td', { class: 'mono hop', 'data-name': 'Hop' }, one.hop ?? ''),
    el('td', { 'data-name': 'Requirements' }, one.requirements.map((id) => [el('span', { class: 'whole' }, id), ' '])),
    el('td', { class: 'number', 'data-name': 'Took' }, duration(one.virtual_ms)))), { class: 'stack' })
}

function fits(one, filter, words) {
  if (filter.verdict === 'not passed' ? ['pass', 'skip'].includes(one.verdict) : filter.verdict && one.verdict !== filter.verdict) return false
  if (filter.area && one.area !== filter.area) return false
  if (filter.requirement && !one.requirements.includes(filter.requirement)) return false
  if (filter.contested && !one.contested) return false
  one.searched ??= [one.id, one.title, one.purpose, one.reason, one.hop, one.got, ...one.requirements, ...(one.tags ?? [])].join('\n').toLowerCase()
  return words.every((word) => one.searched.includes(word))
}

function choice(name, label, all, values, chosen) {
  return el('label', {}, label, el('select', { name }, el('option', { value: '' }, all),
    values.map((value) => el('option', { value, selected: value === chosen }, value))))
}

function casesView(query) {
  document.title = 'enocheck: cases'
  const given = Object.fromEntries(new URLSearchParams(query))
  const search = el('input', { type: 'search', name: 'text', id: 'search', value: given.text ?? '', placeholder: 'id, title, reason, hop, tag …', autocomplete: 'off' })
  const form = el('form', { class: 'filter', role: 'search', 'aria-label': 'Cases' }, el('label', { class: 'wide' }, 'Search (all words)', search),
    choice('verdict', 'Verdict', 'all', ['not passed', ...verdicts], given.verdict), choice('area', 'Area', 'all', areas, given.area),
    choice('requirement', 'Requirement', 'all', data.requirements.filter((one) => one.cases.length).map((one) => one.id), given.requirement),
    el('label', { class: 'check' }, el('input', { type: 'checkbox', name: 'contested', value: 'yes', checked: given.contested === 'yes' }), 'contested only'))
  const result = el('div', {})
  const show = (limit = rowsAtOnce) => {
    const filter = Object.fromEntries([...new FormData(form)].filter(([, value]) => value))
    history.replaceState(null, '', Object.keys(filter).length ? casesLink(filter) : '#/cases')
    const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
    const found = cases.filter((one) => fits(one, filter, words))
    const count = `${found.length} of ${plural(cases.length, 'case')}`
    announce(count)
    result.replaceChildren(el('p', { class: 'faint', id: 'found' }, count), found.length ? caseTable('Cases', found.slice(0, limit))
      : el('p', { class: 'note' }, 'No case fits. ', el('a', { href: '#/cases' }, 'Show all')))
    if (found.length > limit) result.append(el('p', {}, el('button', { type: 'button', onclick: () => show(Infinity) }, `Show all ${found.length}`)))
  }
  form.addEventListener('input', () => show())
  form.addEventListener('submit', (event) => { event.preventDefault(); result.querySelector('[data-row]')?.focus() })
  show()
  return [el('h1', { tabindex: '-1' }, 'Cases'), form, result]
}
