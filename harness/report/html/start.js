// The start page: verdict, what was tested, totals by area and requirement; and the traceability matrix.

const gates = {
  'met': ['pass', 'Gate met'],
  'failed': ['fail', 'Gate failed'],
  'harness error': ['error', 'No judgement: the harness or its data is at fault'],
  'inconclusive': ['inconc', 'No judgement: inconclusive'],
  'nothing selected': ['inconc', 'Nothing was judged'],
}

function banner() {
  const [kind, words] = gates[data.gate]
  const grave = verdicts.filter((verdict) => verdict !== 'skip' && data.totals[verdict])
    .map((verdict) => `${data.totals[verdict]} ${verdict}`).join(', ')
  const contested = cases.filter((one) => one.contested && one.verdict === 'fail' && !one.tolerated).length
  const tolerated = cases.filter((one) => one.tolerated).length
  return el('div', { class: `banner ${kind}` }, el('h1', { tabindex: '-1' }, `${signs[kind]} ${words}`),
    el('p', {}, `${plural(cases.length, 'case')} against ${run.target}, profile ${run.profile}${grave ? `: ${grave}` : ''}.`),
    contested ? el('p', {}, `${plural(contested, 'failing case')} on statements that the source contradicts (contested): alone they do not fail the gate.`) : null,
    tolerated ? el('p', {}, `${plural(tolerated, 'case')} tolerated by the baseline; the verdicts stay.`) : null,
    data.findings.length ? el('ul', {}, data.findings.map((one) => el('li', {}, `${one.reason}: ${one.text} `, el('span', { class: 'mono' }, `(${one.where})`)))) : null)
}

function warnings() {
  const notes = []
  if (!run.whole) notes.push('This run did not come to its end: what follows is what it left until then.')
  if (run.defect) notes.push(`The simulators were broken on purpose: ${run.defect}.`)
  if (run.rejudged) notes.push(`The evidence of run ${run.rejudged} was judged again; the target was not asked.`)
  if (run.simulated) notes.push('Latencies are simulated: they claim nothing about a real system.')
  return notes.map((note) => el('p', { class: 'note' }, note))
}

function whatWasTested() {
  const took = run.finished ? Date.parse(run.finished) - Date.parse(run.started) : null
  return el('section', { 'aria-labelledby': 'tested' }, el('h2', { id: 'tested' }, 'What was tested'),
    facts([['Target', run.target], ['Profile', run.profile], ...run.facts, ['Broken on purpose', run.defect],
      ['Keys', run.keystore || `test keys of seed ${run.seed}`], ['Seed', run.seed], ['enocheck', run.tool_version], ['Host', run.host],
      ['Started', inTime(run.started)], ['Finished', run.finished ? `${inTime(run.finished)}, after ${duration(took)}` : 'not'],
      ['Run', el('span', { class: 'mono' }, run.id)], ['Fingerprint of profile', el('span', { class: 'mono' }, run.profile_fingerprint)]]))
}

function totals() {
  return el('ul', { class: 'counts', 'aria-label': 'Cases by verdict' }, verdicts.map((verdict) =>
    el('li', {}, el('a', { href: casesLink({ verdict }) }, el('b', {}, String(data.totals[verdict])), verdictChip(verdict)))))
}

/** What did not pass, the gravest first. */
function whatFailed() {
  const shown = 25
  const bad = cases.filter((one) => !['pass', 'skip'].includes(one.verdict))
    .sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || a.index - b.index)
  const section = el('section', { 'aria-labelledby': 'failed' }, el('h2', { id: 'failed' }, 'What did not pass'))
  if (!bad.length) section.append(el('p', {}, cases.length ? 'Every case passed or was not applicable.' : 'There is no case in this run.'))
  else section.append(caseTable('Cases that did not pass', bad.slice(0, shown)))
  if (bad.length > shown) section.append(el('p', {}, el('a', { href: casesLink({ verdict: 'not passed' }) }, `All ${bad.length} of them`)))
  return section
}

/** Against the run before. */
function whatChanged() {
  const { previous } = data
  const section = el('section', { 'aria-labelledby': 'changed' }, el('h2', { id: 'changed' }, 'Since the run before'))
  if (!previous) return section.append(el('p', { class: 'faint' }, 'The history has no earlier run of this target and profile.')), section
  const shown = 25
  const changed = previous.changed.map(({ case: index, before }) => ({ one: cases[index], before }))
    .sort((a, b) => verdicts.indexOf(a.one.verdict) - verdicts.indexOf(b.one.verdict) || a.one.index - b.one.index)
  const counts = [[changed.length, 'with another verdict'], [previous.new, 'new'], [previous.not_asked, 'not asked now']]
    .map(([count, words]) => `${count} ${words}`).join(', ')
  section.append(el('p', {}, 'Against ', el('span', { class: 'mono' }, previous.id), ` of ${inTime(previous.started)}: ${counts}.`))
  if (changed.length) section.append(table('Cases with another verdict', ['Before', 'Now', 'Case', 'Why'], changed.slice(0, shown).map(({ one, before }) => el('tr', {},
    el('td', {}, verdictChip(before)), el('td', {}, verdictChip(one.verdict)), el('th', { scope: 'row', class: 'mono' }, el('a', { href: caseLink(one), 'data-row': true }, breakable(one.id))),
    el('td', { class: 'reason' }, one.reason ?? '')))))
  if (changed.length > shown) section.append(el('p', {}, `and ${changed.length - shown} more: `, el('code', {}, `enocheck compare ${previous.id} ${run.id}`)))
  return section
}

