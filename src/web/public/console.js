// Small comforts only: everything works without this file.
document.addEventListener('click', (event) => {
  const source = event.target.closest('[data-copy]')
  if (!source) return
  navigator.clipboard.writeText(source.dataset.copy).then(() => source.classList.add('copied'))
})
// On a narrow screen the places stand in one row that scrolls: show the one we are at.
const here = document.querySelector('.rail nav a[aria-current]')
if (here) here.closest('nav').scrollLeft = here.offsetLeft - 16
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const each of document.querySelectorAll('details.confirm[open]')) {
    each.open = false
    each.querySelector('summary').focus()
  }
})
// After a part of the page was swapped, a refusal in it is what the person needs to see.
document.addEventListener('htmx:after:swap', () => {
  document
    .querySelector('.wrong input, .wrong textarea, .wrong select, .notice.bad')
    ?.scrollIntoView({ block: 'center' })
})
// A live part that is swapped keeps open what the person has just opened in it.
const keyOf = (details) => `${details.querySelector('form')?.action} ${details.querySelector('summary')?.textContent}`
let opened = new Set()
document.addEventListener('htmx:before:swap', () => {
  opened = new Set([...document.querySelectorAll('details.confirm[open], details.figures[open]')].map(keyOf))
})
document.addEventListener('htmx:after:swap', () => {
  for (const each of document.querySelectorAll('details.confirm, details.figures'))
    if (opened.has(keyOf(each))) each.open = true
})
// Content that was typed and not saved is not lost by a wrong click.
let unsaved = false
document.addEventListener('input', (event) => {
  if (event.target.closest('form.guarded')) unsaved = true
})
document.addEventListener('submit', (event) => {
  if (event.target.matches('form.guarded')) unsaved = false
})
window.addEventListener('beforeunload', (event) => {
  if (unsaved) event.preventDefault()
})
