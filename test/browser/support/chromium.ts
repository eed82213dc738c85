import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const WELL_KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const executablePath = [process.env.CHROMIUM_PATH, ...WELL_KNOWN].find((path) => path && existsSync(path))

/** Whether the pages can be tested here at all. CI has a browser; elsewhere it may be missing, which is said aloud. */
export const hasChromium = executablePath !== undefined
if (!hasChromium) {
  process.stderr.write(
    '\nNO BROWSER TESTS: no Chromium found. Install one or set CHROMIUM_PATH; CI runs them.\n\n',
  )
}

/** A browser that talks to nobody but the pages. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: executablePath!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
