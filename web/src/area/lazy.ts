import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'

interface Lazy<Props> {
  Component: FunctionComponent<Props> | undefined
  /** It could not be fetched. Browsers remember that of a module: only loading the page anew helps. */
  isUnreachable: boolean
}

/** Fetches a part of the pages that most people never need. */
export function useLazy<Props>(load: () => Promise<FunctionComponent<Props>>): Lazy<Props> {
  const [Component, setComponent] = useState<FunctionComponent<Props>>()
  const [isUnreachable, setUnreachable] = useState(false)
  useEffect(() => {
    load().then(
      (component) => setComponent(() => component),
      () => setUnreachable(true),
    )
  }, [])
  return { Component, isUnreachable }
}
