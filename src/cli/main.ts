import { Command } from 'commander'
import { registerChannelCommands } from './channel-check.ts'
import { registerLetterCommands } from './letter-read.ts'
import { registerStaffCommands } from './staff-add.ts'
import { registerStatusCommand } from './status.ts'

const program = new Command('giaoban').description('Giao Ban, the press desk: commands for its administrator')

registerChannelCommands(program)
registerLetterCommands(program)
registerStatusCommand(program)
registerStaffCommands(program)

await program.parseAsync()
