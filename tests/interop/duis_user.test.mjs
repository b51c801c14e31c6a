// A service user that nobody of enocheck wrote, against `enocheck sim dsp`: requests from the published templates
// (@smartdcc/duis-templates), signed and validated by the DCC Boxed signing tool (@smartdcc/duis-sign-wrap, Java),
// certificates from the key store of ZAZ1 and from certificate search (@smartdcc/dccboxed-keystore), documents taken
// apart by @smartdcc/duis-parser; GBCS signatures by Node's own cryptography.
//
//   ENOCHECK_PROGRAM=build/release/bin/enocheck node --test tests/interop/duis_user.test.mjs

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { sign, verify } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const packages = process.env.ENOCHECK_NPM_DIR ?? join(here, 'node_modules')
const scope = join(packages, '@smartdcc')

const missing = !existsSync(join(scope, 'duis-templates'))
  ? 'no npm packages: run npm ci in tests/interop'
  : spawnSync('java', ['-version']).status !== 0
    ? 'no Java runtime: apt-get install default-jre-headless'
    : undefined
if (missing) {
  console.log(`SKIPPED: ${missing}`)
  process.exit(0)
}

const load = async (name) => (await import(join(scope, name, 'dist/index.js'))).default
const { BoxedKeyStore, KeyUsage } = await load('dccboxed-keystore')
const { constructDuis, parseDuis } = await load('duis-parser')
const { signDuis, validateDuis } = await load('duis-sign-wrap')
const { loadTemplates } = await load('duis-templates')

// The world `street`: its meter ESME1, whose supplier and network operator have keys in ZAZ1.
const supplier = '90-B3-D5-1F-30-01-00-00'
const networkOperator = '90-B3-D5-1F-30-02-00-00'
const esme = '00-DB-12-34-56-78-90-A0'
const hub = '00-DB-12-34-56-78-90-A2'
const charger = '2' // index of the HCALCS that feeds it
const networkOperatorRole = 3
const supplierRole = 2

/** Takes what the DSP sends without having been asked at that moment: the Receive Response service. */
class Mailbox {
  #documents = []
  #waiting = []

