import { describeChannel } from './describe-channel.ts'
import { telegramFacts } from './telegram-facts.ts'
import { zaloFacts } from './zalo-facts.ts'

describeChannel(telegramFacts)
describeChannel(zaloFacts)
