// Small comforts only: everything works without this file.
document.addEventListener('click', (event) => {
  const source = event.target.closest('[data-copy]')
  if (!source) return
  navigator.clipboard.writeText(source.dataset.copy).then(() => source.classList.add('copied'))
})
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
