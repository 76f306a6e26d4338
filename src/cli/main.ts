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

try {
  await program.parseAsync()
} catch (error) {
  // A sentence is for whoever typed the command; where it came from helps nobody at a terminal.
  console.error(`giaoban: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
