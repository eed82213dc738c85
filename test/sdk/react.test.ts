import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { createClient, type GatehouseClient } from '../../sdk/src/index.ts'
import {
  GatehouseProvider,
  SignedIn,
  SignedOut,
  useGatehouse,
  useSession,
  useUser,
} from '../../sdk/src/react.ts'
import { createTestPlatform } from '../../sdk/src/testing.ts'
import { password } from './scenarios.ts'

// What a server renders. What browsers make of it: test/browser/sdk-react.test.ts.

function testClient() {
  const platform = createTestPlatform()
  const requests: string[] = []
  const client = createClient({
    baseUrl: 'http://localhost:8000',
    fetch(url, init) {
      requests.push(url)
      return platform.fetch(url, init)
    },
  })
  return { client, requests }
}

const rendered = (client: GatehouseClient, ...children: ReactNode[]) =>
  renderToStaticMarkup(createElement(GatehouseProvider, { client }, ...children))

function Facts() {
  const { status, session, error } = useSession()
  const { user, isLoading } = useUser()
  return createElement('pre', null, JSON.stringify({ status, session, error, user, isLoading }))
}

const Lost = () => createElement('p', null, typeof useGatehouse())

test('a server renders what holds for everybody, whoever its client acts for, and asks nobody', async () => {
  const { client, requests } = testClient()
  const facts = '{"status":"loading","session":null,"error":null,"user":null,"isLoading":true}'
  const expected = `<pre>${facts.replaceAll('"', '&quot;')}</pre>`
  expect(rendered(client, createElement(Facts))).toBe(expected)
  expect(requests).toEqual([])
  await client.auth.login({ email: 'ada@example.org', password })
  expect(rendered(client, createElement(Facts))).toBe(expected)
})

test('while loading neither side is shown, but the fallback where there is one', () => {
  const { client } = testClient()
  const both = [createElement(SignedIn, null, 'in'), createElement(SignedOut, null, 'out')]
  expect(rendered(client, ...both)).toBe('')
  expect(rendered(client, createElement(SignedIn, { fallback: 'wait' }, 'in'))).toBe('wait')
  expect(rendered(client, createElement(SignedOut, { fallback: 'wait' }, 'out'))).toBe('wait')
})

test('a hook without a provider says what is missing', () => {
  expect(() => renderToStaticMarkup(createElement(Lost))).toThrow('There is no <GatehouseProvider')
})
