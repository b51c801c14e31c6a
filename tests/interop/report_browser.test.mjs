// report.html in Chromium, by playwright-core: it opens, filters, opens a case and a message, with keys too, prints nothing
// on the console and asks for nothing but itself.
//
//   ENOCHECK_PROGRAM=build/release/bin/enocheck node --test tests/interop/report_browser.test.mjs

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const playwright = join(process.env.ENOCHECK_NPM_DIR ?? join(here, 'node_modules'), 'playwright-core', 'index.mjs')
const chromiumProgram = [process.env.ENOCHECK_CHROMIUM, '/usr/bin/chromium'].find((file) => file && existsSync(file))
const program = process.env.ENOCHECK_PROGRAM ?? join(here, '../../build/release/bin/enocheck')

const missing = !chromiumProgram
  ? 'no Chromium: apt-get install chromium'
  : !existsSync(playwright)
    ? 'no playwright-core: run npm ci in tests/interop'
    : undefined
if (missing) {
  console.log(`SKIPPED: ${missing}`)
  process.exit(0)
}

const { chromium } = await import(playwright)
const failing = 'control/durations/1_hcalcs'
const mostMilliseconds = 2000
const mostOctets = 5 * 2 ** 20

let folder // of the run
let file
let address
let browser
let page
const complaints = []
const requests = []

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'enocheck-report-'))
  const run = spawnSync(program, ['run', '--progress', 'none', '--out', folder, '--defect', 'hcalcs.ignores-duration'])
  assert.equal(run.status, 1, String(run.stderr))
  file = join(folder, 'latest', 'report.html')
  address = pathToFileURL(file).href
  // Without a sandbox of its own where the test runs as root, as containers do.
  browser = await chromium.launch({ executablePath: chromiumProgram, args: ['--no-sandbox'] })
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 } })
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => requests.push(request.url()))
  const openings = []
  for (let opening = 0; opening < 5; opening += 1) {
    const started = performance.now()
    await page.goto('about:blank')
    await page.goto(address)
    await page.waitForSelector('main h1')
    openings.push(performance.now() - started)
  }
  const took = Math.min(...openings) // the machine may have other things to do
  console.log(`opened in ${took.toFixed(0)} ms, ${statSync(file).size} octets`)
  assert.ok(took < mostMilliseconds, `opened in ${took} ms`)
  assert.ok(statSync(file).size < mostOctets)
})

after(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = (route) => page.goto(`${address}#/${route}`)

test('the start page tells verdict, target and what did not pass', async () => {
  await open('')
  assert.match(await page.textContent('main h1'), /Gate failed/)
  assert.match(await page.textContent('main'), /broken on purpose: hcalcs\.ignores-duration/)
  assert.ok(await page.locator('main tbody a[data-row]').count() > 0)
})

test('cases are searched and filtered', async () => {
  await open('cases')
  await page.selectOption('select[name=verdict]', 'fail')
  await page.fill('#search', 'durations /1_hcalcs')
  assert.deepEqual(await page.locator('tbody a[data-row]').allTextContents(), [failing])
  await page.fill('#search', 'nothing has this name')
  assert.match(await page.textContent('main'), /No case fits/)
})

test('a case shows its ladder, an arrow its message', async () => {
  await open(`case/${failing}`)
  assert.match(await page.textContent('.ladder .proof .label'), /✗/)
  const command = page.locator('.ladder .row', { hasText: 'command 0x0055 ECS47' }).last()
  await command.click()
  assert.equal(await command.getAttribute('aria-pressed'), 'true')
  const message = await page.textContent('.message')
  assert.match(message, /Set or Reset HC ALCS or ALCS State/)
  assert.match(message, /1 min/)
  await page.locator('.message tr', { hasText: '1 min' }).focus()
  assert.equal((await page.locator('.hex .lit').allTextContents()).join(''), '120001', 'the octets of the field')
  await page.locator('.ladder .row', { hasText: 'DeactivateAuxiliaryLoad' }).first().click()
  assert.match(await page.textContent('.message .xml'), /<sr:DeactivateAuxiliaryLoad/)
})

test('keys search, move, open and go back', async () => {
  await open('')
  await page.keyboard.press('/')
  await page.keyboard.type(failing)
  await page.keyboard.press('Enter')
  await page.keyboard.press('k')
  assert.equal(await page.evaluate(() => document.activeElement.textContent), failing)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.ladder')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-pressed')), 'true')
  await page.keyboard.press('Escape')
  await page.waitForSelector('#search')
})

