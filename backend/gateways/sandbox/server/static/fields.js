// The hosted card field. It talks to the page that frames it by messages, and only to the origin it was opened for.
// The number goes to the provider and nowhere else; the parent gets a single-use token.

const form = document.getElementById('card')
const { key, origin, tokens } = form.dataset
const fields = { number: form.elements.number, expiry: form.elements.expiry, cvc: form.elements.cvc }
const brandLabel = document.getElementById('brand')
const BRANDS = { visa: 'Visa', mastercard: 'Mastercard', amex: 'Amex' }

const digits = (text) => text.replace(/\D/g, '')
const tell = (message) => parent.postMessage({ source: 'perennial-fields', ...message }, origin)

function brandOf(number) {
  if (/^3[47]/.test(number)) return 'amex'
  if (/^4/.test(number)) return 'visa'
  return /^5/.test(number) ? 'mastercard' : ''
}

const lengthOf = (number) => (brandOf(number) === 'amex' ? 15 : 16)
const cvcLength = () => (brandOf(digits(fields.number.value)) === 'amex' ? 4 : 3)

function passesLuhn(number) {
  let total = 0
  for (let place = 0; place < number.length; place++) {
    const value = Number(number[number.length - 1 - place]) * (place % 2 ? 2 : 1)
    total += value > 9 ? value - 9 : value
  }
  return total % 10 === 0
}

const format = {
  number(text) {
    const all = digits(text)
    const number = all.slice(0, brandOf(all) === 'amex' ? 15 : 19)
    if (brandOf(number) === 'amex') return [number.slice(0, 4), number.slice(4, 10), number.slice(10)].filter(Boolean).join(' ')
    return (number.match(/.{1,4}/g) ?? []).join(' ')
  },
  expiry(text) {
    let date = digits(text)
    if (/^[2-9]/.test(date)) date = `0${date}`
    // A pasted MM/YYYY means the same as MM/YY.
    if (date.length === 6 && date.slice(2, 4) === '20') date = date.slice(0, 2) + date.slice(4)
    date = date.slice(0, 4)
    return date.length > 2 ? `${date.slice(0, 2)} / ${date.slice(2)}` : date
  },
  cvc: (text) => digits(text).slice(0, cvcLength()),
}

// Each check answers the name of a text, or nothing when the field is right.
const check = {
  number() {
    const number = digits(fields.number.value)
    if (number.length < lengthOf(number)) return 'number_incomplete'
    return passesLuhn(number) ? '' : 'incorrect_number'
  },
  expiry() {
    const date = digits(fields.expiry.value)
    const month = Number(date.slice(0, 2))
    if (date.length < 4 || month < 1 || month > 12) return 'expiry_incomplete'
    const now = new Date()
    const last = (2000 + Number(date.slice(2))) * 12 + month - 1
    return last < now.getUTCFullYear() * 12 + now.getUTCMonth() ? 'invalid_expiry' : ''
  },
  cvc() {
    const length = fields.cvc.value.length
    if (length === 0) return 'cvc_incomplete'
    return length === cvcLength() ? '' : 'invalid_cvc'
  },
}

function showError(name, text) {
  const input = fields[name]
  if (text) input.setAttribute('aria-invalid', 'true')
  else input.removeAttribute('aria-invalid')
  document.getElementById(`${name}-error`).textContent = text ? (form.dataset[text] ?? form.dataset.failed) : ''
}

let wasComplete = null
function tellCompleteness() {
  const complete = Object.values(check).every((problem) => !problem())
  if (complete !== wasComplete) tell({ type: 'change', complete })
  wasComplete = complete
}

// Formatting moves the caret; it is put back behind the digit that it stood behind.
function reformat(name) {
  const input = fields[name]
  const atEnd = input.selectionStart === input.value.length
  const before = digits(input.value.slice(0, input.selectionStart)).length
  input.value = format[name](input.value)
  if (atEnd || document.activeElement !== input) return
  let caret = 0
  for (let seen = 0; caret < input.value.length && seen < before; caret++) if (/\d/.test(input.value[caret])) seen++
  input.setSelectionRange(caret, caret)
}

for (const [name, input] of Object.entries(fields)) {
  input.addEventListener('input', () => {
    reformat(name)
    showError(name, '')
    if (name === 'number') brandLabel.textContent = BRANDS[brandOf(digits(input.value))] ?? ''
    tellCompleteness()
  })
  input.addEventListener('blur', () => input.value && showError(name, check[name]()))
}

form.addEventListener('submit', (event) => event.preventDefault())

const FIELD_OF = { number: 'number', exp_month: 'expiry', exp_year: 'expiry', cvc: 'cvc' }

function refuse(id, name, text) {
  if (name) {
    showError(name, text)
    fields[name].focus()
  }
  tell({ type: 'error', id, message: form.dataset[text] ?? form.dataset.failed })
}

let busy = false
async function tokenize(id) {
  if (busy) return
  const problems = Object.entries(check).map(([name, problem]) => [name, problem()])
  for (const [name, text] of problems) showError(name, text)
  const first = problems.find(([, text]) => text)
  if (first) return refuse(id, ...first)
  busy = true
  try {
    const date = digits(fields.expiry.value)
    const answer = await fetch(tokens, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        number: digits(fields.number.value),
        exp_month: Number(date.slice(0, 2)),
        exp_year: 2000 + Number(date.slice(2)),
        cvc: fields.cvc.value,
      }),
    })
    const content = await answer.json()
    if (!answer.ok) return refuse(id, FIELD_OF[content.error.param], content.error.code)
    tell({ type: 'token', id, token: content.id, brand: content.card.brand, last4: content.card.last4 })
  } catch {
    refuse(id, null, 'failed')
  } finally {
    busy = false
  }
}

addEventListener('message', (event) => {
  if (event.origin !== origin || event.source !== parent) return
  const message = event.data
  if (message?.source === 'perennial' && message.type === 'tokenize') tokenize(message.id)
})

new ResizeObserver(() => tell({ type: 'resize', height: Math.ceil(document.body.getBoundingClientRect().height) })).observe(document.body)

tell({ type: 'ready' })
tellCompleteness()
