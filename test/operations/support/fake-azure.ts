// As much of Azure as the scripts ask `az` for, with the answers and effects of the real one as its documentation and
// source have them. It can be told to fail at a call: before or after the effect, without an answer, or with nonsense.

import { COMMANDS, Refusal, readOptions } from './fake-azure-commands.ts'
import type { FakeState, Fault } from './fake-azure-state.ts'

export interface FakeAnswer {
  status: number | null
  stdout: string
  stderr: string
}

/** Answers one call, and changes the state as Azure would. */
export function callFakeAzure(state: FakeState, words: readonly string[]): FakeAnswer {
  state.calls.push([...words])
  const fault = faultOf(state, words)
  if (fault?.how === 'fails')
    return { status: 1, stdout: '', stderr: 'ERROR: (InternalServerError) try again' }
  if (fault?.how === 'hangs') return { status: null, stdout: '', stderr: '' }
  const answer = carryOut(state, words)
  if (fault?.how === 'fails after') return { status: 1, stdout: '', stderr: 'ERROR: Connection aborted.' }
  if (fault?.how === 'hangs after') return { status: null, stdout: '', stderr: '' }
  if (fault?.how === 'garbage') return { status: 0, stdout: '<html>502 Bad Gateway</html>', stderr: '' }
  return answer
}

function faultOf({ calls, faults }: FakeState, words: readonly string[]): Fault | undefined {
  return faults.find(({ at, onwards }) => {
    if (typeof at === 'string') return words.join(' ').includes(at)
    return onwards ? calls.length >= at : calls.length === at
  })
}

function carryOut(state: FakeState, words: readonly string[]): FakeAnswer {
  const first = words.findIndex((word) => word.startsWith('-'))
  const command = words.slice(0, first === -1 ? words.length : first).join(' ')
  const handler = COMMANDS[command]
  try {
    if (!handler) throw new Refusal(`'${command}' is misspelled or not recognized by the system.`)
    const answer = handler(state, readOptions(words.slice(first)))
    return {
      status: 0,
      stdout: answer === undefined ? '' : `${JSON.stringify(answer, null, 2)}\n`,
      stderr: '',
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: 1, stdout: '', stderr: `ERROR: ${error.message}` }
  }
}