test('what happened at the home is drawn over time', async () => {
  const other = join(folder, 'boost')
  const filter = ['--filter', 'boost/overrides_curtailment/eis']
  assert.equal(spawnSync(program, ['run', '--progress', 'none', '--out', other, ...filter]).status, 0)
  const tab = await browser.newPage()
  await tab.goto(`${pathToFileURL(join(other, 'latest', 'report.html')).href}#/case/boost/overrides_curtailment/eis`)
  const picture = tab.locator('svg[aria-label^="Over time"]')
  assert.match(await picture.getAttribute('aria-label'), /7\.6.*boost|boost.*7\.6/)
  assert.ok(await picture.locator('path.series').count() >= 2, 'contacts and load')
  assert.match((await picture.locator('text').allTextContents()).join(' '), /boost/)
  await tab.click('nav a[data-view=start]')
  assert.match(await tab.textContent('main'), /no earlier run of this target/)
  assert.equal(spawnSync(program, ['run', '--progress', 'none', '--out', other, '--area', 'boost']).status, 0)
  await tab.goto('about:blank') // else only the part behind # would be another
  await tab.goto(`${pathToFileURL(join(other, 'latest', 'report.html')).href}#/`)
  assert.match(await tab.textContent('section[aria-labelledby=changed]'), /0 with another verdict, \d\d+ new, 0 not asked now/)
  await tab.close()
})

test('the page shows the matrices that it is given, and says how to have them', async () => {
  await open('access')
  assert.match(await page.textContent('main'), /enocheck matrix --format json/)
  const found = (name, args) => {
    const asked = spawnSync(program, args, { maxBuffer: 2 ** 26 })
    const path = join(folder, name)
    writeFileSync(path, asked.stdout)
    return path
  }
  const matrix = found('matrix.json', ['matrix', '--service', '7.6', '--format', 'json'])
  const defects = found('defects.json', ['defects', 'run', '--defect', 'hcalcs.ignores-duration', '--full', '--format', 'json'])
  const whole = join(folder, 'whole.html')
  const made = spawnSync(program, ['report', join(folder, 'latest'), '--matrix', matrix, '--defects', defects, '--out', whole])
  assert.equal(made.status, 0, String(made.stderr))
  const tab = await browser.newPage()
  tab.on('console', (message) => complaints.push(message.text()))
  tab.on('pageerror', (error) => complaints.push(error.message))
  await tab.goto(`${pathToFileURL(whole).href}#/access`)
  assert.match(await tab.textContent('main .banner'), /cells asked of embedded.*each answered as expected/)
  assert.equal(await tab.textContent('main td.right.may-send >> nth=0'), '✓may send')
  await tab.click('nav a[data-view=defects]')
  assert.match(await tab.textContent('main .banner'), /1 seeded defect: 1 killed/)
  await tab.click('main details summary')
  assert.ok((await tab.locator('.caselist a').allTextContents()).includes(failing))
  await tab.close()
  assert.equal(spawnSync(program, ['report', join(folder, 'latest'), '--matrix', defects, '--out', whole]).status, 2)
})

test('what the baseline tolerates is marked beside its verdict, and what the gate found is said', async () => {
  const baseline = join(folder, 'known.xml')
  const held = join(folder, 'held.html')
  const added = spawnSync(program, ['baseline', 'add', baseline, join(folder, 'latest'), '--filter', failing, '--owner', 'B. Smith', '--reason', 'DEF-1', '--review', '9999-12-31'])
  assert.equal(added.status, 0, String(added.stderr))
  const gone = readFileSync(baseline, 'utf8').replace('</baseline>', '<tolerate case="gone/*" pinned="x" reason="x" owner="x" clause="x" review="9999-12-31"/></baseline>')
  writeFileSync(baseline, gone)
  assert.equal(spawnSync(program, ['report', join(folder, 'latest'), '--baseline', baseline, '--out', held]).status, 1)
  const tab = await browser.newPage()
  tab.on('console', (message) => complaints.push(message.text()))
  tab.on('pageerror', (error) => complaints.push(error.message))
  await tab.goto(pathToFileURL(held).href)
  assert.match(await tab.textContent('main .banner'), /1 case tolerated by the baseline; the verdicts stay.*unmatched: gone\/\*/s)
  await tab.goto(`${pathToFileURL(held).href}#/case/${failing}`)
  assert.match(await tab.textContent('main'), /✗ fail.*tolerated until 9999-12-31/s)
  await tab.close()
})

test('every view fits a narrow window', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const route of ['', 'cases', 'requirements', 'timing', 'access', 'defects', `case/${failing}`]) {
    await open(route)
    await page.waitForSelector('main h1')
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390, `#/${route} is wider than its window`)
  }
})

test('nothing was said on the console, and nothing asked for but the page', () => {
  assert.deepEqual(complaints, [])
  assert.deepEqual([...new Set(requests.map((url) => url.split('#')[0]))].filter((url) => url !== 'about:blank'), [address])
})
