import { createApp } from './app.ts'
import { ConfigError, readConfiguration, sizeThreadPool } from './config.ts'
import { exitOnSignal, guardProcess, listen, portOf, refuseTakenPort, stopOnSignal } from './lifecycle.ts'
import { listenForMetrics } from './metrics-listener.ts'
import { createPlatform } from './platform.ts'

/** `EX_CONFIG` of sysexits.h: no restart mends it. */
const EXIT_CONFIG = 78

async function main(): Promise<void> {
  exitOnSignal()
  const { config, secrets, vaulted } = await readConfiguration()
  sizeThreadPool(config)
  await refuseTakenPort(config)
  const platform = await createPlatform(config, secrets)
  guardProcess(platform.log)
  try {
    await listenForMetrics(platform)
    const server = await listen(createApp(platform), config)
    platform.start()
    if (vaulted) platform.follow(vaulted)
    stopOnSignal(server, platform)
    platform.log.info({ host: config.host, port: portOf(server), url: config.publicUrl.href }, 'listening')
    if (config.environment !== 'production')
      process.stdout.write(banner(config.publicUrl, secrets.smtpUrl === undefined))
  } catch (error) {
    await platform.stop()
    throw error
  }
}

/** What somebody who has just typed `npm start` wants to know. */
function banner(publicUrl: URL, hasMailbox: boolean): string {
  const base = publicUrl.href.replace(/\/$/, '')
  const lines = [
    ['Gatehouse', base],
    ['Sign-in page', `${base}/login`],
    ['API docs', `${base}/docs`],
    ...(hasMailbox ? [['Mailbox', `${base}/dev/mailbox`]] : []),
    ['First admin', 'npm run gatehouse -- admin create --email you@example.org'],
    ['Stop', 'Ctrl-C'],
  ]
  return `\n${lines.map(([name = '', value = '']) => `  ${name.padEnd(14)}${value}`).join('\n')}\n\n`
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(error instanceof ConfigError ? EXIT_CONFIG : 1)
}