  async open() {
    this.server = createServer(async (request, response) => {
      const chunks = []
      for await (const chunk of request) chunks.push(chunk)
      response.writeHead(204).end()
      const document = Buffer.concat(chunks).toString()
      const next = this.#waiting.shift()
      next ? next(document) : this.#documents.push(document)
    })
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${this.server.address().port}/smartdcc/duis`
  }

  next() {
    const document = this.#documents.shift()
    return document ? Promise.resolve(document) : new Promise((resolve) => this.#waiting.push(resolve))
  }

  close() {
    this.server.closeAllConnections?.()
    this.server.close()
  }
}

const mailbox = new Mailbox()
let dsp // { process, duis, smki, control }
let templates
let keys
let counter = Date.now()

async function startDsp() {
  const program = process.env.ENOCHECK_PROGRAM ?? 'enocheck'
  const keystore = join(scope, 'dccboxed-keystore/keystore.json')
  const place = '127.0.0.1:0'
  const child = spawn(
    program,
    ['sim', 'dsp', '--listen', place, '--smki', place, '--control', place, '--keystore', keystore]
      .concat(['--respond-to', await mailbox.open()]),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [ready] = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve([line]))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`enocheck sim dsp ended with ${code}`)))
  })
  return { process: child, ...JSON.parse(ready) }
}

before(async () => {
  dsp = await startDsp()
  keys = await BoxedKeyStore.new(dsp.smki)
  templates = await loadTemplates({})
})

after(async () => {
  mailbox.close()
  await keys?.cleanup()
  if (!dsp) return
  const ended = new Promise((resolve) => dsp.process.once('exit', resolve))
  dsp.process.kill('SIGTERM')
  assert.equal(await ended, 0, 'enocheck sim dsp ends in order')
})

/** A request, not signed. `loadTemplates` does not give the published templates of 7.5 and 7.6: theirs are written out. */
function request(serviceReferenceVariant, originator, target, commandVariant, body) {
  counter += 1
  const requestId = { originatorId: originator, targetId: target, counter }
  const serviceReference = serviceReferenceVariant
  return { header: { type: 'request', requestId, commandVariant, serviceReference, serviceReferenceVariant }, body }
}

/** The body of a published request. */
function published(template) {
  return templates[template].simplified.body
}

/** Signed by the Java tool, posted, and the answer validated by it: schema and XML signature of the DSP. */
async function call(service, duis) {
  const signed = await signDuis({ xml: constructDuis('simplified', duis), preserveCounter: true })
  const response = await fetch(`${dsp.duis}/api/v1/${service}`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: signed,
  })
  assert.equal(response.status, 200)
  return validated(await response.text())
}

async function validated(document) {
  return parseDuis('simplified', await validateDuis({ xml: document }))
}

/** What a GBCS signature covers: everything after the tag of general-signing, DF, and before the signature's length. */
const withoutSignature = (preCommand) => (preCommand.at(-1) === 0 ? preCommand.subarray(0, -1) : preCommand)
const signedOctets = (unsigned) => unsigned.subarray(1)

async function certificateOf(eui, keyUsage) {
  const found = await keys.query({ eui, keyUsage, lookup: 'certificate' })
  assert.equal(found?.length, 1, `one certificate of ${eui}`)
  return found[0]
}

/** Pre-command to signed pre-command. Of the two key pairs that each party has in ZAZ1 its meters know the newer one. */
async function signedBy(eui, role, preCommand) {
  const pairs = await keys.query({ eui, role, keyUsage: KeyUsage.digitalSignature, lookup: 'privateKey' })
  const holder = pairs.find(({ name }) => name.startsWith('Z1b-'))
  const octets = withoutSignature(Buffer.from(preCommand, 'base64'))
  const signature = sign('sha256', signedOctets(octets), { key: holder.privateKey, dsaEncoding: 'ieee-p1363' })
  return Buffer.concat([octets, Buffer.of(64), signature]).toString('base64')
}

/** Critical: transform, sign, send, await. Gives the device's response. */
async function sendCritical(variant, originator, role, body) {
  const first = request(variant, originator, esme, 4, body)
  const transformed = await call('serviceT', first)
  assert.equal(transformed.header.responseCode, 'I0')
  const { PreCommand: preCommand } = transformed.body.ResponseMessage
  const second = {
    header: { ...first.header, commandVariant: 5 }, // and the same request ID
    body: { SignedPreCommand: { GBCSPayload: await signedBy(originator, role, preCommand.GBCSPayload) } },
  }
  const accepted = await call('serviceS', second)
  assert.equal(accepted.header.responseCode, 'I99')
  const answer = await validated(await mailbox.next())
  assert.equal(answer.header.responseCode, 'I0')
  return Buffer.from(answer.body.ResponseMessage.GBCSPayload, 'base64')
}

async function isSupplied() {
  const url = `${dsp.control}/control/v1/switch?esme=${esme}&index=${charger}`
  return (await (await fetch(url)).json()).closed
}

test('key store: a device certificate is found at the SMKI interface', async () => {
  for (const usage of [KeyUsage.digitalSignature, KeyUsage.keyAgreement]) {
    const found = await certificateOf(esme, usage)
    assert.equal(found.eui.toString().toUpperCase(), esme.replaceAll('-', ''))
    assert.deepEqual(found.keyUsage, [usage])
    assert.equal(found.certificate.publicKey.asymmetricKeyDetails.namedCurve, 'prime256v1')
    const again = await keys.query({ serial: found.serial, lookup: 'certificate' })
    assert.equal(again.certificate.fingerprint256, found.certificate.fingerprint256)
  }
})

test('non-device: the inventory is read', async () => {
  const dspItself = templates['8.2_READ_INVENTORY'].simplified.header.requestId.targetId
  const answer = await call('serviceD', request('8.2', supplier, dspItself, 8, published('8.2_READ_INVENTORY')))
  assert.equal(answer.header.responseCode, 'I0')
  const inventory = JSON.stringify(answer.body.ResponseMessage.DSPInventory)
  assert.match(inventory, new RegExp(hub, 'i'))
  assert.match(inventory, new RegExp(esme, 'i'))
})

test('non-critical: the network operator reads the firmware version', async () => {
  const accepted = await call('serviceS', request('11.2', networkOperator, esme, 1, published('ECS52_11.2')))
  assert.equal(accepted.header.responseCode, 'I99')
  const answer = await validated(await mailbox.next())
  assert.equal(answer.header.responseCode, 'I0')
  assert.equal(answer.header.requestId.originatorId.toUpperCase(), networkOperator)
  assert.ok(Buffer.from(answer.body.ResponseMessage.GBCSPayload, 'base64').length > 60)
})

test('critical: the network operator curtails the charger, and gives it back', async () => {
  const device = await certificateOf(esme, KeyUsage.digitalSignature)
  const genuine = (message) => {
    assert.equal(message.at(-65), 64, 'a signature has 64 octets')
    const key = { key: device.certificate.publicKey, dsaEncoding: 'ieee-p1363' }
    return verify('sha256', signedOctets(message.subarray(0, -65)), key, message.subarray(-64))
  }
  await sendCritical('7.5', supplier, supplierRole, {
    ActivateAuxiliaryLoad: { ActivateALCSHCALCS: { '@_index': charger, Duration: '60' } },
  })
  assert.equal(await isSupplied(), true)
  const curtailed = await sendCritical('7.6', networkOperator, networkOperatorRole, {
    DeactivateAuxiliaryLoad: { DeactivateALCSHCALCS: { '@_index': charger, Duration: '30' } },
  })
  assert.ok(genuine(curtailed), 'the meter signed its response')
  assert.equal(await isSupplied(), false)
  curtailed[20] ^= 1
  assert.ok(!genuine(curtailed), 'one octet changed')
})

test('a document that was changed after it was signed is refused by both sides', async () => {
  const signed = await signDuis({
    xml: constructDuis('simplified', request('11.2', networkOperator, esme, 1, published('ECS52_11.2'))),
    preserveCounter: true,
  })
  const response = await fetch(`${dsp.duis}/api/v1/serviceS`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: signed.replaceAll(esme, '00-DB-12-34-56-79-02-A0'),
  })
  const answer = await response.text()
  assert.equal((await validated(answer)).header.responseCode, 'E100')
  await assert.rejects(validateDuis({ xml: answer.replace('E100', 'E101') }), /validation failed/)
})
