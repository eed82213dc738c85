import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { callFakeAzure } from './fake-azure.ts'
import type { FakeState } from './fake-azure-state.ts'

export interface AzOnPath {
  /** What programs are run with that are to find this `az`. */
  env: Record<string, string>
  remove(): void
}

/** Hands its words to the test and prints what comes back: a shell alone, since one is started for every call. */
const program = (port: number) => `#!/usr/bin/env bash
LC_ALL=C
exec 3<>/dev/tcp/127.0.0.1/${port} || exit 70
{ printf '%s\\n' "$#"; printf '%s\\0' "$@"; } >&3
read -r status length <&3 || exit 70
[ "$length" = 0 ] || IFS= read -r -N "$length" said <&3
printf '%s' "$said"
IFS= read -r -d '' complaint <&3
printf '%s' "$complaint" >&2
[ "$status" = none ] && exec sleep 3600
exit "$status"
`

/** A folder with an `az` that answers from this state, for programs that are run beside a test. */
export async function putAzOnPath(state: FakeState): Promise<AzOnPath> {
  const server = createServer((socket) => {
    let text = ''
    socket.on('error', () => {})
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const [, count = '', rest = ''] = /^(\d+)\n(.*)$/s.exec(text) ?? []
      const words = rest.split('\0').slice(0, -1)
      if (count === '' || words.length < Number(count)) return
      const { status, stdout, stderr } = callFakeAzure(state, words)
      socket.end(`${status ?? 'none'} ${Buffer.byteLength(stdout)}\n${stdout}${stderr}\0`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-az-'))
  const { port } = server.address() as AddressInfo
  writeFileSync(join(folder, 'az'), program(port), { mode: 0o755 })
  return {
    env: { PATH: `${folder}${delimiter}${process.env.PATH ?? ''}` },
    remove() {
      server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
