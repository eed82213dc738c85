import type { Platform } from '../context.ts'
import { answer, answerProblem, JSON_CONTENT_TYPE } from './answer.ts'
import type { Face, Mount } from './edge.ts'

/** Served in every state of the service: others check our tokens with these keys while we are down (SECURITY J7). */
const keysFace: Face = { fail: answerProblem, isAlwaysServed: true }
const publicFace: Face = { fail: answerProblem }

const SECURITY_TXT_LIFETIME_DAYS = 180

/** The addresses of RFC 8615 that others look for at the root. */
export function mountWellKnown(mount: Mount, platform: Platform): void {
  const { config, clock, keyRing } = platform
  const cacheControl = `public, max-age=${config.jwt.jwksCacheSeconds}`
  mount.on('GET', '/.well-known/jwks.json', keysFace, (exchange) =>
    answer(exchange, {
      status: 200,
      body: JSON.stringify(keyRing.jwks()),
      contentType: JSON_CONTENT_TYPE,
      headers: { 'cache-control': cacheControl },
    }),
  )
  // W3C "A Well-Known URL for Changing Passwords": where password managers send people.
  mount.on('GET', '/.well-known/change-password', publicFace, (exchange) =>
    answer(exchange, { status: 302, headers: { location: '/account#password' } }),
  )
  mount.on('GET', '/.well-known/security.txt', publicFace, (exchange) => {
    const expires = new Date(clock.nowMs() + SECURITY_TXT_LIFETIME_DAYS * 86_400_000)
    return answer(exchange, {
      status: 200,
      // RFC 9116. Who runs this server answers for it; the address mails come from is the one they read.
      body: `Contact: mailto:${addressOf(config.mailFrom)}\nExpires: ${expires.toISOString()}\nCanonical: ${config.publicUrl.origin}/.well-known/security.txt\nPreferred-Languages: en, de\n`,
      contentType: 'text/plain; charset=utf-8',
      headers: { 'cache-control': 'public, max-age=86400' },
    })
  })
}

/** The bare address in `Name <address>`. */
const addressOf = (mailbox: string): string => /<([^<>]+)>/.exec(mailbox)?.[1] ?? mailbox.trim()
