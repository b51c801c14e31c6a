// One message, taken apart: DUIS as XML, GBCS field by field with its octets beside it.

/** XML, an element a line, by its tokens alone: it may be damaged, and is shown as it is. */
function prettyXml(text) {
  const pre = el('pre', { class: 'xml', tabindex: '0', 'aria-label': 'XML document' })
  const tokens = text.match(/<[^>]*>|[^<]+/g) ?? []
  let depth = 0
  const line = (...parts) => pre.append('  '.repeat(depth), ...parts, '\n')
  const tag = (token) => el('span', { class: 'tag' }, token)
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (!token.startsWith('<')) {
      if (token.trim()) line(el('b', {}, token.trim()))
    } else if (token.startsWith('</')) {
      depth = Math.max(0, depth - 1)
      line(tag(token))
    } else if (/^<[?!]/.test(token) || token.endsWith('/>')) {
      line(tag(token))
    } else if (tokens[at + 1] && !tokens[at + 1].startsWith('<') && tokens[at + 2]?.startsWith('</')) {
      line(tag(token), el('b', {}, tokens[at + 1].trim()), tag(tokens[at + 2]))
      at += 2
    } else {
      line(tag(token))
      depth += 1
    }
  }
  return pre
}

/** Octets, sixteen a line, each an element of its own, so that fields can light theirs. */
function hexDump(hex) {
  const pre = el('pre', { class: 'hex', tabindex: '0', 'aria-label': 'Octets in hex' })
  for (let start = 0; start < hex.length; start += 32) {
    pre.append(el('span', { class: 'offset' }, `${String(start / 2).padStart(5)}  `))
    for (let at = start; at < Math.min(start + 32, hex.length); at += 2) {
      pre.append(el('span', { class: 'octet' }, hex.slice(at, at + 2)), (at - start) % 16 === 14 ? '  ' : ' ')
    }
    pre.append('\n')
  }
  return pre
}

function light(dump, offset, length) {
  dump.querySelectorAll('.octet').forEach((octet, index) => octet.classList.toggle('lit', index >= offset && index < offset + length))
  const pre = dump
  const first = dump.querySelector('.lit')
  if (first) pre.scrollTop = Math.max(0, first.offsetTop - pre.offsetTop - 40)
}

const objectText = (object) => (object ? `${object.class} ${object.obis} ${object.attribute}` : '')

/** The rows of a payload's items, parts indented below their item. */
function itemRows(items, dump, depth = 0) {
  return items.flatMap((item) => {
    const length = (item.hex ?? '').length / 2
    const own = length > 0 && dump
    const result = item.result ? `${item.result}${item.result_code ? ` (${item.result_code})` : ''}` : ''
    const on = () => own && light(dump, item.offset, length)
    const row = el('tr', { tabindex: own ? '0' : null, onfocus: on, onmouseenter: on }, el('td', { class: 'number' }, item.what || own ? String(item.offset) : ''),
      el('td', {}, '\u00a0'.repeat(2 * depth), [item.what, item.name].filter(Boolean).join(': '), item.object ? el('div', { class: 'faint mono' }, objectText(item.object)) : null),
      el('td', {}, [item.value, result].filter(Boolean).join(' · '), item.type ? el('div', { class: 'faint' }, item.type) : null),
      el('td', { class: 'mono octets' }, (item.hex ?? '').length > 48 ? `${item.hex.slice(0, 48)}…` : item.hex ?? ''))
    return [row, ...itemRows(item.parts ?? [], dump, depth + 1)]
  })
}

function gbcsFields(decode, hex) {
  const dump = hex ? hexDump(hex) : null
  const party = decode.supplementary
  const head = facts([['Form', decode.form], ['Message code', [decode.message_code, decode.use_case, decode.title].filter(Boolean).join(' ')],
    ['Originator', decode.originator], ['Recipient', decode.recipient], ['Counter', String(decode.originator_counter ?? '')],
    ['On behalf of', party ? [party.remote_party, party.remote_party_counter && `counter ${party.remote_party_counter}`].filter(Boolean).join(', ') : ''],
    ['Payload', decode.payload?.kind], ['Signature', decode.signature], ['MAC', decode.mac]])
  const items = decode.payload?.items ?? []
  return el('div', { class: 'fields' }, el('div', {}, head,
    items.length ? table('Fields of the payload', [['Octet', 'number'], 'Field', 'Value', 'Hex'], itemRows(items, dump)) : null), dump)
}

/** What an arrow of the ladder carried. */
function messageView(arrow, message) {
  const decode = message?.decode
  const duis = decode?.duis
  const file = arrow.file ? el('a', { href: evidenceLink(`${arrow.folder}/${arrow.file}`) }, arrow.file) : ''
  return [el('h3', {}, arrow.label), facts([['On the link', arrow.link], ['At', arrow.at ? inTime(arrow.at) : 'not known'], ['Device', arrow.device], ['Evidence', file],
    ['Request', duis?.request_id], ['Response', duis?.response_id], ['Service', duis?.service_reference_variant], ['Command variant', duis?.command_variant],
    ['Response code', duis?.response_code]]),
    decode?.error ? el('p', { class: 'note' }, `Cannot be decoded: ${decode.error}`) : null,
    decode?.form ? [message.text ? el('h3', {}, 'The GBCS message in it') : null, gbcsFields(decode, message.hex)] : null,
    message?.text ? [el('h3', {}, 'Document'), prettyXml(message.text)] : null,
    message?.hex && !decode?.form ? hexDump(message.hex) : null]
}
