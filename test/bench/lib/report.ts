/** One ratio against its aim, as the last lines of the benchmark show it. */
export interface Finding {
  name: string
  ratio: number
  aim: string
  isMet: boolean
}

const findings: Finding[] = []

const rounded = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2))

/** Prints one line and keeps the ratio for the summary. */
export function compare(name: string, ratio: number, aim: { atLeast: number } | { atMost: number }): void {
  const isMet = 'atLeast' in aim ? ratio >= aim.atLeast : ratio <= aim.atMost
  const words = 'atLeast' in aim ? `≥ ${aim.atLeast}` : `≤ ${aim.atMost}`
  findings.push({ name, ratio, aim: words, isMet })
  process.stdout.write(`  ${name}: ${rounded(ratio)} (aim ${words}) ${isMet ? 'met' : 'MISSED'}\n`)
}

export function figure(name: string, value: number, unit: string): void {
  process.stdout.write(`  ${name}: ${rounded(value)} ${unit}\n`)
}

export const heading = (text: string): void => void process.stdout.write(`\n${text}\n`)

/** Prints the table of all ratios as Markdown. */
export function summary(): void {
  process.stdout.write('\n| what | ratio | aim | |\n|---|---|---|---|\n')
  for (const { name, ratio, aim, isMet } of findings) {
    process.stdout.write(`| ${name} | ${rounded(ratio)} | ${aim} | ${isMet ? 'met' : 'missed'} |\n`)
  }
}
