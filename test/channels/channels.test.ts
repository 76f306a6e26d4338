import { describeChannel } from './describe-channel.ts'
import { emailFacts } from './email-facts.ts'
import { telegramFacts } from './telegram-facts.ts'
import { zaloFacts } from './zalo-facts.ts'

describeChannel(telegramFacts)
describeChannel(zaloFacts)
describeChannel(emailFacts)
