import { type Bench, judged, shown } from './bench.ts'
import { openUnpaced, sendTo } from './full-ledger.ts'
import { heapAfterCollection, inspectArgs } from './inspector.ts'

const mostRssMb = 300
const mostGrowth = 0.2

export const memory: Bench = {
  name: 'memory',
  about: 'what a worker holds in memory, and whether it holds more for ten times the recipients',
  async run(options) {
    const { recipients = 100_000, backend, say } = options
    const tenth = Math.round(recipients / 10)
    const warm = await openUnpaced(options, inspectArgs)
    const { worker } = warm
    const startRss = worker.figures().peakRssMb
    const small = await sendTo(warm, tenth)
    const heapBefore = await heapAfterCollection(worker)
    say(`after ${tenth}: ${mb(heapBefore)} on the heap, at most ${mb(worker.figures().peakRssMb)} in all`)
    const large = await sendTo(small.unpaced, recipients)
    const { peakRssMb } = worker.figures()
    const heapAfter = await heapAfterCollection(worker)
    const grown = heapAfter / heapBefore - 1
    const notSent = small.measured.otherwise + large.measured.otherwise
    return {
      recipients,
      backend,
      perSecond: Math.round(large.measured.perSecond),
      ratios: { heap: Math.round((1 + grown) * 1000) / 1000 },
      rows: [
        shown('peak RSS of the worker, warm', mb(startRss)),
        judged(`peak RSS of the worker after ${recipients}`, mb(peakRssMb), `< ${mostRssMb} MB`, peakRssMb < mostRssMb),
        shown(`heap after a forced collection, ${tenth}`, mb(heapBefore)),
        shown(`heap after a forced collection, ${recipients}`, mb(heapAfter)),
        judged('growth of the heap', `${(grown * 100).toFixed(1)} %`, `< ${mostGrowth * 100} %`, grown < mostGrowth),
        judged('not sent', String(notSent), '0', notSent === 0),
      ],
    }
  },
}

const mb = (megabytes: number) => `${Math.round(megabytes)} MB`
