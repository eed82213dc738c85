// In the browser.
import { createClient } from '@gatehouse/sdk'
import { hydrateRoot } from 'react-dom/client'
import { App } from './app.tsx'

// The page and the platform share an origin: a proxy hands /trpc on, so that the session's cookie stays first-party.
const client = createClient({ baseUrl: location.origin })
hydrateRoot(document.getElementById('root')!, <App client={client} />)
