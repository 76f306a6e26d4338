import { type Bench, judged, shown } from './bench.ts'
import { openDepartment, unpaced } from './department.ts'
import { chooseAddress, openDesk } from './desk.ts'
import { openPlace } from './place.ts'
import { untilFinished } from './sending.ts'
import { openStandIn } from './stand-in.ts'
import { startWorker } from './worker.ts'

export const throughput: Bench = {
  name: 'throughput',
  about: 'how many messages a second one worker sends with the full ledger, limits off',
  async run(options) {
    const { recipients = 10_000, backend, say } = options
    const place = await openPlace(options)
    const standIn = await openStandIn(place, options, { limits: false })
    const department = await openDepartment(place, standIn, { telegramPace: unpaced })
    await department.enrol('telegram', recipients)
    const publicationId = await department.release()
    const address = await chooseAddress()
    const desk = await openDesk(place, standIn, options, address)
    const worker = await startWorker(place, standIn, options, { publicUrl: address })
    say('sending')
    const startedAt = Date.now()
    const broadcastId = await desk.send(department, publicationId)
    const { sent, otherwise, finishedMs } = await untilFinished(place, broadcastId, startedAt, 600_000)
    const perSecond = Math.round((sent * 1000) / finishedMs)
    const { cpuMs, peakRssMb } = worker.figures()
    return {
      recipients,
      backend,
      perSecond,
      rows: [
        shown('messages a second', String(perSecond), '1500'),
        judged('not sent', String(otherwise), '0', otherwise === 0),
        shown('worker CPU per message', `${(cpuMs / sent).toFixed(3)} ms`),
        shown('worker peak RSS', `${Math.round(peakRssMb)} MB`),
      ],
    }
  },
}