function byArea() {
  const rows = areas.map((area) => {
    const of = cases.filter((one) => one.area === area)
    const counts = countsOf(of)
    return el('tr', {}, el('th', { scope: 'row' }, el('a', { href: casesLink({ area }) }, area)),
      el('td', { class: 'number' }, String(of.length)),
      verdicts.map((verdict) => el('td', { class: 'number' }, counts[verdict] ? String(counts[verdict]) : el('span', { class: 'faint' }, '0'))),
      el('td', {}, verdictBar(counts)))
  })
  return el('section', { 'aria-labelledby': 'areas' }, el('h2', { id: 'areas' }, 'By area'),
    table('Verdicts by area', ['Area', ['Cases', 'number'], ...verdicts.map((verdict) => [verdict, 'number']), 'Share'], rows))
}

function byRequirement() {
  const judged = data.requirements.filter((one) => one.verdict || one.judged)
  return el('section', { 'aria-labelledby': 'requirement-tiles' }, el('h2', { id: 'requirement-tiles' }, 'By requirement'),
    el('p', { class: 'faint' }, `${judged.filter((one) => one.verdict).length} of ${judged.length} requirements that cases judge were judged here. `,
      el('a', { href: '#/requirements' }, 'The matrix, with the cases of each')),
    el('ul', { class: 'tiles' }, judged.map((one) => el('li', {}, el('a', {
      class: `verdict ${one.verdict ?? 'none'}`, href: casesLink({ requirement: one.id }), title: one.text,
      'aria-label': `${one.id}: ${one.verdict ?? 'no case'}${one.gaps ? ', contested' : ''}` },
      `${one.verdict ? signs[one.verdict] : '∅'} ${one.id}${one.gaps ? '*' : ''}`)))),
    el('p', { class: 'faint' }, '* contested: the source contradicts itself. ∅ no case in this run.'))
}

function startView() {
  document.title = `enocheck: ${gates[data.gate][1]} (${run.id})`
  return [banner(), warnings(), totals(), el('div', { class: 'columns' }, whatWasTested(), byArea()), whatFailed(), whatChanged(), byRequirement()]
}

/** The cases of a requirement, made when they are asked for: some have hundreds. */
function casesOf(requirement) {
  const counts = countsOf(requirement.cases.map((index) => cases[index]))
  const details = el('details', {}, el('summary', {}, `${plural(requirement.cases.length, 'case')}: `,
    verdicts.filter((verdict) => counts[verdict]).map((verdict) => `${counts[verdict]} ${verdict}`).join(', ')))
  details.addEventListener('toggle', () => {
    if (!details.open || details.children.length > 1) return
    details.append(el('ul', { class: 'caselist' }, requirement.cases.map((index) => cases[index])
      .sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || a.index - b.index)
      .map((one) => el('li', {}, verdictChip(one.verdict), ' ', el('a', { href: caseLink(one), class: 'mono', 'data-row': true }, one.id), ' ',
        verdictMarks(one)))))
  })
  return details
}

function requirementsView() {
  document.title = 'enocheck: requirements'
  const rows = data.requirements.map((one) => el('tr', {}, el('th', { scope: 'row', class: 'mono' }, one.id),
    el('td', {}, verdictChip(one.verdict), ' ', contestedMark(Boolean(one.gaps))),
    el('td', {}, one.text ?? '', (one.gaps ?? []).map(([number, text]) => el('div', { class: 'faint' }, `Gap ${number}: ${text}`))),
    el('td', { class: 'of-requirement' }, one.cases.length ? casesOf(one) : el('span', { class: 'faint' }, one.judged ? 'none in this run' : 'not judged by cases'))))
  return [el('h1', { tabindex: '-1' }, 'Requirements and their cases'),
    el('p', { class: 'faint' }, 'A requirement has the gravest verdict of its cases: fail, error, inconc, pass, skip.'),
    table('Traceability: requirement, verdict, cases', ['Requirement', 'Verdict', 'What has to hold', 'Cases'], rows, { class: 'stack' })]
}
