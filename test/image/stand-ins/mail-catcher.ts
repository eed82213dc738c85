// Stands in for the mail catcher of docker-compose.yml where its image cannot be had: takes every mail on 1025 and shows
// it on 8025 under the paths, and with the members, of Mailpit's API that are used here.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

interface Caught {
  ID: string
  To: { Address: string }[]
  Subject: string
  Text: string
}

const caught: Caught[] = []

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onData(stream, session, done) {
    simpleParser(stream).then(
      ({ subject = '', text = '' }) => {
        const To = session.envelope.rcptTo.map(({ address }) => ({ Address: address }))
        caught.unshift({ ID: randomUUID(), To, Subject: subject, Text: text })
        done()
      },
      (error: Error) => done(error),
    )
  },
})

const http = createServer((request, response) => {
  const path = request.url?.split('?')[0] ?? ''
  const id = /^\/api\/v1\/message\/([\w-]+)$/.exec(path)?.[1]
  const shown =
    path === '/api/v1/messages'
      ? { total: caught.length, messages: caught.map(({ Text: _, ...summary }) => summary) }
      : caught.find(({ ID }) => ID === id)
  response.writeHead(shown ? 200 : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify(shown ?? { Error: 'not found' }))
})

smtp.listen(1025, '0.0.0.0')
http.listen(8025, '0.0.0.0')
process.on('SIGTERM', () => process.exit(0))
