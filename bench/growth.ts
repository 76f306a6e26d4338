import { agrees } from './agreement.ts'
import { type Bench, judged, shown } from './bench.ts'
import { type Measured, openUnpaced, sendTo } from './full-ledger.ts'
import { type Usage, usagePerMessage } from './usage.ts'

const most = 10.5

export const growth: Bench = {
  name: 'growth',
  about: 'whether ten times the recipients take ten times as long',
  async run(options) {
    const { recipients = 100_000, backend, say } = options
    const tenth = Math.round(recipients / 10)
    const warm = await openUnpaced(options)
    const small = await sendTo(warm, tenth)
    say(`${tenth} recipients: ${seconds(small.measured)}`)
    const large = await sendTo(small.unpaced, recipients)
    say(`${recipients} recipients: ${seconds(large.measured)}`)
    const times = large.measured.finishedMs / small.measured.finishedMs
    const cpuTimes = cpuOf(large.measured) / cpuOf(small.measured)
    const perSecond = Math.round(large.measured.perSecond)
    return {
      recipients,
      backend,
      perSecond,
      ratios: { time: Math.round(times * 100) / 100 },
      rows: [
        shown(`time for ${tenth}`, seconds(small.measured)),
        shown(`time for ${recipients}`, seconds(large.measured)),
        judged('the second divided by the first', times.toFixed(2), `≤ ${most}`, times <= most),
        shown('the same of CPU time, which no neighbour changes', cpuTimes.toFixed(2), `≤ ${most}`),
        ...([small.measured, large.measured] as const).flatMap((measured) => [
          judged(`${measured.audience}: not sent`, String(measured.otherwise), '0', measured.otherwise === 0),
          judged(`${measured.audience}: ledger and log agree`, yesOrNo(measured), 'yes', agrees(measured.agreement)),
          shown(`${measured.audience}: CPU per message`, cpu(measured)),
        ]),
      ],
    }
  },
}

/** Of all that is ours: the stand-in is not. */
const cpuOf = ({ usage: { before, after } }: Measured) => {
  const used = (name: keyof Usage) => after[name] - before[name]
  return used('worker') + used('postgres') + used('redis')
}
const seconds = ({ finishedMs }: Measured) => `${(finishedMs / 1000).toFixed(1)} s`
const yesOrNo = ({ agreement }: Measured) => (agrees(agreement) ? 'yes' : 'no')
const cpu = ({ usage, sent }: Measured) => usagePerMessage(usage.before, usage.after, sent)
