// The page of a case.

function neighbours(one) {
  const before = cases[one.index - 1]
  const after = cases[one.index + 1]
  return el('nav', { class: 'crumbs', 'aria-label': 'Cases' }, el('a', { href: casesLink({ area: one.area }) }, `All of ${one.area}`),
    before ? el('a', { href: caseLink(before), rel: 'prev' }, '← previous') : null, after ? el('a', { href: caseLink(after), rel: 'next' }, 'next →') : null)
}

function requirementList(one) {
  return el('ul', {}, one.requirements.map((id) => {
    const requirement = requirementById.get(id)
    return el('li', {}, el('a', { href: casesLink({ requirement: id }) }, id), requirement?.text ? `: ${requirement.text}` : '',
      requirement?.gaps?.length ? [' ', contestedMark(true), requirement.gaps.map(([number, text]) => el('div', { class: 'faint' }, `Gap ${number}: ${text}`))] : null)
  }))
}

function grounds(one) {
  const parts = []
  if (one.reason) parts.push(el('p', {}, one.reason))
  if (one.expected || one.got) {
    parts.push(el('div', { class: 'against' }, el('div', {}, el('h3', {}, 'Expected'), el('p', {}, one.expected ?? '')),
      el('div', {}, el('h3', {}, 'Got'), el('p', {}, one.got ?? ''))))
  }
  const proof = one.proof ? el('a', { href: evidenceLink(one.proof), class: 'mono' }, one.proof.split('/').pop()) : ''
  parts.push(facts([['Hop at fault', one.hop ? el('strong', {}, one.hop) : ''], ['First message that diverged', proof],
    ['Step', one.step ? el('span', { class: 'mono' }, one.step) : ''], ['Checks', String(one.checks)], ['Took', `${duration(one.virtual_ms)} of the target's time, ${duration(one.wall_ms)} of ours`],
    ['Level', one.level], ['Tags', (one.tags ?? []).join(' ')]]))
  if (one.observations) parts.push(el('h3', {}, 'Observed'), el('ul', {}, one.observations.map((text) => el('li', {}, text))))
  return parts
}

function exchanged(one) {
  const head = el('h2', { id: 'messages' }, 'What was exchanged')
  if (!one.evidence) return [head, el('p', { class: 'note' }, 'Nothing was exchanged in this case.')]
  const ladder = ladderOf(one)
  if (ladder?.arrows.length) return [head, homeTimeline(ladder), ladderView(one, ladder)]
  return [head, el('p', { class: 'note' }, 'The messages of this case are not in this page, to keep it small. They are in ',
    el('a', { href: `${evidenceLink(one.evidence)}/`, class: 'mono' }, `${one.evidence}/`), ' beside it, and are read with'),
    el('pre', { class: 'command' }, `enocheck decode ${run.evidence_base}${one.evidence}`)]
}

function caseView(id) {
  const one = caseById.get(id)
  if (!one) return [el('h1', { tabindex: '-1' }, 'No such case'), el('p', {}, `This run has no case ${id}. `, el('a', { href: '#/cases' }, 'All cases'))]
  document.title = `enocheck: ${one.verdict} ${one.id}`
  return [neighbours(one), el('h1', { tabindex: '-1' }, one.title), el('p', {}, verdictChip(one.verdict), ' ', contestedMark(one.contested), ' ', el('span', { class: 'mono' }, one.id)),
    el('div', { class: 'columns' }, el('section', { 'aria-labelledby': 'why' }, el('h2', { id: 'why' }, 'Verdict'), grounds(one)),
      el('section', { 'aria-labelledby': 'what' }, el('h2', { id: 'what' }, 'What is asked'), one.purpose ? el('p', {}, one.purpose) : null, requirementList(one),
        el('h3', {}, 'To get the same again'), el('pre', { class: 'command' }, `enocheck ${run.command} --filter '${one.id}'${run.suffix}`))),
    el('section', { 'aria-labelledby': 'messages' }, exchanged(one))]
}
