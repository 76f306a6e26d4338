import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { fixedHolidaysOf, readDays, withDays, withoutDay } from '../../../domain/organisations/calendar-days.ts'
import { changeSettings } from '../../../domain/organisations/change-settings.ts'
import type { OrganisationSettings } from '../../../domain/organisations/organisation.ts'
import { may } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { goTo } from '../../screen.ts'
import type { WebDeps } from '../../web-deps.ts'
import type { TypedCalendar } from './calendar-panel.ts'
import { showSettings } from './settings-screen.ts'

type Calendar = OrganisationSettings['calendar']

/** The office's calendar: weekends, one day more or less, many at once, and the holidays with a fixed date. */
export function registerChangeCalendar(server: FastifyInstance, deps: WebDeps): void {
  const administrators = { config: { requires: may.administer } }

  server.post('/settings/calendar', administrators, (request, reply) => {
    const { weekendsOff } = z.object({ weekendsOff: z.literal('yes').optional() }).parse(request.body ?? {})
    return save(request, reply, (now) => ({ ...now, weekendsOff: weekendsOff === 'yes' }))
  })

  server.post('/settings/calendar/days', administrators, (request, reply) => {
    const { date, kind, name } = z.object({ date: word, kind: dayKind, name: word }).parse(request.body)
    const typed = { form: 'day', date, kind, name } as const
    return save(request, reply, (now) => withDays(now, [{ date, kind, name }]), typed)
  })

  server.post('/settings/calendar/removals', administrators, (request, reply) => {
    const { date } = z.object({ date: word }).parse(request.body)
    return save(request, reply, (now) => withoutDay(now, date))
  })

  server.post('/settings/calendar/pastes', administrators, (request, reply) => {
    const { lines, kind } = z.object({ lines: z.string().max(20_000).default(''), kind: dayKind }).parse(request.body)
    return save(request, reply, (now) => withDays(now, readDays(lines, kind)), { form: 'paste', lines, kind })
  })

  server.post('/settings/calendar/holidays', administrators, (request, reply) => {
    const { year } = z.object({ year: word }).parse(request.body)
    const { locale } = staffOf(request)
    const nameOf = (holiday: string) => deps.say(locale, `pages-calendar-holiday-${holiday}`)
    const added = (now: Calendar) => {
      const known = new Set(now.days.map(({ date }) => date))
      // What the office has written down itself for such a day stays.
      return withDays(
        now,
        fixedHolidaysOf(Number(year), nameOf).filter(({ date }) => !known.has(date)),
      )
    }
    return save(request, reply, added, { form: 'holidays', year })
  })

  async function save(
    request: FastifyRequest,
    reply: FastifyReply,
    change: (now: Calendar) => Calendar,
    typed?: TypedCalendar,
  ) {
    const by = staffOf(request)
    const settings = ({ calendar }: OrganisationSettings) => ({ calendar: change(calendar) })
    const changed = await attempt(changeSettings(deps, { organisationId: by.organisationId, settings, by }))
    if ('value' in changed) return goTo(reply, '/settings#calendar', 'calendar-saved')
    if (!typed) throw changed.refused
    return showSettings(deps, request, reply, { calendar: typed, wrong: (say) => sentenceOf(say, changed.refused) })
  }
}

const word = z.string().max(400).default('')
const dayKind = z.enum(['off', 'working']).default('off')
