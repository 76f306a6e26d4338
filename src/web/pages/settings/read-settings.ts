import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { changeSettings } from '../../../domain/organisations/change-settings.ts'
import { addStaff } from '../../../domain/staff/add-staff.ts'
import { disableStaff } from '../../../domain/staff/disable-staff.ts'
import { may, newStaffSchema } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { goTo } from '../../screen.ts'
import type { WebDeps } from '../../web-deps.ts'
import { showSettings } from './settings-screen.ts'

/** The administrator's screen, and what changes office rules and staff; accounts have a file of their own. */
export function registerReadSettings(server: FastifyInstance, deps: WebDeps): void {
  const administrators = { config: { requires: may.administer } }

  server.get('/settings', administrators, (request, reply) => showSettings(deps, request, reply))

  server.post('/settings/office', administrators, async (request, reply) => {
    const typed = officeBody.parse(request.body)
    const by = staffOf(request)
    const hours = (text: string) => Number(text.replace(',', '.'))
    const settings = {
      quietHours: { from: typed.quietFrom, to: typed.quietTo },
      reminders: {
        answerByBeforeHours: hours(typed.answerByBeforeHours),
        dayBeforeHours: hours(typed.dayBeforeHours),
        sameDayBeforeHours: hours(typed.sameDayBeforeHours),
      },
      fileLimitMb: Number(typed.fileLimitMb),
      deskContact: typed.deskContact,
    }
    const changed = await attempt(changeSettings(deps, { organisationId: by.organisationId, settings, by }))
    if ('value' in changed) return goTo(reply, '/settings#office', 'settings-saved')
    return showSettings(deps, request, reply, { office: typed, wrong: (say) => sentenceOf(say, changed.refused) })
  })

  server.post('/settings/sending', administrators, async (request, reply) => {
    const typed = sendingBody.parse(request.body)
    const by = staffOf(request)
    const settings = {
      abortWindowSeconds: figure(typed.abortWindowSeconds),
      errorRate: { percent: figure(typed.errorPercent), afterDeliveries: figure(typed.errorAfterDeliveries) },
      missed: {
        reminders: typed.missedReminders,
        schedules: typed.missedSchedules,
        afterMinutes: figure(typed.missedAfterMinutes),
      },
    }
    const changed = await attempt(changeSettings(deps, { organisationId: by.organisationId, settings, by }))
    if ('value' in changed) return goTo(reply, '/settings#sending', 'settings-saved')
    return showSettings(deps, request, reply, { sending: typed, wrong: (say) => sentenceOf(say, changed.refused) })
  })

  server.post('/staff', administrators, async (request, reply) => {
    const typed = staffBody.parse(request.body)
    const given = newStaffSchema.safeParse(typed)
    const { organisationId } = staffOf(request)
    if (!given.success) {
      const field = String(given.error.issues[0]?.path[0] ?? 'name')
      const wrong = (say: (key: string) => string) => say(`pages-settings-staff-wrong-${field}`)
      return showSettings(deps, request, reply, { staff: typed, wrong })
    }
    const added = await attempt(addStaff(deps, { ...given.data, organisationId }))
    if ('value' in added) return goTo(reply, '/settings#staff', 'staff-added')
    return showSettings(deps, request, reply, { staff: typed, wrong: (say) => sentenceOf(say, added.refused) })
  })

  server.post('/staff/:id/removals', administrators, async (request, reply) => {
    const { id: by, organisationId } = staffOf(request)
    await disableStaff(deps, { organisationId, id: z.object({ id: z.string().max(64) }).parse(request.params).id, by })
    return goTo(reply, '/settings#staff', 'staff-disabled')
  })
}

const word = z.string().max(400).default('')
const officeBody = z.object({
  quietFrom: word,
  quietTo: word,
  answerByBeforeHours: word,
  dayBeforeHours: word,
  sameDayBeforeHours: word,
  fileLimitMb: word,
  deskContact: word,
})
const sendingBody = z.object({
  abortWindowSeconds: word,
  errorPercent: word,
  errorAfterDeliveries: word,
  missedAfterMinutes: word,
  missedReminders: word,
  missedSchedules: word,
})
/** A blank field is no zero. */
const figure = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))
const staffBody = z.object({ name: word, email: word, role: word, password: word })
