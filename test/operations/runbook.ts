import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const file = join(import.meta.dirname, '../../docs/OPERATIONAL_RUNBOOK.md')

/** What becomes of the commands of a block: run against the stack, against production's, on Azure only, never here. */
export const KINDS = ['stack', 'production', 'azure', 'powershell'] as const

export interface Block {
  kind: string
  /** The heading it stands under. */
  section: string
  /** Of its first command in the document, from 1. */
  line: number
  commands: string[]
}

/** The blocks of commands in the runbook, in their order. A block of settings (`ini`) has none. */
export function runbookBlocks(): Block[] {
  const blocks: Block[] = []
  let section = ''
  let open: Block | undefined
  for (const [index, text] of readFileSync(file, 'utf8').split('\n').entries()) {
    const fence = /^```(\S*) ?(.*)$/.exec(text)
    if (open && fence) {
      if (open.kind !== 'ini') blocks.push(open)
      open = undefined
    } else if (open) {
      open.commands.push(text)
    } else if (fence) {
      const [, language = '', kind = ''] = fence
      open = { kind: language === 'bash' ? kind : language, section, line: index + 2, commands: [] }
    } else if (text.startsWith('#')) {
      section = text.replace(/^#+ /, '')
    }
  }
  return blocks
}
