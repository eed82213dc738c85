// Signs in over plain REST and lists the devices of the account.
import { createRestClient } from '@gatehouse/sdk/rest'

const { GATEHOUSE_URL = 'http://localhost:8000', EMAIL = '', PASSWORD = '' } = process.env
let accessToken: string | null = null
const gatehouse = createRestClient({ baseUrl: GATEHOUSE_URL, accessToken: () => accessToken })

const signIn = await gatehouse.auth.login({ email: EMAIL, password: PASSWORD })
if (signIn.status === 'mfa_required') throw new Error(`Also needed: ${signIn.methods.join(' or ')}.`)
accessToken = signIn.accessToken
const { items } = await gatehouse.sessions.list()
for (const { device, lastSeenAt } of items) console.log(`${lastSeenAt.toISOString()}  ${device}`)
await gatehouse.auth.logout()
