// Which view is shown, and what keys do.

const main = document.getElementById('main')
document.querySelector('[data-view=access]').hidden = !data.matrix
document.querySelector('[data-view=defects]').hidden = !data.defects
const views = { '': ['start', startView], 'cases': ['cases', casesView], 'requirements': ['requirements', requirementsView], 'timing': ['timing', timingView], 'access': ['access', accessView], 'defects': ['defects', defectsView], 'case': ['cases', caseView] }

function decoded(path) {
  try { return decodeURIComponent(path) } catch { return path }
}

function show() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?')
  const slash = path.indexOf('/')
  const name = slash < 0 ? path : path.slice(0, slash)
  const [view, make] = views[name] ?? views['']
  main.replaceChildren(...make(name === 'case' ? decoded(path.slice(slash + 1)) : query ?? '').flat(Infinity).filter(Boolean))
  for (const link of document.querySelectorAll('[data-view]')) {
    if (link.dataset.view === view) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}

function toSearch() {
  if (!document.getElementById('search')) {
    history.pushState(null, '', '#/cases')
    show()
  }
  document.getElementById('search').focus()
}

/** Goes `by` rows down, or up: cases in a list, arrows in a ladder. */
function move(by) {
  const rows = [...main.querySelectorAll('[data-row]')]
  if (!rows.length) return
  const at = rows.indexOf(document.activeElement)
  rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))].focus()
}

function escape(target) {
  if (target.id === 'search') {
    target.value = ''
    target.dispatchEvent(new Event('input', { bubbles: true }))
    target.blur()
  } else if (location.hash.startsWith('#/case/')) {
    if (history.length > 1) history.back()
    else location.hash = '#/cases'
  } else if (location.hash.length > 2) {
    location.hash = '#/'
  }
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'Escape') return escape(event.target)
  if (['INPUT', 'SELECT', 'TEXTAREA'].includes(event.target.tagName)) return
  if (event.key === '/') toSearch()
  else if (event.key === 'j') move(1)
  else if (event.key === 'k') move(-1)
  else return
  event.preventDefault()
})

addEventListener('hashchange', () => {
  if (location.hash === '#main') return
  show()
  scrollTo(0, 0)
  main.querySelector('h1')?.focus({ preventScroll: true })
})
document.querySelector('.skip-link').addEventListener('click', (event) => { event.preventDefault(); main.focus() })
show()
