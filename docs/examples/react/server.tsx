// On the server. It sends everybody the same page: who is signed in is the browser's to find out.
import { createClient } from '@gatehouse/sdk'
import { renderToString } from 'react-dom/server'
import { App } from './app.tsx'

const client = createClient({ baseUrl: 'http://localhost:8000' })

export const renderPage = (): string => `<!doctype html>
<html lang="en">
  <head><title>Gatehouse and React</title></head>
  <body>
    <div id="root">${renderToString(<App client={client} />)}</div>
    <script type="module" src="/main.js"></script>
  </body>
</html>`
