import { blockEgress, refusedEgress } from './block-egress.ts'

// Loaded into a process of its own by `--import`: it says at its end what it tried.
blockEgress()
process.on('exit', () => {
  if (refusedEgress.length > 0) process.stderr.write(`LEFT THE MACHINE: ${refusedEgress.join(', ')}\n`)
})
