import { z } from 'zod'

const INSTANT = '2026-11-05T09:30:00.000Z'
const ID = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'

/** What a text looks like, by the name of its field, where its schema brings no example. */
const TEXTS: Record<string, string> = {
  accessToken: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiIwMTk1In0.c2lnbmF0dXJl',
  refreshToken: 'rt_AZWixHseeXw6n01KJrjA0eLwAAAAA5u1r0Vb4GmQh2T0yq8v1n3s6p9d2f5h7j0k4l6z8x1c3',
  deviceToken: 'dev_m0Yk2Zc0m4kq1v5J8m3d7nQwUuYtRkz1s0pLbVhXeTg',
  challengeToken: 'mfa_m0Yk2Zc0m4kq1v5J8m3d7nQwUuYtRkz1s0pLbVhXeTg',
  email: 'ada@example.org',
  displayName: 'Ada Lovelace',
  avatarUrl: 'https://images.example.org/ada.png',
  locale: 'en',
  timezone: 'Europe/London',
  ip: '203.0.113.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  device: 'Firefox on Linux',
  requestId: '7f9c24e8-3b1d-4a5e-9c0f-6d2b8e1a4c73',
  amr: 'pwd',
  name: 'Gatehouse',
  accentColor: '#2f5fdd',
  commit: '4f1c2d3',
  contractHash: 'b1946ac92492d234',
  type: 'user',
  id: ID,
}

/**
 * A value a schema admits, in its JSON form, for the document. A schema's own example comes first; what neither it nor
 * the field's name tells is "text", and a test finds where that is not admitted.
 */
export function exampleOf(schema: z.ZodType, field = ''): unknown {
  const meta = schema.meta()
  if (meta && 'example' in meta) return meta.example
  if (schema instanceof z.ZodObject) {
    return Object.fromEntries(
      Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, inner]) => [
        name,
        exampleOf(inner, name),
      ]),
    )
  }
  if (schema instanceof z.ZodArray) return [exampleOf(schema.element as z.ZodType, field)]
  if (schema instanceof z.ZodUnion) return exampleOf(schema.options[0] as z.ZodType, field)
  if (schema instanceof z.ZodDefault) return schema.def.defaultValue
  if (
    schema instanceof z.ZodNullable &&
    (field === 'nextCursor' || field === 'logoUrl' || field === 'realActor')
  )
    return null
  if ('innerType' in schema.def) return exampleOf(schema.def.innerType as z.ZodType, field)
  return exampleOfLeaf(schema, field)
}

function exampleOfLeaf(schema: z.ZodType, field: string): unknown {
  if (schema instanceof z.ZodLiteral) return schema.values.values().next().value
  if (schema instanceof z.ZodEnum) return schema.options[0]
  if (schema instanceof z.ZodBoolean) return true
  if (schema instanceof z.ZodNumber) return exampleNumber(schema, field)
  if (schema instanceof z.ZodDate) return INSTANT
  if (schema instanceof z.ZodUUID) return ID
  if (schema instanceof z.ZodRecord) return {}
  return TEXTS[field] ?? 'text'
}

function exampleNumber({ minValue, maxValue }: z.ZodNumber, field: string): number {
  if (field === 'expiresIn') return 600
  if (field === 'refreshExpiresIn') return 1_209_600
  if (field === 'minLength') return 12
  if (field === 'maxLength') return 256
  return Math.max(minValue ?? 1, Math.min(maxValue ?? 25, 25))
}
