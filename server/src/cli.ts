import { Command } from 'commander'
import { addAdmin } from './cli/admin.ts'
import { addAudit } from './cli/audit.ts'
import { addBackup } from './cli/backup.ts'
import { addDoctor } from './cli/doctor.ts'
import { addKeys, withKeyIds } from './cli/keys.ts'
import { addMigrate } from './cli/migrations.ts'
import { standardOutput } from './cli/output.ts'
import { addRestoreDrill } from './cli/restore-drill.ts'
import {
  readSetting,
  withCurrentPlatform,
  withOwnersUrl,
  withPlatform,
  withServersUrl,
} from './cli/running.ts'
import { addSecrets } from './cli/secrets.ts'
import { addServer } from './cli/server.ts'
import { addUsers } from './cli/users.ts'
import { wordsOf } from './cli/words.ts'
import { ConfigError } from './config.ts'

/** What scripts may rely on, besides 0, and 1 for everything that went wrong. */
const EXIT_CONFIG = 78

const program = new Command('gatehouse').description('The operator’s command line of Gatehouse.')
addMigrate(program, { ...standardOutput, withUrl: withOwnersUrl })
addAdmin(program, { ...standardOutput, withPlatform: withCurrentPlatform })
addUsers(program, { ...standardOutput, withPlatform: withCurrentPlatform })
addKeys(program, { ...standardOutput, withPlatform })
addAudit(program, { ...standardOutput, withPlatform })
addSecrets(program, { ...standardOutput, withPlatform })
addBackup(program, { ...standardOutput, withUrl: withOwnersUrl })
addRestoreDrill(program, { ...standardOutput, withUrl: withOwnersUrl, readSetting })
addDoctor(program, { ...standardOutput, withUrl: withServersUrl })
addServer(program, standardOutput)

// Whoever reads on, as `head` does, may go when they have enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

try {
  await program.parseAsync(withKeyIds(process.argv))
} catch (error) {
  standardOutput.warn(wordsOf(error))
  process.exitCode = error instanceof ConfigError ? EXIT_CONFIG : 1
}
