import { expect, test } from 'vitest'
import { linkTo } from './links.ts'

test('a link begins with PUBLIC_URL, its path prefix included', () => {
  const publicUrl = new URL('https://example.org/id')
  expect(linkTo({ publicUrl }, '/verify-email', { token: 'vfy_a-b_c' })).toBe(
    'https://example.org/id/verify-email?token=vfy_a-b_c',
  )
})

test('without a prefix there is one slash, and PUBLIC_URL stays as it is', () => {
  const publicUrl = new URL('http://localhost:8000')
  expect(linkTo({ publicUrl }, '/login')).toBe('http://localhost:8000/login')
  expect(publicUrl.href).toBe('http://localhost:8000/')
})
