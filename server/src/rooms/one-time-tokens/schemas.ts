import { z } from 'zod'

/**
 * A token as it stands in a link. Loose on purpose: a cut, mistyped or foreign one is answered `token.invalid` by
 * the service, as an expired one is, so that people read "this link is no longer valid" and not a schema's complaint.
 */
export const OneTimeToken = z.string().min(1).max(256).meta({
  id: 'OneTimeToken',
  description: 'The `token` of an emailed link.',
  example: 'vfy_6Yk2Zc0m4kq1v5J8m3d7nQwUuYtRkz1s0pLbVhXeTgA',
})
