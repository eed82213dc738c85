/** What a connection string of Application Insights says, as far as it is needed. */
export interface AzureConnection {
  key: string
  url: URL
}

/** @returns undefined when it is none: no key, or an ingestion endpoint that is not https (http on this machine, for tests). */
export function readConnectionString(text: string): AzureConnection | undefined {
  const parts = new Map(
    text.split(';').map((part) => {
      const at = part.indexOf('=')
      return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const
    }),
  )
  const key = parts.get('instrumentationkey') ?? ''
  const base = URL.parse(parts.get('ingestionendpoint') ?? 'https://dc.services.visualstudio.com')
  const isSafe = base?.protocol === 'https:' || (base?.protocol === 'http:' && base.hostname === '127.0.0.1')
  if (!base || !isSafe || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key)) return undefined
  return { key, url: new URL('/v2.1/track', base) }
}
