import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { type Failure, toFailure } from '../failure.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { useRunAct } from './acts.ts'

interface Loaded<Result> {
  result: Result | undefined
  failure: Failure | undefined
  set(result: Result): void
  reload(): Promise<void>
}

/** Reads something for a page, once when it opens and whenever it is asked to again. */
export function useLoaded<Result>(load: () => Promise<Result>): Loaded<Result> {
  const run = useRunAct()
  const [result, setResult] = useState<Result>()
  const [failure, setFailure] = useState<Failure>()
  const reload = async () => {
    setFailure(undefined)
    try {
      setResult(await run(load))
    } catch (error) {
      setFailure(toFailure(error))
    }
  }
  useEffect(() => void reload(), [])
  return { result, failure, set: setResult, reload }
}

interface LoadingProps<Result> {
  loaded: Loaded<Result>
  children(result: Result): ComponentChildren
}

/** What was read; until then that it is being read, or why it could not be and a button to try again. */
export function Loading<Result>({ loaded, children }: LoadingProps<Result>) {
  const { common } = useEnvironment().strings
  if (loaded.result !== undefined) return <>{children(loaded.result)}</>
  if (loaded.failure) {
    return (
      <FailureAlert failure={loaded.failure}>
        <p>
          <button type="button" class="link" onClick={loaded.reload}>
            {common.retry}
          </button>
        </p>
      </FailureAlert>
    )
  }
  return (
    <p role="status" class="loading">
      {common.loading}
    </p>
  )
}
