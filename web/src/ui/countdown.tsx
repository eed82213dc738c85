import { useEffect, useState } from 'preact/hooks'
import { useStrings } from '../environment.ts'

const SECOND_MS = 1_000

/** `4:05`, or `1:04:05` from an hour on. */
function formatWait(seconds: number): string {
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  const [first, ...rest] = parts[0] === 0 ? parts.slice(1) : parts
  return [first, ...rest.map((part) => String(part).padStart(2, '0'))].join(':')
}

/** Counts down to when something may be tried again. The ticking is silent; that it is over is read out. */
export function Countdown({ milliseconds }: { milliseconds: number }) {
  const { common } = useStrings()
  const [seconds, setSeconds] = useState(Math.ceil(milliseconds / SECOND_MS))

  useEffect(() => {
    const end = performance.now() + milliseconds
    // Measured anew at every tick: a laptop that slept must not count from where it stopped.
    const tick = () => setSeconds(Math.max(0, Math.ceil((end - performance.now()) / SECOND_MS)))
    tick()
    const timer = setInterval(tick, SECOND_MS)
    return () => clearInterval(timer)
  }, [milliseconds])

  return (
    <>
      {seconds > 0 && <p role="timer">{common.wait(formatWait(seconds))}</p>}
      <p role="status">{seconds === 0 && common.waitOver}</p>
    </>
  )
}
