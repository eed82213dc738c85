import type { Platform } from '../context.ts'
import { IdentityError } from '../kit/identity-error.ts'
import { answer, answerProblem } from './answer.ts'
import type { Face, Mount } from './edge.ts'

/** Read by machines of the operator's, also while the service is down for everybody else. */
const metricsFace: Face = { fail: answerProblem, isAlwaysServed: true }

/** `/metrics` on the public port, for those who hold METRICS_TOKEN. Without a token there is no such address here. */
export function mountMetrics(mount: Mount, { exposition }: Platform): void {
  if (!exposition.isGuarded) return
  mount.on('GET', '/metrics', metricsFace, async (exchange) => {
    if (!exposition.admits(exchange.authorization)) throw new IdentityError('auth.unauthenticated')
    return answer(exchange, {
      status: 200,
      body: await exposition.read(),
      contentType: exposition.contentType,
      headers: { 'cache-control': 'no-store' },
    })
  })
}
