import { z } from 'zod'
import { oneLine } from './safe-text.ts'

/** Kept encrypted with the account: the address of the mail server, with user and password in it. */
export const emailSecrets = z.object({
  url: z.url({ protocol: /^smtps?$/, error: 'must look like smtp://user:password@mail.example.vn:587 or smtps://…' }),
})
export type EmailSecrets = z.infer<typeof emailSecrets>

/** Plain settings of an account. */
export const emailSettings = z.object({
  /** "Sở … <baochi@example.vn>", or the bare address. */
  from: z.string().transform(readSender),
  /** Submission servers of offices take about one a second; a refusal for speed rests the account all the same. */
  messagesPerMinute: z.number().int().min(1).max(6000).default(60),
})
export type EmailSettings = z.infer<typeof emailSettings>

/** Whose mail it is. */
export type Sender = { readonly name: string; readonly address: string; readonly domain: string }

/** RFC 5321 §4.5.3.1.3: a path of 256 with its angle brackets. https://www.rfc-editor.org/rfc/rfc5321 (read 2026-11) */
const plainAddress = z.email().max(254)

function readSender(text: string, context: z.RefinementCtx): Sender {
  const parts = /^(.*)<([^<>]*)>$/s.exec(text.trim())
  const name = oneLine((parts?.[1] ?? '').replaceAll('"', ''))
  const address = plainAddress.safeParse((parts?.[2] ?? text).trim().toLowerCase())
  if (address.success) return { name, address: address.data, domain: address.data.split('@')[1] ?? '' }
  context.addIssue({ code: 'custom', message: 'must look like Name <office@example.vn>' })
  return z.NEVER
}

/** Waiting times of one connection. RFC 5321 §4.5.3.2 allows minutes; what took longer counts as without an answer. */
export type SmtpPatience = { readonly connectMs: number; readonly answerMs: number; readonly wholeMs: number }
export const usualPatience: SmtpPatience = { connectMs: 15_000, answerMs: 60_000, wholeMs: 300_000 }
