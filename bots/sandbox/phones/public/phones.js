// Keeps the phones as they are on the server, without touching what somebody is typing. Without this file the page still
// shows the chats on reload, and its forms work.
const table = document.querySelector('#table')
const offline = document.querySelector('.offline')
const sources = new WeakMap()
let stream

remember(document.body)
connect()

function connect() {
  stream?.close()
  const wanted = new URLSearchParams(location.search)
  for (const select of document.querySelectorAll('.chooser select')) wanted.set(select.name, select.value)
  wanted.set('lang', table.dataset.lang)
  stream = new EventSource(`phones/live?${wanted}`)
  stream.addEventListener('open', () => (offline.textContent = ''))
  stream.addEventListener('error', () => (offline.textContent = offline.dataset.offline))
  stream.addEventListener('seat', (event) => redraw(JSON.parse(event.data)))
  stream.addEventListener('bar', (event) => {
    redraw(JSON.parse(event.data))
    tellTime()
  })
}
addEventListener('pagehide', () => stream.close())
addEventListener('pageshow', (event) => event.persisted && connect())

function redraw(markup) {
  const template = document.createElement('template')
  template.innerHTML = markup
  const fresh = template.content.firstElementChild
  const old = document.getElementById(fresh.id)
  if (!old) return
  const { activeElement: focused } = document
  const { name, value, id } = focused ?? {}
  merge(old, fresh)
  if (focused?.isConnected || !old.isConnected) return
  const same = [...old.querySelectorAll('button, select, textarea')].find(
    (one) => one.name === name && one.value === value,
  )
  ;(same ?? document.getElementById(id) ?? old.querySelector('.scroll'))?.focus({ preventScroll: true })
}

// What has not changed keeps its element, and with it the draft, the focus, an open menu and an unfolded quote.
function merge(old, fresh) {
  const sameChat = old.dataset.person === fresh.dataset.person
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value)
  const known = new Map([...old.children].map((child) => [child.id, child]))
  let place = old.firstElementChild
  for (const child of [...fresh.children]) {
    const twin = known.get(child.id)
    known.delete(child.id)
    if (twin && child.hasAttribute('data-merge')) merge(twin, child)
    const kept = twin && (child.hasAttribute('data-merge') || sources.get(twin) === child.outerHTML) ? twin : child
    if (kept === child) {
      sources.set(child, child.outerHTML)
      if (twin) carryDraft(twin, child)
    }
    if (twin && kept === child) {
      if (place === twin) place = twin.nextElementSibling
      twin.remove()
    }
    if (kept === place) place = place.nextElementSibling
    else old.insertBefore(kept, place)
  }
  for (const gone of known.values()) gone.remove()
  if (fresh.dataset.waiting === '0') for (const busy of old.querySelectorAll('.busy')) busy.classList.remove('busy')
  if (!sameChat) for (const scroll of old.querySelectorAll('.scroll')) scroll.scrollTop = 0
}

function remember(root) {
  for (const parent of root.querySelectorAll('[data-merge]'))
    for (const child of parent.children) if (!child.hasAttribute('data-merge')) sources.set(child, child.outerHTML)
}

function carryDraft(from, to) {
  const draft = from.querySelector('[data-draft]')
  const field = to.querySelector('[data-draft]')
  if (!draft || draft.dataset.draft !== field?.dataset.draft) return
  field.value = draft.value
  if (draft !== document.activeElement) return
  queueMicrotask(() => {
    field.focus({ preventScroll: true })
    field.setSelectionRange(field.value.length, field.value.length)
  })
}

addEventListener('submit', async (event) => {
  const form = event.target
  if (!form.matches('[data-hands]')) return
  event.preventDefault()
  const pressed = event.submitter
  const body = new FormData(form, pressed)
  const field = form.querySelector('[data-draft]')
  if (field && field.value.trim() === '') return
  pressed?.classList.add('busy')
  for (const open of document.querySelectorAll('details.popover[open]')) open.open = false
  const typed = field?.value
  if (field) field.value = ''
  const sent = 'file' in form.dataset ? body : new URLSearchParams(body)
  const answer = await fetch(form.action, {
    method: 'POST',
    body: sent,
    headers: { accept: 'application/json' },
  }).catch(() => undefined)
  const tapped = String(body.get('do')).startsWith('tap')
  // A tapped button waits for the answer of the bot: the phone says when.
  if (!tapped || !answer?.ok) pressed?.classList.remove('busy')
  if (answer?.ok) {
    if ('file' in form.dataset) form.reset()
    const scroll = form.closest('.seat')?.querySelector('.scroll')
    // On Zalo a tap is a message of the person's own, and the app follows it; a key of Telegram leaves the chat where it is.
    if (scroll && (!tapped || form.id === 'hands-zalo')) scroll.scrollTop = 0
    return
  }
  if (field && field.value === '') field.value = typed
  const refused = answer && (await answer.json().catch(() => undefined))
  offline.textContent = refused?.problem ?? offline.dataset.offline
  setTimeout(() => (offline.textContent = ''), 6000)
})

addEventListener('keydown', (event) => {
  const { target, key } = event
  if (key === 'Escape') {
    for (const open of document.querySelectorAll('details.popover[open]')) {
      open.open = false
      open.querySelector('summary').focus()
    }
  }
  // While an input method still composes (Vietnamese typing), Enter belongs to it.
  if (key !== 'Enter' || event.shiftKey || event.isComposing || !target.matches('[data-draft]')) return
  event.preventDefault()
  target.form.requestSubmit()
})

addEventListener('change', ({ target }) => {
  if (target.type === 'file' && target.files.length > 0) target.form.requestSubmit()
  const chooser = target.closest('[data-chooser]')
  if (!chooser) return
  const address = new URL(location.href)
  address.searchParams.set(target.name, target.value)
  history.replaceState(null, '', address)
  connect()
})

addEventListener('click', (event) => {
  const { target } = event
  for (const open of document.querySelectorAll('details.popover[open]')) if (!open.contains(target)) open.open = false
  const tab = target.closest('[data-front]:not(main)')
  if (!tab) return
  event.preventDefault()
  table.dataset.front = tab.dataset.front
  for (const one of document.querySelectorAll('.tabs a')) one.toggleAttribute('aria-current', false)
  tab.setAttribute('aria-current', 'true')
  const address = new URL(location.href)
  address.searchParams.set('front', tab.dataset.front)
  history.replaceState(null, '', address)
})

// The phones tell the time that the page tells, also while nothing happens in them.
function tellTime() {
  const time = document.querySelector('[data-clock]')?.dataset.clock
  for (const shown of document.querySelectorAll('.status-bar span:first-child')) if (time) shown.textContent = time
}
