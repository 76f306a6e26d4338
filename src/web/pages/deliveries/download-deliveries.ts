import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { deliveryReasons, deliveryStates } from '../../../domain/deliveries/delivery.ts'
import { exportDeliveries } from '../../../domain/deliveries/export-deliveries.ts'
import type { DeliveryLine } from '../../../domain/deliveries/ledger.repository.ts'
import { momentInFigures, officeTime } from '../../../domain/organisations/office-time.ts'
import { may } from '../../../domain/staff/staff.ts'
import { type SheetCell, writeSpreadsheet } from '../../../platform/spreadsheet.ts'
import { byteOrderMark, csvRows, harmless } from '../../csv.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { kindOfMessage, surfaceOf } from '../broadcasts/broadcast-words.ts'

/** The lists of a sending as a sheet: the whole, or those of one state or reason. What a line says is what the screen says of it. */
export function registerDownloadDeliveries(server: FastifyInstance, deps: WebDeps): void {
  // A look at the head alone must not be recorded as a download.
  const options = { exposeHeadRoute: false, config: { requires: may.read } }

  server.get('/broadcasts/:id/deliveries.csv', options, async (request, reply) => {
    const { view, lines, name } = await begin(request, reply, 'csv')
    const text = async function* () {
      yield byteOrderMark + csvRows([columnsOf(view).map((column) => column.name)])
      for await (const some of lines) yield csvRows(some.map((line) => cellsOf(view, line)))
    }
    return sendFile(reply, { name, type: 'text/csv; charset=utf-8' }).send(Readable.from(text()))
  })

  server.get('/broadcasts/:id/deliveries.xlsx', options, async (request, reply) => {
    const { view, lines, name } = await begin(request, reply, 'xlsx')
    const rows = async function* () {
      for await (const some of lines) yield some.map((line) => cellsOf(view, line))
    }
    const sheet = { name: view.say('deliveries-sheet'), columns: columnsOf(view), rows: rows() }
    const file = await writeSpreadsheet(sheet)
    return sendFile(reply, { name, type: spreadsheetType }).send(Buffer.from(file))
  })

  async function begin(request: FastifyRequest, reply: FastifyReply, format: 'csv' | 'xlsx') {
    const by = staffOf(request)
    const { organisationId } = by
    const { state, reason } = query.parse(request.query)
    const only = { ...(state && { state }), ...(reason && { reason }) }
    const lines = await exportDeliveries(deps, { broadcastId: idOf(request), organisationId, by, format, ...only })
    const view = quickly(viewOf(deps, request, reply))
    const day = officeTime(view.now, view.timeZone).toPlainDate().toString()
    const parts = [view.say('deliveries-file'), day, state, reason].filter(Boolean)
    return { view, lines, name: `${parts.join('-')}.${format}` }
  }
}

/** The same few words stand in a hundred thousand lines: each is looked up once. */
function quickly(view: View): View {
  const said = new Map<string, string>()
  return {
    ...view,
    say(key, args) {
      if (args) return view.say(key, args)
      const sentence = said.get(key) ?? view.say(key)
      said.set(key, sentence)
      return sentence
    },
  }
}

/** Unlike on a screen, a filter that is none of ours is refused: nobody should take a longer list away than was meant. */
const query = z.object({ state: z.enum(deliveryStates).optional(), reason: z.enum(deliveryReasons).optional() })

const spreadsheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const sendFile = (reply: FastifyReply, file: { readonly name: string; readonly type: string }): FastifyReply =>
  reply
    .type(file.type)
    .header('content-disposition', `attachment; filename="${file.name}"`)
    .header('cache-control', 'private, no-store')

const columnsOf = ({ say }: View) => columns.map(([name, width]) => ({ name: say(`deliveries-column-${name}`), width }))

const columns = [
  ['outlet', 32],
  ['reporter', 28],
  ['surface', 14],
  ['kind', 26],
  ['state', 18],
  ['reason', 60],
  ['time', 18],
  ['attempts', 10],
  ['cost', 12],
] as const

/** Neither telephone numbers nor addresses, and nothing of who opened or answered what. */
function cellsOf(view: View, line: DeliveryLine): readonly SheetCell[] {
  const { say, timeZone } = view
  return [
    harmless(line.outletName),
    harmless(line.fullName),
    line.surface ? surfaceOf(view, line.surface) : '',
    line.messageKind ? kindOfMessage(view, line.messageKind, line.surface) : '',
    say(`deliveries-state-${line.state}`),
    line.reason ? say(`deliveries-reason-${line.reason}`) : '',
    line.settledAt ? momentInFigures(line.settledAt, timeZone) : '',
    line.attempt,
    line.costVnd,
  ]
}
