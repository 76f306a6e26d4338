import type { FastifyInstance } from 'fastify'
import { registerChangePassword } from './pages/account/change-password.ts'
import { registerConnectAccount } from './pages/accounts/connect-account.ts'
import { registerListArticles } from './pages/articles/list-articles.ts'
import { registerListAudit } from './pages/audit/list-audit.ts'
import { registerCallList } from './pages/broadcasts/call-list.ts'
import { registerChangeBroadcast } from './pages/broadcasts/change-broadcast.ts'
import { registerListBroadcasts } from './pages/broadcasts/list-broadcasts.ts'
import { registerPlanBroadcast } from './pages/broadcasts/plan-broadcast.ts'
import { registerReadBroadcast } from './pages/broadcasts/read-broadcast.ts'
import { registerChangeConferences } from './pages/conferences/change-conferences.ts'
import { registerInvitationSheet } from './pages/conferences/invitation-sheet.ts'
import { registerListConferences } from './pages/conferences/list-conferences.ts'
import { registerReadConference } from './pages/conferences/read-conference.ts'
import { registerDownloadDeliveries } from './pages/deliveries/download-deliveries.ts'
import { registerReadDelivery } from './pages/deliveries/read-delivery.ts'
import { registerReadDesk } from './pages/desk/read-desk.ts'
import { registerDownloadFile } from './pages/files/download-file.ts'
import { registerPreferences } from './pages/preferences/change-preferences.ts'
import { registerChangeAttachments } from './pages/publications/change-attachments.ts'
import { registerChangeSchedules } from './pages/publications/change-schedules.ts'
import { registerDecidePublication } from './pages/publications/decide-publication.ts'
import { registerEditPublication } from './pages/publications/edit-publication.ts'
import { registerListPublications } from './pages/publications/list-publications.ts'
import { registerNewAnnouncement } from './pages/publications/new-announcement.ts'
import { registerNewLetter } from './pages/publications/new-letter.ts'
import { registerReadPublication } from './pages/publications/read-publication.ts'
import { registerRevisePublication } from './pages/publications/revise-publication.ts'
import { registerConfirmEmail } from './pages/reporter-page/confirm-email.ts'
import { registerReporterPage } from './pages/reporter-page/reporter-page.ts'
import { registerChangeEmails } from './pages/roster/change-emails.ts'
import { registerListRoster } from './pages/roster/list-roster.ts'
import { registerReadReporter } from './pages/roster/read-reporter.ts'
import { registerChangeAccounts } from './pages/settings/change-accounts.ts'
import { registerChangeCalendar } from './pages/settings/change-calendar.ts'
import { registerReadSettings } from './pages/settings/read-settings.ts'
import { registerSignIn } from './pages/sign-in/sign-in.ts'
import type { WebDeps } from './web-deps.ts'

/** A screen adds its own routes; one line here puts it into the house. */
export type RegisterPage = (server: FastifyInstance, deps: WebDeps) => Promise<void> | void

export const pages: readonly RegisterPage[] = [
  registerSignIn,
  registerPreferences,
  registerChangePassword,
  registerReadDesk,
  registerListPublications,
  registerNewLetter,
  registerNewAnnouncement,
  registerReadPublication,
  registerDecidePublication,
  registerRevisePublication,
  registerEditPublication,
  registerChangeAttachments,
  registerPlanBroadcast,
  registerChangeSchedules,
  registerListBroadcasts,
  registerReadBroadcast,
  registerDownloadDeliveries,
  registerReadDelivery,
  registerCallList,
  registerChangeBroadcast,
  registerListConferences,
  registerReadConference,
  registerInvitationSheet,
  registerChangeConferences,
  registerListArticles,
  registerListRoster,
  registerReadReporter,
  registerChangeEmails,
  registerListAudit,
  registerReadSettings,
  registerChangeCalendar,
  registerChangeAccounts,
  registerConnectAccount,
  registerDownloadFile,
  registerConfirmEmail,
  registerReporterPage,
]
