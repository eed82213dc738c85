// The way back: all traffic onto one revision, tried until it is seen to be there.
import type { Clock } from './clock.ts'
import { type ContainerApp, isRouted, wordsOfTraffic } from './container-app.ts'
import { type Journal, standardJournal, wordsOf } from './journal.ts'
import { EXIT } from './release-plan.ts'

const TRIES = 6

interface RouteBackOptions {
  clock: Clock
  journal: Journal
  /** A call that was given up may still have its effect: how long to wait before looking whether it is so. */
  settleMs: number
  step: string
}

/**
 * Routes everything to one revision, and looks whether it is so. False when that could not be done or seen in six
 * tries: then nobody knows where traffic goes.
 */
export async function routeBack(
  app: Pick<ContainerApp, 'route' | 'traffic'>,
  revision: string,
  { clock, journal, settleMs, step }: RouteBackOptions,
): Promise<boolean> {
  const wanted = { [revision]: 100 }
  for (let tries = 1; tries <= TRIES; tries++) {
    try {
      const isDone = await app.route(wanted).then(
        () => true,
        (error: unknown) => {
          journal({ step, outcome: 'failed', tries, reason: wordsOf(error) })
          return false
        },
      )
      await clock.sleep(settleMs)
      const traffic = await app.traffic()
      // Where it is so without our doing, a call that is still under way may yet change it: asked again, except at last.
      if (isRouted(traffic, wanted) && (isDone || tries === TRIES)) {
        journal({ step, outcome: 'ok', traffic: wordsOfTraffic(traffic) })
        return true
      }
    } catch (error) {
      journal({ step, outcome: 'failed', tries, reason: wordsOf(error) })
    }
  }
  return false
}

/** What to shout when it was not done, with the command that does it. */
export const cannotRouteBack = (
  { resourceGroup, app }: { resourceGroup: string; app: string },
  revision: string,
): string =>
  `THE WAY BACK FAILED: traffic may go to a revision that is not proven. Do it by hand, now:
  az containerapp ingress traffic set --resource-group ${resourceGroup} --name ${app} --revision-weight ${revision}=100
  az containerapp ingress traffic show --resource-group ${resourceGroup} --name ${app}`

/** The journal of what moves traffic: what needs somebody at once is said to people as well. */
export const loudJournal: Journal = (entry) => {
  standardJournal(entry)
  if (entry.exit === EXIT.stranded) process.stderr.write(`\n${String(entry.reason)}\n`)
}
