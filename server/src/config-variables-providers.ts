import { jsonList, text, urlOf } from './config-formats.ts'
import { define } from './config-variable.ts'

const clientId = text('1 to 255 printable characters', /^[\x21-\x7e]{1,255}$/)
const clientSecret = text('1 to 1024 printable characters', /^[\x20-\x7e]{1,1024}$/)
const TENANT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const providers = {
  GOOGLE_CLIENT_ID: define({
    format: clientId,
    unset: 'no sign-in with Google',
    help: 'The client that was registered with Google. The redirect URI to register is PUBLIC_URL/login/oauth/google/callback.',
  }),
  GOOGLE_CLIENT_SECRET: define({
    format: clientSecret,
    secret: true,
    unset: 'no sign-in with Google',
    help: 'Its secret.',
  }),
  GOOGLE_ISSUER: define({
    format: urlOf('https', 'http'),
    default: 'https://accounts.google.com',
    help: 'Another issuer than Google’s own is for tests. Production takes https only.',
  }),
  MICROSOFT_CLIENT_ID: define({
    format: clientId,
    unset: 'no sign-in with Microsoft',
    help: 'The application that was registered with Microsoft Entra. The redirect URI to register is PUBLIC_URL/login/oauth/microsoft/callback.',
  }),
  MICROSOFT_CLIENT_SECRET: define({
    format: clientSecret,
    secret: true,
    unset: 'no sign-in with Microsoft',
    help: 'Its secret.',
  }),
  MICROSOFT_TENANT: define({
    format: {
      expects: 'common, organizations, or the id of a tenant',
      parse: (raw: string) =>
        raw === 'common' || raw === 'organizations' || TENANT_ID.test(raw) ? raw.toLowerCase() : undefined,
    },
    default: 'common',
    help: 'Whose accounts may sign in: everybody’s, those of any organization, those of one tenant.',
  }),
  MICROSOFT_AUTHORITY: define({
    format: urlOf('https', 'http'),
    default: 'https://login.microsoftonline.com',
    help: 'Where Microsoft’s tenants are, for sovereign clouds. Production takes https only.',
  }),
  OIDC_PROVIDERS: define({
    format: jsonList,
    secret: true,
    default: '[]',
    help: 'Further OpenID Connect providers: a JSON list of objects with `id`, `name`, `issuer`, `clientId`, `clientSecret`, and perhaps `scopes` and `trustedDomains` (lists of text). The redirect URI of each is PUBLIC_URL/login/oauth/<id>/callback. `trustedDomains` names mail domains for which the provider’s word is enough to connect an existing account.',
  }),
}
